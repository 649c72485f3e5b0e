"""The desk against the stand-in: people press and write, without a queue in between."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.jobs import Job
from bot.records.askers import Askers
from bot.records.database import open_database
from bot.records.groups import Groups
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.records.values import Ticket
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin

TEAM = "T0INDABA01"
PRACTICALS, TUTORS = "C0PRACTICE", "C0TUTORS01"
AMINA, THABO, GRACE, YOUSSEF = "U0AMINA001", "U0THABO001", "U0GRACE001", "U0YOUSSEF1"
Json = dict[str, Any]


@dataclass
class Room:
    """A workspace and the desk that serves it. People are named by their ids in jobs, by their names in Slack."""

    slack: Standin
    desk: Desk
    records: Records
    accepted: list[Job]
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def tickets(self) -> Tickets:
        return Tickets(self.records)

    @property
    def askers(self) -> Askers:
        return Askers(self.records)

    @property
    def groups(self) -> Groups:
        return Groups(self.records)

    def act(self, kind: str, user: str, channel: str = TUTORS, **fields: Any) -> None:
        job = Job(f"act{next(self.numbers)}", kind, TEAM, channel, user, **fields)  # type: ignore[arg-type]
        self.desk.act(job)

    def press(self, kind: str, user: str, ticket: Ticket, channel: str = TUTORS, **data: Any) -> Ticket:
        """Press something about a ticket. Returns how it stands then."""
        self.act(kind, user, channel, data={"ticket": str(ticket.number), **data})
        return self.now(ticket)

    def now(self, ticket: Ticket) -> Ticket:
        found = self.tickets.get(ticket.number)
        assert found is not None
        return found

    def asked(self, name: str, question: str, **data: Any) -> Ticket:
        """A learner's question in the practicals' channel that is handed to the tutors."""
        ts = self.slack.post(name, "practicals", question)
        user = self.slack._slack.workspace.user(name).id
        self.act("open_ticket", user, PRACTICALS, text=question, message=ts, thread=ts, data=data)
        ticket = self.tickets.of_thread(PRACTICALS, ts, team=TEAM)
        assert ticket is not None
        return ticket

    def asked_without_name(self, name: str, question: str) -> Ticket:
        """What a learner asks with the command, without their name."""
        user = self.slack._slack.workspace.user(name).id
        self.act("open_ticket", user, PRACTICALS, text=question, data={"anonymous": True})
        return self.tickets.of_asker(TEAM, user)[0]

    def wrote(self, name: str, text: str, ticket: Ticket) -> str:
        """Somebody writes in a ticket's thread."""
        ts = self.slack.post(name, "practicals", text, thread_ts=ticket.thread)
        user = self.slack._slack.workspace.user(name).id
        self.act("thread_message", user, PRACTICALS, text=text, message=ts, thread=ticket.thread)
        return ts

    def card(self, ticket: Ticket) -> Json:
        posted = self.records.posted(f"ticket-{ticket.number}", "card")
        assert posted is not None
        return self.slack.message("tutors", posted.ts)

    def in_thread(self, ticket: Ticket) -> list[Json]:
        """What the bot wrote in the learner's thread."""
        found = self.slack.messages("practicals", ticket.thread)
        return [one for one in found if one.get("bot_id") and one["ts"] != ticket.thread]

    def under_card(self, ticket: Ticket) -> list[Json]:
        return self.slack.messages("tutors", self.card(ticket)["ts"])

    def direct(self, name: str) -> list[Json]:
        return self.slack.messages("dm", user=name)

    def told(self, name: str, channel: str = "tutors") -> str:
        """What was whispered to somebody last."""
        whispered = self.slack.ephemerals(name, channel)
        return str(whispered[-1]["text"]) if whispered else ""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Standin(port=0) as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        accepted: list[Job] = []
        records = Records(engine)
        yield Room(slack, Desk(make_client(settings), records, settings, accepted.append), records, accepted)
        engine.dispose()
