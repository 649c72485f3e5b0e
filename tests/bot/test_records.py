"""The records in a real SQLite file: they survive, they are migrated, and a ticket has one way to go."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine

from bot.installations import Installations
from bot.jobs import Job
from bot.records.attempts import Attempts
from bot.records.database import DatabaseError, open_database
from bot.records.models import Base
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.records.values import Stumble, Ticket

JOB = Job("j1", "answer", "T1", "C1", "U1", text="why?", message="1.0", thread="1.0")
TICKET = Ticket(0, "T1", "C1", "1.0", "U1", "why?", "open")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'tutor.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def records(engine: Engine) -> Records:
    return Records(engine)


@pytest.fixture
def tickets(records: Records) -> Tickets:
    return Tickets(records)


def test_the_migrations_make_the_tables_that_the_models_describe(engine: Engine) -> None:
    of_slack = [Installations("1", engine).metadata, SQLAlchemyOAuthStateStore(60, engine).metadata]
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, [Base.metadata, *of_slack]) == []


def test_the_file_of_the_database_is_its_owners_alone(tmp_path: Path, engine: Engine) -> None:
    for file in tmp_path.glob("tutor.db*"):
        assert file.stat().st_mode & 0o077 == 0


def test_records_survive_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tutor.db'}"
    for round_number in range(2):
        engine = open_database(url)
        tickets = Tickets(Records(engine))
        if round_number == 0:
            Records(engine).keep_exchange(JOB, {"type": "answer", "value": {"answer": "so"}})
            number = tickets.open(TICKET)[0].number
            tickets.claim(number, "U2")
        else:
            kept = Records(engine).exchange("j1")
            assert kept is not None
            assert kept.result["value"] == {"answer": "so"}
            ticket = tickets.of_thread("C1", "1.0", team=TICKET.team)
            assert ticket is not None
            assert (ticket.state, ticket.tutor) == ("claimed", "U2")
        engine.dispose()


def test_a_thread_has_one_ticket(tickets: Tickets) -> None:
    first, new = tickets.open(TICKET)
    again, new_again = tickets.open(replace(TICKET, question="something else?"))
    assert (new, new_again) == (True, False)
    assert again == first


def test_of_many_tutors_one_claims(tickets: Tickets) -> None:
    number = tickets.open(TICKET)[0].number
    won: list[str] = []

    def claim(tutor: str) -> None:
        if tickets.claim(number, tutor):
            won.append(tutor)

    threads = [threading.Thread(target=claim, args=(f"U{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ticket = tickets.get(number)
    assert ticket is not None
    assert won == [ticket.tutor]
    assert [change for _, change in tickets.history(number)] == ["open", "claimed"]


def test_what_cannot_be_done_from_a_state_is_refused(tickets: Tickets) -> None:
    number = tickets.open(TICKET)[0].number
    assert tickets.reopen(number, "U1") is None
    assert tickets.resolve(number, "U2") is not None
    assert tickets.claim(number, "U2") is None
    assert tickets.answer(number, "U2") is None
    assert tickets.resolve(number, "U2") is None
    assert tickets.claim(999, "U2") is None


def test_asking_again_about_a_resolved_thread_opens_its_ticket_again(tickets: Tickets) -> None:
    number = tickets.open(TICKET)[0].number
    tickets.resolve(number, "U2")
    ticket, new = tickets.open(TICKET)
    assert (ticket.number, ticket.state, ticket.tutor, new) == (number, "reopened", "", False)


def test_a_part_is_intended_once(records: Records) -> None:
    assert records.intend_post("j1", "reply", "C1") is None
    intended = records.intend_post("j1", "reply", "C1")
    assert intended is not None
    assert intended.ts == ""
    records.mark_posted("j1", "reply", "C1", "2.0")
    posted = records.intend_post("j1", "reply", "C1")
    assert posted is not None
    assert posted.ts == "2.0"


def _attempt(records: Records, number: int, user: str, exercise: str, verdict: str, *slugs: str) -> Job:
    job = Job(f"check{number}", "check", "T1", "C1", user)
    records.keep_attempt(job, exercise, verdict, slugs)
    return job


def test_a_learners_attempts_are_told_in_order(records: Records) -> None:
    _attempt(records, 1, "U1", "a.b", "incorrect", "not_scaled")
    _attempt(records, 2, "U2", "a.b", "error")
    _attempt(records, 3, "U1", "a.c", "incomplete", "placeholder")
    _attempt(records, 4, "U1", "a.b", "correct")
    attempts = Attempts(records)
    assert [(one.exercise, one.verdict, one.slugs) for one in attempts.of("T1", "U1")] == [
        ("a.b", "incorrect", ("not_scaled",)),
        ("a.c", "incomplete", ("placeholder",)),
        ("a.b", "correct", ()),
    ]
    assert len(attempts.of("T1", "U1", "a.b")) == 2
    assert attempts.of("T2", "U1") == []


def test_the_same_mistake_in_a_row_is_counted_by_learner_and_exercise(records: Records) -> None:
    attempts = Attempts(records)
    first = _attempt(records, 1, "U1", "a.b", "incorrect", "not_scaled")
    assert attempts.times_before(first, "a.b", "not_scaled") == 0
    _attempt(records, 2, "U2", "a.b", "incorrect", "not_scaled")
    _attempt(records, 3, "U1", "a.c", "incorrect", "other")
    second = _attempt(records, 4, "U1", "a.b", "incorrect", "not_scaled", "other")
    assert attempts.times_before(second, "a.b", "not_scaled") == 1
    third = _attempt(records, 5, "U1", "a.b", "incorrect", "other")
    assert attempts.times_before(third, "a.b", "other") == 0
    assert attempts.times_before(second, "a.b", "not_scaled") == 1


def test_mistakes_of_a_room_are_counted_by_learners_without_names(records: Records) -> None:
    for number, (user, slug) in enumerate([("U1", "x"), ("U1", "x"), ("U2", "x"), ("U3", "y")]):
        _attempt(records, number, user, "a.b", "incorrect", slug)
    _attempt(records, 9, "U2", "a.b", "correct")
    found = Attempts(records).stumbles("T1")
    assert found == [Stumble("a.b", "x", 2, 1), Stumble("a.b", "y", 1, 1)]
    assert "U1" not in str(found)
    assert Attempts(records).stumbles("T2") == []


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////proc/tutor.db", "mysterydb://host/x"])
def test_a_database_that_cannot_be_used_is_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseError) as problem:
        open_database(url)
    assert "\n" not in str(problem.value)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "tutor.db"
    file.write_bytes(b"this is not a database, but it is long enough to look at" * 20)
    with pytest.raises(DatabaseError, match="not a database"):
        open_database(f"sqlite:///{file}")


def test_threads_of_two_workspaces_are_two_even_with_the_same_ids(records: Records, tickets: Tickets) -> None:
    for team, asker in (("T1", "U1"), ("T2", "U2")):
        tickets.open(Ticket(0, team, "C1", "1.0", asker, "why?", "open"))
        records.keep_exchange(Job(f"job-{team}", "answer", team, "C1", asker, thread="1.0"), {"type": "usage"})
    found = tickets.of_thread("C1", "1.0", team="T2")
    assert found is not None
    assert found.asker == "U2"
    exchange = records.first_exchange("C1", "1.0", "T2")
    assert exchange is not None
    assert exchange.user == "U2"


def test_processes_that_start_together_migrate_one_after_the_other(tmp_path: Path) -> None:
    code = (
        f"from bot.records.database import open_database; open_database('sqlite:///{tmp_path / 'tutor.db'}').dispose()"
    )
    started = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0] * 4
