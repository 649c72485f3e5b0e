"""The pulse as tables for the organisers' spreadsheet: counts only, and of few learners only that they are few."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bot.pulse.values import Gap, MistakeCount, Pulse, SectionCount, Spread

FEW = 3
"""A smaller number of learners is not told: a spreadsheet travels further than the tutors' channel."""

_BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | float
Row = Sequence[Cell]


def tables(pulse: Pulse) -> dict[str, bytes]:
    """Each file's name and its content: CSV in UTF-8 with the mark by which Excel knows it."""
    return {
        "questions_by_section.csv": _table(
            ("practical", "section", "questions", "learners", "not_answered", "marked_not_helpful"),
            (_section(one) for one in pulse.sections),
        ),
        "mistakes.csv": _table(
            ("exercise", "mistake", "learners", "not_solved_yet"), (_mistake(one) for one in pulse.mistakes)
        ),
        "waits.csv": _table(
            ("tickets", "count", "median_minutes", "longest_minutes"),
            (_waits("answered", pulse.answered), _waits("waiting now", pulse.waiting)),
        ),
        "abstained.csv": _table(
            ("what", "words_used_by_several", "nearest_section", "questions", "learners"),
            (_gap(one) for one in pulse.gaps),
        ),
    }


def _section(one: SectionCount) -> Row:
    return one.practical, one.section, one.questions, _people(one.learners), one.declined, one.not_helpful


def _mistake(one: MistakeCount) -> Row:
    return one.exercise, one.mistake, _people(one.learners), _people(one.open)


def _waits(name: str, spread: Spread) -> Row:
    return name, spread.count, _minutes(spread.median), _minutes(spread.longest)


def _gap(one: Gap) -> Row:
    what = "not answered" if one.kind == "declined" else "marked not helpful"
    return what, one.text, one.section, one.questions, _people(one.learners)


def _people(count: int) -> Cell:
    return f"<{FEW}" if count < FEW else count


def _minutes(seconds: float | None) -> Cell:
    return "" if seconds is None else round(seconds / 60, 1)


def _table(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return (_BOM + stream.getvalue()).encode()


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe, which shows that it is none."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell
