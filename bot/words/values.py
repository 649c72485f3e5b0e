"""Which words there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.values import Reason


@dataclass(frozen=True)
class AnswerWords:
    """Around an answer. `declined` has a sentence for each reason of `knowledge.values.Reason` for not answering."""

    source: str
    maybe_related: str
    declined: Mapping[Reason, str]
    tutor_can_help: str
    run_this: str
    show_section: str
    helpful: str
    not_helpful: str
    share: str
    ask_tutor: str


@dataclass(frozen=True)
class ListeningWords:
    """The offer to look up what may be a question, and what takes its place after a press."""

    offer: str
    yes: str
    no: str
    looking: str
    declined: str
    gone: str


@dataclass(frozen=True)
class Words:
    """Everything that the bot says of its own, a group for each surface."""

    answer: AnswerWords
    listening: ListeningWords
