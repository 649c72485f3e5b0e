"""What `knowledge` hands to the other rooms: answers and the passages they cite."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["explanation", "code", "exercise", "solution", "api", "faq"]
Reason = Literal["", "logistics", "exam", "small_talk", "instruction", "not_covered"]


@dataclass(frozen=True)
class Passage:
    """A section of the material, as it is cited.

    `cells` are 0-based cell indexes for a notebook and a `[first, last]` pair of 1-based
    line numbers for Markdown. `text` is the section's Markdown; the wire format leaves it
    out unless it is asked for, and with it `formulas`, the LaTeX of those on lines of their own.
    """

    source: str
    cells: tuple[int, ...]
    heading: tuple[str, ...]
    kind: Kind
    score: float
    url: str
    text: str = ""
    formulas: tuple[str, ...] = ()

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        wire = asdict(self)
        wire["cells"] = list(self.cells)
        wire["heading"] = list(self.heading)
        wire["formulas"] = list(self.formulas)
        if not with_text:
            del wire["text"], wire["formulas"]
        return wire

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> Passage:
        lists = ("cells", "heading", "formulas")
        return cls(**{**wire, **{name: tuple(wire[name]) for name in lists if name in wire}})


@dataclass(frozen=True)
class Answer:
    """The answer to one question, in Markdown, with the passages it was taken from, best first.

    `confidence` is the probability, in [0, 1], that the first passage answers the question.
    When `abstained` is true, `answer` is empty and the passages are only "maybe related".

    `reason` says why: `logistics`, `exam`, `small_talk`, `instruction` (a message that orders the bot about) or
    `not_covered`; empty when there is an answer. `language` is that of the question, a two-letter code.
    """

    id: str
    question: str
    abstained: bool
    confidence: float
    answer: str
    passages: tuple[Passage, ...] = field(default_factory=tuple)
    seconds: float = 0.0
    reason: Reason = ""
    language: str = "en"

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        wire = asdict(self)
        wire["passages"] = [passage.to_dict(with_text=with_text) for passage in self.passages]
        return wire

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> Answer:
        passages = tuple(Passage.from_dict(passage) for passage in wire["passages"])
        return cls(**{**wire, "passages": passages})
