"""*Delete my data* in the database: nothing that names the person or holds their words is left, and nobody else loses
anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.erasing import Erased, erase
from bot.records.heard import Heard
from bot.records.models import Base
from bot.records.people import People
from bot.records.store import Records
from bot.records.streams import Streams
from bot.records.tickets import Tickets
from bot.records.values import Asker, Person, Ticket
from bot.records.workspaces import Setup, Workspaces

AMINA, THABO, GRACE = "U0AMINA001", "U0THABO001", "U0GRACE001"
WORDS = "why is my loss nan?"
NOTHING = {"questions": 0, "runs": 0, "attempts": 0, "votes": 0, "tickets": 0}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'tutor.db'}")
    yield engine
    engine.dispose()


def live(records: Records, team: str, user: str) -> int:
    """All that a person can leave behind. Returns the number of their ticket."""
    mark = f"{team}-{user}"
    question = Job(f"q-{mark}", "answer", team, f"D{user[1:]}", user, text=WORDS, message="1.0")
    run = Job(f"r-{mark}", "run", team, "C1", user, text=f"print('{user}')", message="2.0")
    for job in (question, run):
        records.keep_exchange(job, {"type": "answer", "value": {"answer": f"so, {user}", "language": "fr"}})
        records.intend_post(job.id, "reply", job.channel)
    records.keep_attempt(replace(run, id=f"c-{mark}"), "intro.relu_jit", "incorrect", ["not_scaled"])
    records.keep_feedback(question.id, user, helpful=False)
    People(records).save(team, user, Person("fr", anonymous=True))
    draft = Ticket(
        0, team, "C1", f"{ord(user[2])}.0", user, WORDS, "open", f"so, {user}", link=f"https://x.example/{user}"
    )
    ticket, _ = Tickets(records).open(draft)
    unnamed = replace(draft, thread=f"{ord(user[2])}.5", asker="", link="", bot_answer="", anonymous=True)
    hidden, _ = Tickets(records).open(unnamed, Asker(user, question.id))
    records.intend_post(f"ticket-{hidden.number}", "relay-1", f"D{user[1:]}")
    records.intend_post(f"ticket-{ticket.number}", "card", "C2")
    Streams(records).begin(question.id)
    Heard(records).note(question, tutor=False, answers=False)
    records.intend_post(f"ticket-{ticket.number}", "relay-1", f"D{user[1:]}")
    return ticket.number


def cells(engine: Engine) -> list[tuple[str, str, str]]:
    """Every cell of the database, as table, column and text."""
    with engine.connect() as connection:
        return [
            (table.name, name, str(value))
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table)).mappings()
            for name, value in row.items()
        ]


def mentioning(engine: Engine, text: str) -> list[tuple[str, str, str]]:
    return [cell for cell in cells(engine) if text in cell[2]]


def test_nothing_that_names_the_person_or_holds_their_words_is_left(engine: Engine) -> None:
    records = Records(engine)
    number = live(records, "T1", AMINA)
    Tickets(records).claim(number, GRACE)
    tables = {table for table, _, _ in cells(engine)}
    assert {name for name in Base.metadata.tables if name not in ("workspaces", "reminders")} <= tables
    erased = erase(records, "T1", AMINA)
    assert erased == Erased(
        {"questions": 1, "runs": 1, "attempts": 1, "votes": 1, "tickets": 2},
        (number, number + 1),
        ((f"D{AMINA[1:]}", "1.0"),),
    )
    assert mentioning(engine, AMINA[1:]) == mentioning(engine, WORDS) == []


def test_everybody_else_keeps_everything(engine: Engine) -> None:
    records = Records(engine)
    others = [("T1", THABO), ("T2", AMINA)]
    for team, user in others:
        live(records, team, user)
    before = cells(engine)
    live(records, "T1", AMINA)
    records.keep_feedback(f"q-T1-{THABO}", AMINA, helpful=True)
    erase(records, "T1", AMINA)
    kept = cells(engine)
    assert [cell for cell in before if cell not in kept] == []
    assert not [cell for cell in mentioning(engine, AMINA) if "T2" not in cell[2] and cell[0] == "feedback"][1:]


def test_what_others_said_of_an_erased_answer_goes_with_it(engine: Engine) -> None:
    records = Records(engine)
    live(records, "T1", AMINA)
    records.keep_feedback(f"q-T1-{AMINA}", THABO, helpful=True)
    erase(records, "T1", AMINA)
    assert mentioning(engine, THABO) == []


def test_a_ticket_is_closed_once_and_its_history_stays(engine: Engine) -> None:
    records, number = Records(engine), 0
    number = live(records, "T1", AMINA)
    tickets = Tickets(records)
    tickets.claim(number, GRACE)
    erase(records, "T1", AMINA)
    closed = tickets.get(number)
    assert closed is not None and closed.state == "resolved" and tickets.queue("T1") == []
    assert tickets.history(number) == [("", "open"), (GRACE, "claimed"), ("", "resolved")]
    assert erase(records, "T1", AMINA) == Erased(NOTHING)
    assert len(tickets.history(number)) == 3


def test_what_somebody_did_for_others_stays(engine: Engine) -> None:
    records = Records(engine)
    number = live(records, "T1", AMINA)
    Tickets(records).claim(number, GRACE)
    Workspaces(records).save("T1", Setup(leads={"": (GRACE,)}), GRACE)
    erase(records, "T1", GRACE)
    kept = {(table, column) for table, column, _ in mentioning(engine, GRACE)}
    assert kept == {
        ("tickets", "tutor"),
        ("ticket_events", "actor"),
        ("workspaces", "changed_by"),
        ("workspaces", "setup"),
    }


@pytest.mark.parametrize("user", ["", "U' OR '1'='1", "%"])
def test_a_strange_name_erases_nothing(engine: Engine, user: str) -> None:
    records = Records(engine)
    live(records, "T1", AMINA)
    before: Any = cells(engine)
    erase(records, "T1", user)
    assert cells(engine) == before
