"""An answer from the material, and the section it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.jobs import Job
from bot.views import blocks
from bot.views.blocks import Block, Message, Picture
from bot.views.text import clip, defuse, escape, plain
from bot.words.values import AnswerWords, Words
from knowledge.values import Answer, Passage
from runners.experiments import Section, about

_WORTH_A_LOOK = 0.2
_NUMBERED = re.compile(r"\[(\d)\]")


def citation(words: AnswerWords, passage: Passage) -> str:
    """The section's path in mrkdwn, as a link when the material is published somewhere."""
    path = escape(" › ".join(passage.heading))
    where = _cells(words, passage)
    link = f"<{passage.url}|{path}>" if passage.url.startswith(("https://", "http://")) else f"*{path}*"
    return f"{link}{where}"


def sources(words: AnswerWords, answer: Answer) -> str:
    """The section that was quoted, or the sections whose numbers stand in the text."""
    numbers = sorted({int(number) for number in _NUMBERED.findall(answer.answer.partition("```")[0])})
    known = [number for number in numbers if 1 <= number <= len(answer.passages)]
    if not known:
        return citation(words, answer.passages[0])
    return " · ".join(f"[{number}] {citation(words, answer.passages[number - 1])}" for number in known)


def _cells(words: AnswerWords, passage: Passage) -> str:
    if not passage.source.endswith(".ipynb") or not passage.cells:
        return ""
    first, last = passage.cells[0], passage.cells[-1]
    told = words.cell if first == last else words.cells
    return " · " + told.format(first=first, last=last)


def answer_message(words: Words, job: Job, answer: Answer) -> Message:
    """The reply to a question: the answer and its section, or an honest "I'm not sure"."""
    if answer.abstained:
        return _declined(words.answer, job, answer)
    body = [
        blocks.markdown(defuse(answer.answer)),
        _cited(words.answer, answer),
        blocks.actions(_buttons(words.answer, job, answer)),
    ]
    return Message(plain(answer.answer) or plain(" › ".join(answer.passages[0].heading)), body)


def nearest(answer: Answer) -> Passage | None:
    """The section that may be related; None when none is near enough to be worth a look."""
    about_material = answer.reason in ("", "not_covered")
    near = about_material and answer.passages and answer.confidence >= _WORTH_A_LOOK
    return answer.passages[0] if near else None


def _cited(words: AnswerWords, answer: Answer) -> Block:
    return blocks.context(f"📖 {words.source} {sources(words, answer)}")


def _declined(words: AnswerWords, job: Job, answer: Answer) -> Message:
    text = f"{words.declined[answer.reason or 'not_covered']} {words.tutor_can_help}"
    body = [blocks.section(text)]
    near = nearest(answer)
    if near:
        body.append(blocks.context(f"{words.maybe_related} {citation(words, near)}"))
    ask = blocks.button(words.ask_tutor, "ask_tutor", job.id, style="primary")
    show = [blocks.button(words.show_section, "show_section", job.id)] if near else []
    body.append(blocks.actions([ask, *show]))
    return Message(text, body)


def _buttons(words: AnswerWords, job: Job, answer: Answer) -> list[Block]:
    run = [blocks.button(words.run_this, "run_example", job.id)] if "```python" in answer.answer else []
    share = [blocks.button(words.share, "share", job.id)] if job.private else []
    return [
        *run,
        *_experiment_button(answer),
        blocks.button(words.show_section, "show_section", job.id),
        blocks.button(words.helpful, "helpful", job.id),
        blocks.button(words.not_helpful, "not_helpful", job.id),
        *share,
        blocks.button(words.ask_tutor, "ask_tutor", job.id),
    ]


def _experiment_button(answer: Answer) -> list[Block]:
    """The experiment that shows what the cited section teaches, one press away."""
    if not answer.passages or not answer.passages[0].heading:
        return []
    first = answer.passages[0]
    experiment = about(Section(first.source, first.heading[-1]))
    return [blocks.button(f"▶ {experiment.name}", "run_experiment", experiment.name)] if experiment else []


def section_message(words: Words, passage: Passage, exchange: str) -> Message:
    """The whole section, for the one who asked for it; its formulas as a picture are a button away."""
    body = [
        blocks.context("📖 " + citation(words.answer, passage)),
        blocks.markdown(defuse(passage.text) or words.answer.no_text),
    ]
    if passage.formulas:
        body.append(blocks.actions([blocks.button(words.answer.as_picture, "show_formulas", exchange)]))
    heading = escape(passage.heading[-1] if passage.heading else passage.source)
    return Message(words.answer.section.format(heading=heading), body)


def formulas_message(words: Words, pictures: Sequence[Picture]) -> Message:
    """The formulas of a section, drawn."""
    return Message(words.answer.formulas, [blocks.image(picture) for picture in pictures])


def shared_answer(words: Words, job: Job, answer: Answer) -> Message:
    """A private answer that its asker shares with the channel."""
    asked = words.answer.asked.format(person=f"<@{job.user}>", question=escape(clip(answer.question, 500)))
    body = [blocks.context(asked), blocks.markdown(defuse(answer.answer)), _cited(words.answer, answer)]
    return Message(plain(answer.answer), body)
