"""What tutors wait for while a room is full: its pulse, and which open tickets ask nearly the same."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import insert, select

from bot.bench.measure import Measure, measured, times
from bot.bench.messages import QUESTIONS
from bot.pulse.periods import period_of
from bot.pulse.reading import PulseReader
from bot.pulse.subjects import subject_of
from bot.records.askers import Askers
from bot.records.database import open_database
from bot.records.groups import Groups
from bot.records.models import ExchangeRow, TicketEventRow, TicketRow
from bot.records.store import Records
from bot.replies.context import make_context
from bot.replies.tickets.casework import Casework
from bot.settings import read_settings

NAMES = ("pulse", "similar_tickets")
_TEAM = "T1"
_EXCHANGES = 20_000
_TICKETS = 2_000
_OPEN = 40
_REPEATS = 5
_ANSWER_LENGTH = 8_000
_NOW = datetime(2026, 8, 20, 15, 0, tzinfo=UTC)


def run_measures(names: Sequence[str], repeats: int) -> Iterator[Measure]:
    """The measures of these names, over one database in SQLite."""
    if not names:
        return
    with _full_room() as records:
        if "pulse" in names:
            yield _pulse(records)
        if "similar_tickets" in names:
            yield _similar(records)


def _pulse(records: Records) -> Measure:
    """Of all that was ever recorded. Raises RuntimeError when the two ways count differently."""
    period = period_of("all", _NOW)
    counted = {(one.practical, one.section): one.questions for one in PulseReader(records).read(_TEAM, period).sections}
    if counted != _sections(records):
        raise RuntimeError("The pulse and the count of what is read back differ.")
    taken = times(lambda _: PulseReader(records).read(_TEAM, period), _REPEATS)
    instead = times(lambda _: _sections(records), _REPEATS)
    detail = f"{_EXCHANGES:,} exchanges and {_TICKETS:,} tickets"
    return measured("pulse", taken, "reading the answers into Python to count questions by section", instead, detail)


def _sections(records: Records) -> Counter[tuple[str, str]]:
    with records.session() as session:
        rows = session.scalars(select(ExchangeRow).where(ExchangeRow.team == _TEAM)).all()
    subjects = (subject_of(row.kind, row.result) for row in rows if row.kind == "answer")
    return Counter((one.practical, one.section) for one in subjects)


def _similar(records: Records) -> Measure:
    """For each open ticket in turn, as its card is drawn."""
    from knowledge.models.minilm import Encoder, find_model

    context = make_context(WebClient(), records, read_settings(), lambda job: None)
    casework = Casework(context, Askers(records), Groups(records))
    queue = context.tickets.queue(_TEAM)
    found = [casework.similar(ticket) for ticket in queue]
    taken = times(lambda number: casework.similar(queue[number]), len(queue))
    encoder, questions = Encoder(find_model(), threads=1, fast=True), [ticket.question for ticket in queue]
    encoder.encode(questions)
    instead = times(lambda _: encoder.encode(questions), _REPEATS)
    detail = f"{len(queue)} open, {sum(map(bool, found))} with one like it"
    return measured("similar_tickets", taken, "embedding their questions, the model loaded", instead, detail)


@contextmanager
def _full_room() -> Iterator[Records]:
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as folder:
        engine = open_database(f"sqlite:///{Path(folder) / 'tutor.db'}")
        with engine.begin() as connection:
            connection.execute(insert(ExchangeRow), [_exchange(number) for number in range(_EXCHANGES)])
            connection.execute(insert(TicketRow), [_ticket(number) for number in range(_TICKETS)])
            connection.execute(insert(TicketEventRow), [one for number in range(_TICKETS) for one in _changes(number)])
        yield Records(engine)
        engine.dispose()


def _exchange(number: int) -> dict[str, Any]:
    """Every fourth is a run; every sixth question finds nothing."""
    kind = "run" if number % 4 == 3 else "answer"
    declined = "not_covered" if number % 6 == 5 else ""
    passage = {"source": "a.md", "heading": [f"Practical {number % 7}", f"Section {number % 90}"]}
    answer = {"abstained": bool(declined), "reason": declined, "passages": [passage], "answer": "x" * _ANSWER_LENGTH}
    result = {"type": kind, "value": answer}
    return {
        "job_id": f"job-{number}",
        "kind": kind,
        "team": _TEAM,
        "channel": "C1",
        "thread": str(number),
        "user": f"U{number % 300}",
        "text": f"{QUESTIONS[number % len(QUESTIONS)]} {number % 1_000}",
        "result": result,
        "at": _NOW - timedelta(seconds=2 * number),
        **vars(subject_of(kind, result)),
    }


def _ticket(number: int) -> dict[str, Any]:
    """The last ones are open."""
    return {
        "number": number + 1,
        "team": _TEAM,
        "channel": "C1",
        "thread": str(number),
        "asker": f"U{number % 300}",
        "question": f"{QUESTIONS[number % len(QUESTIONS)]} cell {number}",
        "state": "open" if _is_open(number) else "resolved",
    }


def _changes(number: int) -> Iterator[dict[str, Any]]:
    opened = _NOW - timedelta(seconds=20 * (_TICKETS - number))
    steps = ("open",) if _is_open(number) else ("open", "claimed", "answered", "resolved")
    for step, change in enumerate(steps):
        yield {"number": number + 1, "actor": "U1", "change": change, "at": opened + timedelta(minutes=step)}


def _is_open(number: int) -> bool:
    return number >= _TICKETS - _OPEN
