"""From a tutor to the practical's leads, with a summary."""

from __future__ import annotations

from typing import Literal

from bot.jobs import Job
from bot.records.askers import ticket_key
from bot.records.values import Ticket
from bot.replies.context import Act
from bot.replies.tickets.opening import OpeningActs
from bot.replies.tickets.practicals import practical_of
from bot.replies.tickets.room import TicketRoom
from bot.views.blocks import Message
from bot.views.escalations import Said, summary_message
from bot.views.text import unescape
from bot.words import Words, words_in

Outcome = Literal["handed_on", "already", "nobody"]
_MESSAGES = 5


class Escalation:
    """Hands tickets on, each once."""

    def __init__(self, room: TicketRoom, opening: OpeningActs) -> None:
        self._room = room
        self._opening = opening

    def acts(self) -> dict[str, Act]:
        return {"escalate_thread": self.escalate_thread, "escalate_ticket": self.escalate_ticket}

    def escalate_thread(self, job: Job) -> None:
        """A tutor hands a thread on: its ticket is made if it has none."""
        if self._room.is_tutor(job):
            self._hand_on(job, self._opening.of_thread(job))

    def escalate_ticket(self, job: Job) -> None:
        ticket = self._room.pressed_by_tutor(job)
        if ticket:
            self._hand_on(job, ticket)

    def hand_on(self, ticket: Ticket, actor: str) -> Outcome:
        """Mark the ticket, and tell the leads with a summary under its card; those who are not in the tutors' channel
        get it as a direct message."""
        leads = self._leads(ticket)
        if not leads:
            self._room.publish(ticket.number)
            return "nobody"
        marked = self._room.tickets.escalate(ticket.number, actor, "to " + ", ".join(leads))
        if marked is None and (not ticket.escalated_by or self._is_told(ticket)):
            return "already"
        self._room.publish(ticket.number)
        self._tell(marked or ticket, leads, actor)
        return "handed_on"

    def _hand_on(self, job: Job, ticket: Ticket) -> None:
        outcome = self.hand_on(ticket, job.user)
        words = self._room.words(job).card
        if outcome == "nobody":
            practical = practical_of(ticket) or "*"
            told = words.nobody_leads.format(practical=practical, number=ticket.number)
        elif outcome == "already":
            told = words.handed_on_already.format(number=ticket.number)
        else:
            leads = ", ".join(f"<@{lead}>" for lead in self._leads(ticket))
            told = words.handed_on.format(number=ticket.number, leads=leads)
        self._room.whisper(job, told)

    def _leads(self, ticket: Ticket) -> tuple[str, ...]:
        return self._room.directory.leads(practical_of(ticket))

    def _is_told(self, ticket: Ticket) -> bool:
        posted = self._room.context.records.posted(ticket_key(ticket.number), "escalation")
        return posted is not None and bool(posted.ts)

    def _tell(self, ticket: Ticket, leads: tuple[str, ...], actor: str) -> None:
        """Under the card in the language of the tutors' channel, in a direct message in the lead's own."""
        room, said = self._room, self._last_messages(ticket)

        def summary(words: Words) -> Message:
            return summary_message(ticket, room.casework.facts(ticket, words.found), leads, actor, said, words)

        key = ticket_key(ticket.number)
        for lead in leads:
            direct = "" if room.directory.is_tutor(lead) else room.direct(lead)
            if direct:
                own = words_in(room.context.language(ticket.team, lead))
                room.poster.post_once(key, f"lead-{lead}", direct, "", summary(own))
        under_card = summary(room.tutors_words(ticket))
        room.poster.post_once(key, "escalation", room.directory.tutors, room.card(ticket), under_card)

    def _last_messages(self, ticket: Ticket) -> list[Said]:
        """What people wrote last in the thread, without the question itself."""
        people = [one for one in self._room.people(ticket) if one["ts"] != ticket.thread][-_MESSAGES:]
        is_tutor = self._room.directory.is_tutor
        return [Said(is_tutor(one["user"]), unescape(one.get("text", ""))) for one in people]
