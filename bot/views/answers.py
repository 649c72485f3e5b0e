"""An answer from the material, and the section it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.jobs import Job
from bot.views import blocks
from bot.views.blocks import Block, Message, Picture
from bot.views.text import clip, defuse, escape, plain
from bot.words import words_in
from bot.words.values import AnswerWords
from knowledge.values import Answer, Passage
from runners.experiments import Section, about

_WORTH_A_LOOK = 0.2
_NUMBERED = re.compile(r"\[(\d)\]")


def citation(passage: Passage) -> str:
    """The section's path in mrkdwn, as a link when the material is published somewhere."""
    path = escape(" › ".join(passage.heading))
    where = _cells(passage)
    link = f"<{passage.url}|{path}>" if passage.url.startswith(("https://", "http://")) else f"*{path}*"
    return f"{link}{where}"


def sources(answer: Answer) -> str:
    """The section that was quoted, or the sections whose numbers stand in the text."""
    numbers = sorted({int(number) for number in _NUMBERED.findall(answer.answer.partition("```")[0])})
    known = [number for number in numbers if 1 <= number <= len(answer.passages)]
    if not known:
        return citation(answer.passages[0])
    return " · ".join(f"[{number}] {citation(answer.passages[number - 1])}" for number in known)


def _cells(passage: Passage) -> str:
    if not passage.source.endswith(".ipynb") or not passage.cells:
        return ""
    first, last = passage.cells[0], passage.cells[-1]
    return f" · cell {first}" if first == last else f" · cells {first}–{last}"


def answer_message(job: Job, answer: Answer) -> Message:
    """The reply to a question: the answer and its section, or an honest "I'm not sure"."""
    words = words_in(answer.language).answer
    if answer.abstained:
        return _declined(job, answer, words)
    body = [
        blocks.markdown(defuse(answer.answer)),
        blocks.context(f"📖 {words.source} {sources(answer)}"),
        blocks.actions(_buttons(job, answer, words)),
    ]
    return Message(plain(answer.answer) or plain(" › ".join(answer.passages[0].heading)), body)


def nearest(answer: Answer) -> Passage | None:
    """The section that may be related; None when none is near enough to be worth a look."""
    about_material = answer.reason in ("", "not_covered")
    near = about_material and answer.passages and answer.confidence >= _WORTH_A_LOOK
    return answer.passages[0] if near else None


def _declined(job: Job, answer: Answer, words: AnswerWords) -> Message:
    text = f"{words.declined[answer.reason or 'not_covered']} {words.tutor_can_help}"
    body = [blocks.section(text)]
    near = nearest(answer)
    if near:
        body.append(blocks.context(f"{words.maybe_related} {citation(near)}"))
    ask = blocks.button(words.ask_tutor, "ask_tutor", job.id, style="primary")
    show = [blocks.button(words.show_section, "show_section", job.id)] if near else []
    body.append(blocks.actions([ask, *show]))
    return Message(text, body)


def _buttons(job: Job, answer: Answer, words: AnswerWords) -> list[Block]:
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


def section_message(passage: Passage, exchange: str) -> Message:
    """The whole section, for the one who asked for it; its formulas as a picture are a button away."""
    body = [
        blocks.context("📖 " + citation(passage)),
        blocks.markdown(defuse(passage.text) or "This section has no text of its own."),
    ]
    if passage.formulas:
        body.append(blocks.actions([blocks.button("Formulas as a picture", "show_formulas", exchange)]))
    return Message("The section: " + escape(passage.heading[-1] if passage.heading else passage.source), body)


def formulas_message(pictures: Sequence[Picture]) -> Message:
    """The formulas of a section, drawn."""
    return Message("The formulas of the section", [blocks.image(picture) for picture in pictures])


def shared_answer(job: Job, answer: Answer) -> Message:
    """A private answer that its asker shares with the channel."""
    words = words_in(answer.language).answer
    body = [
        blocks.context(f"<@{job.user}> asked: {escape(clip(answer.question, 500))}"),
        blocks.markdown(defuse(answer.answer)),
        blocks.context(f"📖 {words.source} {sources(answer)}"),
    ]
    return Message(plain(answer.answer), body)
