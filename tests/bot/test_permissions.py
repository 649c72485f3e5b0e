"""Who may do what: each kind of job says it, and who may not changes nothing and is told so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from sqlalchemy import Engine

from bot.jobs import Job, Kind
from bot.records.database import open_database
from bot.records.groups import Groups
from bot.records.models import Base
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.records.values import Ticket
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin
from runners.values import CheckResult

Who = Literal["everyone", "asker", "asker or tutor", "tutor", "admin", "nobody"]

WHO: dict[str, Who] = {
    "answer": "everyone",
    "run": "everyone",
    "check": "everyone",
    "open_ticket": "everyone",
    "claim_ticket": "tutor",
    "resolve_ticket": "asker or tutor",
    "reopen_ticket": "asker or tutor",
    "unclaim_ticket": "tutor",
    "wait_ticket": "tutor",
    "snooze_ticket": "tutor",
    "wake_ticket": "nobody",
    "escalate_ticket": "tutor",
    "group_ticket": "tutor",
    "ungroup_ticket": "tutor",
    "show_name": "asker",
    "reaction": "everyone",
    "escalate_thread": "tutor",
    "edit_entry": "tutor",
    "find_earlier_entry": "nobody",
    "find_same_ticket": "nobody",
    "keep_entry": "nobody",
    "withdraw_entry": "tutor",
    "drop_entry": "nobody",
    "thread_message": "everyone",
    "run_example": "everyone",
    "show_section": "everyone",
    "show_formulas": "everyone",
    "explain": "everyone",
    "draw_formulas": "nobody",
    "next_hint": "everyone",
    "stop_run": "asker",
    "feedback": "everyone",
    "share": "everyone",
    "home": "everyone",
    "practicals": "everyone",
    "help": "everyone",
    "translate_form": "everyone",
    "no_code": "everyone",
    "share_check": "asker",
    "edit_run": "everyone",
    "code_edited": "everyone",
    "run_again": "asker",
    "offer_files": "everyone",
    "take_file": "everyone",
    "open_notebook": "everyone",
    "take_cell": "everyone",
    "edit_setup": "admin",
    "save_setup": "admin",
    "remind": "nobody",
    "open_pane": "everyone",
    "offer_code": "everyone",
    "run_offered": "everyone",
    "check_offered": "everyone",
    "list_exercises": "everyone",
    "choose": "everyone",
    "erase": "everyone",
    "forget_threads": "nobody",
    "heard": "everyone",
    "message_edited": "everyone",
    "message_deleted": "everyone",
    "offer_taken": "everyone",
    "offer_declined": "everyone",
    "pulse": "tutor",
    "draw_pulse": "nobody",
    "pulse_csv": "tutor",
}
"""`nobody` does it by a press: it follows from another job, from a form that is opened only for who may send it, or
from the time that has passed. `everyone` acts on what is their own, or on what all may see."""

GUARDED = sorted(kind for kind, who in WHO.items() if who not in ("everyone", "nobody"))
MORE: dict[str, dict[str, Any]] = {
    "snooze_ticket": {"for": "hour"},
    "group_ticket": {"head": "2"},
    "share_check": {"exchange": "other-1"},
    "run_again": {"exchange": "other-1"},
    "edit_setup": {"form": "channels"},
    "save_setup": {"changes": {"quiet": True}},
    "pulse": {"period": "today"},
    "pulse_csv": {"period": "today"},
}
"""What a press of a kind carries beside `Room.press`."""
TAKES_EFFECT_ELSEWHERE = {"stop_run"}
"""Kinds whose effect does not wait for a turn at the desk."""

TEAM = "T0INDABA01"
THABO, AMINA, GRACE, ADMIN = "U0THABO001", "U0AMINA001", "U0GRACE001", "U0FATOU001"


@dataclass
class Room:
    """A ticket of Thabo's, and what can be seen of a change: the tables, the calls, the jobs that follow."""

    slack: Standin
    engine: Engine
    tickets: Tickets
    ticket: Ticket
    desk: Desk = field(init=False)
    accepted: list[Job] = field(default_factory=list)

    def press(self, kind: str, user: str) -> None:
        data = {
            "ticket": str(self.ticket.number),
            "exchange": "exchange-1",
            "entry": f"{TEAM}-ticket-{self.ticket.number}",
            "trigger": self.slack._slack.triggers.issue(user),
            "run": "exchange-1",
            "asker": THABO,
            "name": "somebody",
            **MORE.get(kind, {}),
        }
        job = Job(f"{kind}-{user}", kind, TEAM, "C0PRACTICE", user, thread=self.ticket.thread, data=data)  # type: ignore[arg-type]
        self.desk.act(job)

    def state(self) -> dict[str, Any]:
        """Everything that a press could change, but not what only the person who pressed is told."""
        tables = Base.metadata.sorted_tables
        with self.engine.connect() as connection:
            rows = {table.name: [row._asdict() for row in connection.execute(table.select())] for table in tables}
        rows["posted"] = [row for row in rows["posted"] if row["part"] != "told"]
        calls = [call for call in self.slack.calls() if not _only_tells(call)]
        return {"rows": rows, "calls": calls, "jobs": [job.id for job in self.accepted]}

    def told(self, name: str) -> int:
        """How much somebody was told in private."""
        direct = [message for message in self.slack.messages("dm", user=name) if message.get("bot_id")]
        return len(self.slack.ephemerals(name, "practicals")) + len(direct)


def _only_tells(call: dict[str, Any]) -> bool:
    if call["method"] == "chat.postMessage":
        return str(call["args"]["channel"]).startswith("D")
    reads = ("auth", "chat.getPermalink", "chat.postEphemeral", "conversations", "usergroups", "users")
    return str(call["method"]).startswith(reads)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Standin() as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        records = Records(engine)
        ts = slack.post("thabo", "practicals", "why is my loss nan?")
        asked = Job(
            "exchange-1", "answer", TEAM, "C0PRACTICE", THABO, text="why is my loss nan?", message=ts, thread=ts
        )
        records.keep_exchange(asked, {"type": "usage", "value": "no idea"})
        tickets = Tickets(records)
        ticket, _ = tickets.open(Ticket(0, TEAM, "C0PRACTICE", ts, THABO, "why is my loss nan?", "open"))
        room = Room(slack, engine, tickets, ticket)
        room.desk = Desk(make_client(settings), records, settings, room.accepted.append)
        yield room
        engine.dispose()


def resolved(room: Room) -> None:
    room.tickets.resolve(room.ticket.number, GRACE)


def claimed(room: Room) -> None:
    room.tickets.claim(room.ticket.number, GRACE)


def another_open(room: Room) -> Ticket:
    ticket, _ = room.tickets.open(replace(room.ticket, number=0, thread=room.slack.post("chidi", "practicals", "nan!")))
    return ticket


def together(room: Room) -> None:
    Groups(Records(room.engine)).join(room.ticket, another_open(room), GRACE)


def of_thabo(result: dict[str, Any]) -> Callable[[Room], None]:
    """Something that Thabo sent, and what came of it."""

    def keep(room: Room) -> None:
        sent = Job("other-1", "check", TEAM, "C0PRACTICE", THABO, text="```x = 1```", thread=room.ticket.thread)
        Records(room.engine).keep_exchange(sent, result)

    return keep


VERDICT = CheckResult("other-1", "scaled_dot_product_attention", "correct").to_dict()

BEFORE: dict[str, Callable[[Room], object]] = {
    "reopen_ticket": resolved,
    "share_check": of_thabo({"type": "check", "value": VERDICT}),
    "run_again": of_thabo({"type": "edited", "value": "check"}),
    "unclaim_ticket": claimed,
    "group_ticket": another_open,
    "ungroup_ticket": together,
}
"""What has to be so for a press of a kind to have an effect."""


def test_every_kind_says_who_may_do_it() -> None:
    assert WHO.keys() == set(get_args(Kind))


@pytest.mark.parametrize("kind", GUARDED)
def test_a_learner_who_may_not_changes_nothing_and_is_told(room: Room, kind: str) -> None:
    BEFORE.get(kind, lambda _: None)(room)
    before = room.state()
    room.press(kind, AMINA)
    assert room.state() == before
    assert room.told("amina") == 1


@pytest.mark.parametrize("kind", [kind for kind in GUARDED if kind not in TAKES_EFFECT_ELSEWHERE])
def test_who_may_is_heard(room: Room, kind: str) -> None:
    BEFORE.get(kind, lambda _: None)(room)
    before = room.state()
    who = {"asker": THABO, "asker or tutor": THABO, "tutor": GRACE, "admin": ADMIN}
    room.press(kind, who[WHO[kind]])
    assert room.state() != before
