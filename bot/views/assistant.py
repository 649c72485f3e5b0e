"""What the assistant pane shows."""

from __future__ import annotations

from bot.jobs import Job
from bot.views import blocks
from bot.views.answers import answer_message
from bot.views.blocks import Block, Message
from bot.views.text import clip
from bot.words.values import AnswerWords, PaneWords, Words
from knowledge.values import Answer

FEEDBACK = "pane_feedback"
RUN_OFFERED = "run_offered"
CHECK_OFFERED = "check_offered"
MOST_PROMPTS = 4
_TITLE = 80
_SAID_BY_BUTTONS = {"helpful", "not_helpful"}
_FENCE = "```"


def greeting(words: PaneWords) -> Message:
    return Message(words.greeting, [blocks.section(words.greeting)])


def prompts(words: PaneWords, practical: str = "") -> list[dict[str, str]]:
    """Questions of a practical, by its title, or of several when none is on; the bot has an answer to each."""
    own = words.prompts.get(practical)
    chosen = list(own.values()) if own else [next(iter(each.values())) for each in words.prompts.values()]
    return [{"title": question, "message": question} for question in chosen[:MOST_PROMPTS]]


def thread_title(question: str) -> str:
    """A thread's name in the pane's history: its first question, on one line."""
    return clip(" ".join(question.replace(_FENCE, " ").split()), _TITLE)


def pane_answer(words: Words, job: Job, answer: Answer) -> Message:
    """An answer with Slack's own feedback buttons. Its code is a block of its own, below the prose that may have
    been shown already."""
    message = answer_message(words, job, answer)
    if answer.abstained:
        return message
    below = [_without_feedback(block) for block in message.blocks[1:]]
    return Message(message.text, [*_apart(message.blocks[0]), *below, _feedback(words.answer, job)])


def code_offer(job: Job, words: PaneWords) -> Message:
    """What to do with code that came without a question."""
    run = blocks.button(words.run_code, RUN_OFFERED, job.id, style="primary")
    check = blocks.button(words.check_code, CHECK_OFFERED, job.id)
    return Message(words.code_offer, [blocks.section(words.code_offer), blocks.actions([run, check])])


def _apart(block: Block) -> list[Block]:
    """The prose of a Markdown block, and what begins with its first code, as two blocks."""
    prose, fence, code = block["text"].partition(_FENCE)
    if not fence or not prose.strip():
        return [block]
    return [blocks.markdown(prose.strip()), blocks.markdown(fence + code)]


def _without_feedback(block: Block) -> Block:
    if block["type"] != "actions":
        return block
    return blocks.actions([item for item in block["elements"] if item["action_id"] not in _SAID_BY_BUTTONS])


def _feedback(words: AnswerWords, job: Job) -> Block:
    helpful, not_helpful = (words.helpful, f"helpful {job.id}"), (words.not_helpful, f"not_helpful {job.id}")
    return blocks.context_actions([blocks.feedback_buttons(FEEDBACK, helpful, not_helpful)])
