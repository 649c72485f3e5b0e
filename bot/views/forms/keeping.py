"""The form in which a tutor keeps an answer as knowledge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.views import blocks
from bot.views.blocks import Block, option
from bot.views.forms.fields import View, field, modal, one_of, read, text_box
from bot.views.text import clip, escape, quote
from bot.words import Words, words_in

KEEP_FORM = "keep_entry"
QUESTION_LENGTH = 300
ANSWER_LENGTH = 2_900
AUTHOR_LENGTH = 80
_EARLIER_LENGTH = 1_000
_FIELDS = ("question", "answer", "author")


@dataclass(frozen=True)
class Keeping:
    """What comes back with the form: the entry's id, its thread and link, the day it was kept, the tutor's language,
    and the id, question and author of an earlier entry to nearly the same question."""

    entry: str
    link: str
    day: str
    channel: str
    thread: str
    language: str = "en"
    earlier: Mapping[str, str] | None = None

    def to_metadata(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_view(cls, view: View) -> Keeping:
        return cls(**json.loads(view["private_metadata"]))

    @property
    def words(self) -> Words:
        return words_in(self.language)


def keep_form(keeping: Keeping, question: str, answer: str, author: str) -> View:
    """A question and its answer for a tutor to edit."""
    words = keeping.words.keep
    body = [
        blocks.context(words.about),
        field(words.question, text_box("question", question.strip(), longest=QUESTION_LENGTH)),
        field(words.answer, text_box("answer", answer.strip(), lines=True, longest=ANSWER_LENGTH)),
        field(words.author, text_box("author", author.strip(), longest=AUTHOR_LENGTH)),
    ]
    return modal(KEEP_FORM, words.title, body, keeping.to_metadata(), keeping.words.forms, words.submit)


def with_earlier(form: View, earlier: dict[str, str]) -> View:
    """The form with an `earlier` entry to nearly the same question below its fields: what stands in them stays."""
    keeping = Keeping.of_view(form)
    named = {name: clip(earlier[name], QUESTION_LENGTH) for name in ("question", "author")}
    told = replace(keeping, earlier={"id": earlier["id"], **named})
    return {**form, "private_metadata": told.to_metadata(), "blocks": [*form["blocks"], *_earlier(told, earlier)]}


def _earlier(keeping: Keeping, earlier: dict[str, str]) -> list[Block]:
    words = keeping.words.keep
    named = {name: escape(clip(earlier[name], QUESTION_LENGTH)) for name in ("question", "author", "day")}
    choices = [option(words.keep_both, "both"), option(words.replace, "replace")]
    return [
        blocks.verbatim(words.earlier.format(**named)),
        blocks.verbatim(quote(earlier["answer"], _EARLIER_LENGTH)),
        field(words.both_or_one, one_of("earlier", choices, "both")),
    ]


def read_entry(view: View) -> tuple[dict[str, Any], dict[str, str]]:
    """The entry that was written, with the one that it `replaces` if any, and a sentence for each empty field."""
    keeping = Keeping.of_view(view)
    written = {name: read(view, name).strip() for name in _FIELDS}
    errors = {name: keeping.words.keep.missing[name] for name in _FIELDS if not written[name]}
    entry = {**written, "entry": keeping.entry, "link": keeping.link, "day": keeping.day}
    if keeping.earlier and read(view, "earlier") == "replace":
        return {**entry, "replaces": keeping.earlier}, errors
    return entry, errors
