"""The pulse's numbers: by hand on small rooms, by brute force on large ones."""

from __future__ import annotations

import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, select, text

from bot.jobs import Job
from bot.pulse import subjects
from bot.pulse.counting import Asked, gaps, normalised, spread, waits_of
from bot.pulse.mistakes import in_words
from bot.pulse.periods import bins_between, period_of
from bot.pulse.reading import PulseReader
from bot.pulse.subjects import Subject, subject_of
from bot.pulse.values import Gap, MistakeCount, Pulse, SectionCount, Spread, Totals
from bot.records import database
from bot.records.models import AttemptRow, ExchangeRow, FeedbackRow, TicketEventRow, TicketRow
from bot.records.store import Records
from knowledge.entries import SOURCE

NOW = datetime(2026, 8, 20, 15, 0, tzinfo=UTC)


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = database.open_database(f"sqlite:///{tmp_path / 'tutor.db'}")
    yield engine
    engine.dispose()


class Room:
    """A database that is filled with what happened at given times."""

    def __init__(self, engine: Engine, team: str = "T1") -> None:
        self.records, self.team = Records(engine), team
        self._numbers = count(1)

    def add(self, *rows: Any) -> None:
        with self.records.session.begin() as session:
            session.add_all(rows)

    def question(self, at: datetime, user: str = "U1", asked: str = "why?", **changes: str) -> str:
        return self.exchange("answer", at, user, asked, **{"practical": "Attention", "section": "Why?", **changes})

    def exchange(self, kind: str, at: datetime, user: str = "U1", asked: str = "", **changes: str) -> str:
        job = f"{self.team}-{next(self._numbers)}"
        about = {"job_id": job, "kind": kind, "team": self.team, "user": user, "text": asked}
        place = {"channel": "C1", "thread": "1", "message": "1", "result": {}}
        self.add(ExchangeRow(**about, **place, at=at, **changes))
        return job

    def mark(self, job: str, user: str, helpful: bool) -> None:
        self.add(FeedbackRow(job_id=job, user=user, helpful=helpful))

    def ticket(self, *changes: tuple[str, datetime]) -> int:
        thread = str(next(self._numbers))
        state = "open" if changes[-1][0] == "reopened" else changes[-1][0]
        row = TicketRow(team=self.team, channel="C1", thread=thread, asker="U1", question="help", state=state)
        row.events = [TicketEventRow(actor="U1", change=change, at=at) for change, at in changes]
        self.add(row)
        return row.number

    def attempt(self, at: datetime, user: str, verdict: str, *slugs: str, exercise: str = "a.b") -> None:
        job = f"{self.team}-{next(self._numbers)}"
        about = {"job_id": job, "exercise": exercise, "team": self.team, "user": user, "verdict": verdict}
        self.add(AttemptRow(**about, slugs=list(slugs), at=at))

    def pulse(self, period: str = "today", timezone: str = "UTC") -> Pulse:
        return PulseReader(self.records).read(self.team, period_of(period, NOW, timezone))


@pytest.fixture
def room(engine: Engine) -> Room:
    return Room(engine)


def test_an_empty_room_has_no_pulse(room: Room) -> None:
    pulse = room.pulse("all")
    assert pulse == Pulse("all", NOW.timestamp())
    assert Pulse.from_dict(pulse.to_dict()) == pulse


def test_one_question_and_one_ticket(room: Room) -> None:
    room.question(minutes_ago(10))
    number = room.ticket(("open", minutes_ago(8)))
    pulse = room.pulse("hour")
    assert pulse.totals == Totals(questions=1, learners=1)
    assert (pulse.queue, pulse.answered) == ({"open": 1}, Spread())
    assert pulse.waiting == Spread(1, 480.0, 480.0)
    assert pulse.tickets == ((number, 480.0),)
    assert pulse.sections == (SectionCount("Attention", "Why?", 1, 1, 0, 0),)
    assert pulse.timeline is not None
    assert pulse.timeline.questions == {"Attention": (1, 0, 0)}
    assert pulse.timeline.median_waits == (480.0, None, None)


def test_a_room_by_hand(room: Room) -> None:
    helped = room.question(minutes_ago(50), "U1")
    room.question(minutes_ago(40), "U2")
    unclear = room.question(minutes_ago(30), "U2", section="How?")
    room.question(minutes_ago(20), "U3", declined="not_covered")
    room.question(minutes_ago(10), "U3", practical="", section="", declined="logistics")
    room.question(minutes_ago(90), "U4")
    for minutes, kind in ((5, "run"), (4, "run"), (3, "check"), (2, "draw_formulas")):
        room.exchange(kind, minutes_ago(minutes))
    room.mark(helped, "U1", True)
    room.mark(unclear, "U2", False)
    pulse = room.pulse("hour")
    assert pulse.totals == Totals(5, 3, {"not_covered": 1, "logistics": 1}, 1, 1, 2, 1)
    assert pulse.totals.answered == 3
    assert pulse.sections == (
        SectionCount("Attention", "Why?", 3, 3, 1, 0),
        SectionCount("Attention", "How?", 1, 1, 0, 1),
    )
    assert pulse.timeline is not None
    assert {name: sum(counts) for name, counts in pulse.timeline.questions.items()} == {"Attention": 3, "": 2}
    assert room.pulse("today").totals.questions == 6


def test_another_workspace_is_not_counted(engine: Engine, room: Room) -> None:
    other = Room(engine, "T2")
    other.mark(other.question(minutes_ago(1)), "U9", False)
    other.ticket(("open", minutes_ago(1)))
    other.attempt(minutes_ago(1), "U9", "incorrect", "slip")
    assert room.pulse("all") == Pulse("all", NOW.timestamp())


def test_waits_by_hand() -> None:
    changes = [
        (1, "open", minutes_ago(60)),
        (1, "claimed", minutes_ago(55)),
        (1, "answered", minutes_ago(50)),
        (1, "answered", minutes_ago(48)),
        (1, "resolved", minutes_ago(40)),
        (1, "open", minutes_ago(30)),
        (1, "resolved", minutes_ago(10)),
        (2, "open", minutes_ago(20)),
        (2, "escalated", minutes_ago(15)),
        (3, "open", minutes_ago(9)),
        (3, "waiting", minutes_ago(8)),
    ]
    waits = waits_of(changes, NOW)
    assert [(wait.ticket, wait.seconds / 60, wait.over) for wait in waits] == [
        (1, 10, True),
        (1, 20, True),
        (3, 1, True),
        (2, 20, False),
    ]
    assert spread([]) == Spread()
    assert spread([4.0]) == Spread(1, 4.0, 4.0)
    assert spread([4.0, 1.0, 7.0, 2.0]) == Spread(4, 3.0, 7.0)


def test_a_ticket_from_before_the_period_still_waits_in_it(room: Room) -> None:
    room.ticket(("open", minutes_ago(300)))
    room.ticket(("open", minutes_ago(290)), ("answered", minutes_ago(280)))
    pulse = room.pulse("hour")
    assert (pulse.waiting.longest, pulse.answered.count) == (18_000.0, 0)
    assert pulse.timeline is None


def test_mistakes_are_in_words_and_within_the_period(room: Room) -> None:
    exercise = "transformers.scaled_dot_product_attention"
    for minutes, user in ((10, "U1"), (9, "U2"), (600, "U3")):
        room.attempt(minutes_ago(minutes), user, "incorrect", "not_scaled", exercise=exercise)
    room.attempt(minutes_ago(5), "U2", "correct", exercise=exercise)
    (mistake,) = room.pulse("hour").mistakes
    assert mistake == MistakeCount(exercise, in_words(exercise, "not_scaled"), 2, 1)
    assert mistake.mistake.endswith(".")
    assert in_words(exercise, "some_general_slip") == "some general slip"
    assert room.pulse("all").mistakes[0].learners == 3


def test_only_words_that_several_people_used_are_told() -> None:
    asked = [
        Asked("Hi! Where can I charge my laptop?", "U1", "GPU"),
        Asked("where can i charge my laptop please", "U2", "GPU"),
        Asked("My name is Amina and I failed, why?", "U3", "GPU"),
        Asked("secret of one person", "U4", "Loss"),
        Asked("secret of one person", "U4", "Loss"),
        Asked("", "U5", ""),
        Asked("<@U1> 🤖", "U6", ""),
    ]
    found = gaps("declined", asked)
    assert found == [
        Gap("declined", "where can i charge my laptop", "GPU", 2, 2),
        Gap("declined", "", "", 2, 2),
        Gap("declined", "", "Loss", 2, 1),
        Gap("declined", "", "GPU", 1, 1),
    ]
    assert "Amina" not in str(found) and "secret" not in str(found)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Why?!", "why"),
        ("Où est la salle ?", "ou est la salle"),
        ("why ```x = 1``` so", "WHY so"),
        ("hello, why <https://x.example>", "why please"),
    ],
)
def test_what_is_asked_alike(first: str, second: str) -> None:
    assert normalised(first) == normalised(second) != ""


def test_the_day_is_that_of_the_workspace() -> None:
    since = period_of("today", datetime(2026, 8, 20, 23, 30, tzinfo=UTC), "Africa/Johannesburg").since
    assert since is not None
    assert since.astimezone(UTC) == datetime(2026, 8, 20, 22, 0, tzinfo=UTC)
    assert period_of("yesterday", NOW, "Nowhere/Land").name == "today"


@pytest.mark.parametrize("hours", [0.0, 0.01, 0.9, 5, 23.9, 24.1, 70, 24 * 40, 24 * 365 * 3])
def test_bins_have_the_whole_time_and_are_few(hours: float) -> None:
    until = NOW.astimezone(period_of("today", NOW, "Africa/Nairobi").until.tzinfo)
    first = NOW - timedelta(hours=hours)
    bins = bins_between(first, until)
    assert 1 <= bins.count <= 24
    assert bins.place(until) == bins.count - 1
    if hours < 24 * 365:
        assert bins.place(first) == 0
    assert bins.place(until + timedelta(seconds=bins.step)) is None


def test_the_subject_of_a_question() -> None:
    passage = {"source": "a.md", "heading": ["Attention", "Scores", "Why?"]}
    answered = {"abstained": False, "reason": "", "passages": [passage]}

    def subject(kind: str = "answer", **changes: Any) -> Subject:
        return subject_of(kind, {"type": "answer", "value": {**answered, **changes}})

    assert subject() == Subject("Attention", "Why?", "")
    assert subject(abstained=True, reason="not_covered") == Subject("Attention", "Why?", "not_covered")
    assert subject(abstained=True, reason="logistics") == Subject("", "", "logistics")
    assert subject(abstained=True) == Subject("Attention", "Why?", "not_covered")
    assert subject(passages=[]) == Subject()
    assert subject(passages=[{"source": "a.md", "heading": []}]) == Subject("a.md", "a.md", "")
    assert subject("run") == Subject()
    assert subject_of("answer", {"type": "usage", "value": "no"}) == Subject(declined="failed")
    kept = {"source": SOURCE, "heading": ["Answered by Grace, 2026-08-20", "where is it?"]}
    assert subject(passages=[kept]) == Subject(subjects.KEPT_ANSWERS, "where is it?", "")
    assert subjects.KEPT_ANSWERS == SOURCE


def test_what_was_asked_before_the_columns_were_there_is_counted_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    old = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    insert = text(
        'INSERT INTO exchanges (job_id, kind, team, channel, thread, message, "user", text, result, at) VALUES '
        "(:job, :kind, 'T1', 'C1', '1', '1', 'U1', 'why?', :result, '2026-08-20 14:00:00')"
    )
    heading = '["Attention", "Why?"]'
    answer = (
        '{"type": "answer", "value": {"abstained": %s, "reason": "%s", "passages": [{"source": "a", "heading": %s}]}}'
    )
    with old.begin() as connection:
        for job, kind, result in (
            ("1", "answer", answer % ("false", "", heading)),
            ("2", "answer", answer % ("true", "exam", heading)),
            ("3", "run", '{"type": "run", "value": {}}'),
        ):
            connection.execute(insert, {"job": job, "kind": kind, "result": result})
    old.dispose()
    engine = database.open_database(url)
    columns = select(ExchangeRow.practical, ExchangeRow.section, ExchangeRow.declined).order_by(ExchangeRow.job_id)
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(columns)] == [
            ("Attention", "Why?", ""),
            ("", "", "exam"),
            ("", "", ""),
        ]
    engine.dispose()


def test_a_new_exchange_is_kept_with_its_subject(room: Room) -> None:
    answer = {"abstained": False, "passages": [{"source": "a.md", "heading": ["Attention", "Why?"]}]}
    room.records.keep_exchange(Job("j1", "answer", "T1", "C1", "U1", text="why?"), {"type": "answer", "value": answer})
    pulse = PulseReader(room.records).read("T1", period_of("hour", datetime.now(UTC)))
    assert pulse.sections == (SectionCount("Attention", "Why?", 1, 1, 0, 0),)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("period", ["hour", "today", "all"])
def test_what_sql_counts_is_what_counting_one_by_one_gives(room: Room, seed: int, period: str) -> None:
    generator = random.Random(seed)
    asked: list[dict[str, Any]] = []
    tickets: list[tuple[datetime, datetime | None]] = []
    for _ in range(120):
        one: dict[str, Any] = {
            "at": minutes_ago(round(generator.expovariate(1 / 300), 3)),
            "user": f"U{generator.randrange(9)}",
            "section": f"S{generator.randrange(4)}",
            "practical": f"P{generator.randrange(3)}",
            "declined": generator.choice(["", "", "", "not_covered"]),
        }
        job = room.question(**one)
        one["marked"] = generator.choice([None, None, True, False])
        if one["marked"] is not None:
            room.mark(job, "U1", one["marked"])
        asked.append(one)
    for _ in range(40):
        opened = minutes_ago(round(generator.expovariate(1 / 300), 3))
        answered = opened + (NOW - opened) * generator.random() if generator.random() < 0.7 else None
        room.ticket(("open", opened), *([("answered", answered)] if answered else []))
        tickets.append((opened, answered))
    pulse, since = room.pulse(period), period_of(period, NOW).since or datetime(1970, 1, 1, tzinfo=UTC)

    within = [one for one in asked if one["at"] >= since]
    assert pulse.totals.questions == len(within)
    assert pulse.totals.learners == len({one["user"] for one in within})
    assert pulse.totals.answered == sum(one["declined"] == "" for one in within)
    assert pulse.totals.helpful == sum(one["marked"] is True for one in within)
    assert pulse.totals.not_helpful == sum(one["marked"] is False for one in within)
    by_section: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in within:
        by_section[one["practical"], one["section"]].append(one)
    assert set(pulse.sections) == {
        SectionCount(
            *key,
            len(group),
            len({one["user"] for one in group}),
            sum(one["declined"] != "" for one in group),
            sum(one["marked"] is False for one in group),
        )
        for key, group in by_section.items()
    }
    assert [one.questions for one in pulse.sections] == sorted((one.questions for one in pulse.sections), reverse=True)
    by_practical = Counter(one["practical"] if not one["declined"] else "" for one in within)
    assert pulse.timeline is not None
    assert {name: sum(counts) for name, counts in pulse.timeline.questions.items()} == by_practical

    waits = [(end - start).total_seconds() for start, end in tickets if end and start >= since]
    waiting = [(NOW - start).total_seconds() for start, end in tickets if end is None]
    assert pulse.answered.count == len(waits)
    assert pulse.answered.median == (pytest.approx(statistics.median(waits)) if waits else None)
    assert pulse.waiting.median == pytest.approx(statistics.median(waiting))
    assert pulse.waiting.longest == pytest.approx(max(waiting))
    assert Pulse.from_dict(pulse.to_dict()) == pulse
