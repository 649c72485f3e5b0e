"""Between who asked without their name and the thread in the channel: both ways, and the name only when they say so."""

from __future__ import annotations

from bot.jobs import Job
from bot.records.askers import RELAY, ticket_key
from bot.records.values import Ticket
from bot.replies.context import Act
from bot.replies.tickets.room import TicketRoom
from bot.views.ticket_notices import learner_writes, named_message, relayed_message


class RelayActs:
    """Carries out what only an anonymous asker may."""

    def __init__(self, room: TicketRoom) -> None:
        self._room = room

    def acts(self) -> dict[str, Act]:
        return {"show_name": self.show_name}

    def show_name(self, job: Job) -> None:
        ticket = self._room.pressed(job)
        if ticket is None:
            return
        if not self._room.askers.is_asker(ticket, job.user):
            self._room.whisper(job, self._room.words(job).card.not_theirs)
            return
        self._room.askers.reveal(ticket)
        words = self._room.words(job).ticket
        key = ticket_key(ticket.number)
        self._room.poster.post_once(key, "named", ticket.channel, ticket.thread, named_message(job.user, words))
        self._room.publish(ticket.number)


def forward(room: TicketRoom, ticket: Ticket, tutor: str, text: str, message: str) -> None:
    """Bring a tutor's words to who asked without their name; `message` is the timestamp of the tutor's."""
    direct = room.direct(room.askers.of(ticket).user) if ticket.anonymous else ""
    if direct:
        shown = relayed_message(ticket, tutor, text, room.askers_words(ticket).ticket)
        room.poster.post_once(ticket_key(ticket.number), f"{RELAY}-{message}", direct, "", shown)


def back(room: TicketRoom, ticket: Ticket, job: Job) -> None:
    """Bring what they write to the thread; with their name once they have shown it."""
    shown = learner_writes(job.text, room.askers_words(ticket).ticket)
    room.poster.post_once(job.id, "written", ticket.channel, ticket.thread, shown)
