"""What is written in a ticket's thread, and the marks that are put on it."""

from __future__ import annotations

from bot.jobs import Job
from bot.records.values import Ticket, TicketState
from bot.replies.context import Act
from bot.replies.tickets.groups import share
from bot.replies.tickets.relay import back, forward
from bot.replies.tickets.room import TicketRoom
from bot.views.ticket_notices import learner_wrote

_QUESTION_MARKS = ("?", "？", "؟")


class ThreadActs:
    """Moves tickets along with what people write."""

    def __init__(self, room: TicketRoom) -> None:
        self._room = room
        self._tickets = room.tickets

    def acts(self) -> dict[str, Act]:
        return {"thread_message": self.thread_message, "reaction": self.reaction}

    def thread_message(self, job: Job) -> None:
        """A tutor answers, or asks back; the learner writes what was waited for. What is written under a message to an
        anonymous asker is brought to the thread first."""
        number = self._room.askers.ticket_of_relay(job.team, job.channel, job.thread)
        relayed = self._tickets.get(number) if number else None
        ticket = relayed or self._tickets.of_thread(job.channel, job.thread, team=job.team)
        if ticket is None:
            return
        if self._room.askers.is_asker(ticket, job.user):
            if relayed:
                back(self._room, ticket, job)
            self._learner_wrote(ticket, job)
        elif self._room.directory.is_tutor(job.user):
            self._tutor_wrote(ticket, job)

    def reaction(self, job: Job) -> None:
        """The asker's ✅ on what a tutor or the bot wrote resolves the ticket."""
        own = [one for one in self._tickets.of_asker(job.team, job.user) if one.state != "resolved"]
        ticket = self._marked(job, own) if own else None
        if ticket:
            self._room.resolve(ticket, job.user)

    def _learner_wrote(self, ticket: Ticket, job: Job) -> None:
        actor = self._room.actor(ticket, job.user)
        back = self._tickets.learner_wrote(ticket.number, actor)
        state: TicketState = "open" if ticket.state == "snoozed" else "claimed"
        if self._room.done(back, ticket, actor, state):
            self._room.publish(ticket.number)
            self._room.tell_tutors(job.id, ticket, learner_wrote(ticket, self._room.tutors_words(ticket).card))

    def _tutor_wrote(self, ticket: Ticket, job: Job) -> None:
        asks_back = job.text.rstrip().endswith(_QUESTION_MARKS)
        change = self._tickets.wait if asks_back else self._tickets.answer
        state: TicketState = "waiting" if asks_back else "answered"
        changed = self._room.done(change(ticket.number, job.user), ticket, job.user, state)
        forward(self._room, ticket, job.user, job.text, job.message)
        if not asks_back:
            share(self._room, ticket, job)
        if changed:
            self._room.publish(ticket.number)

    def _marked(self, job: Job, own: list[Ticket]) -> Ticket | None:
        """Which of a learner's own tickets a mark is on."""
        number = self._room.askers.ticket_of_relay(job.team, job.channel, job.message)
        relayed = next((one for one in own if one.number == number), None)
        if relayed or not any(one.channel == job.channel for one in own):
            return relayed
        messages = self._room.thread(job.channel, job.message)
        marked = next((message for message in messages if message["ts"] == job.message), None)
        if marked is None or not (marked.get("bot_id") or self._room.directory.is_tutor(marked.get("user", ""))):
            return None
        thread = marked.get("thread_ts", marked["ts"])
        return next((one for one in own if (one.channel, one.thread) == (job.channel, thread)), None)
