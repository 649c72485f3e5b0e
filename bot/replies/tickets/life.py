"""The way of a ticket, press by press: claimed, given back, put off, solved, opened again."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.jobs import Job
from bot.records.values import TUTOR, Ticket, TicketState
from bot.replies.context import Act
from bot.replies.tickets.room import TicketRoom
from bot.replies.tickets.snoozing import until


class LifeActs:
    """Carries out what is pressed on a card, in the thread's notice, and in a direct message."""

    def __init__(self, room: TicketRoom) -> None:
        self._room = room
        self._tickets = room.tickets

    def acts(self) -> dict[str, Act]:
        return {
            "claim_ticket": self.claim,
            "unclaim_ticket": self.give_back,
            "wait_ticket": self.wait,
            "snooze_ticket": self.snooze,
            "wake_ticket": self.wake,
            "resolve_ticket": self.resolve,
            "reopen_ticket": self.reopen,
        }

    def claim(self, job: Job) -> None:
        """Who claims a ticket has those that are answered together with it too."""
        ticket = self._room.pressed_by_tutor(job)
        if ticket is None:
            return
        claimed = self._tickets.claim(ticket.number, job.user)
        if not self._room.done(claimed, ticket, job.user, "claimed"):
            self._too_late(job, ticket)
            return
        self._room.publish(ticket.number)
        for member in self._room.groups.members(ticket.number):
            if self._tickets.claim(member.number, job.user):
                self._room.publish(member.number)

    def give_back(self, job: Job) -> None:
        ticket = self._room.pressed_by_tutor(job)
        if ticket:
            self._room.changed(job, ticket, self._tickets.give_back(ticket.number, job.user), "open")

    def wait(self, job: Job) -> None:
        ticket = self._room.pressed_by_tutor(job)
        if ticket:
            self._room.changed(job, ticket, self._tickets.wait(ticket.number, job.user), "waiting")

    def snooze(self, job: Job) -> None:
        ticket = self._room.pressed_by_tutor(job)
        if ticket:
            when = until(job.data["for"], self._room.context.workspaces.setup(job.team), datetime.now(UTC))
            self._room.changed(job, ticket, self._tickets.snooze(ticket.number, job.user, when), "snoozed")

    def wake(self, job: Job) -> None:
        """The time of a ticket that was put off has come; one that is not due is left alone."""
        ticket = self._room.pressed(job)
        if ticket is None:
            return
        woken = self._tickets.wake(ticket.number, TUTOR, datetime.now(UTC))
        if self._room.done(woken, ticket, TUTOR, "open"):
            self._room.publish(ticket.number)

    def resolve(self, job: Job) -> None:
        ticket = self._room.pressed_by_theirs(job)
        if ticket and self._room.resolve(ticket, job.user):
            self._confirm(job, self._room.words(job).ticket.marked_solved)

    def reopen(self, job: Job) -> None:
        """It is not solved yet: a resolved ticket is open again, an answered one is its tutor's again. It is no longer
        answered together with others."""
        ticket = self._room.pressed_by_theirs(job)
        if ticket is None:
            return
        actor = self._room.actor(ticket, job.user)
        again = self._tickets.reopen(ticket.number, actor) or self._tickets.not_solved(ticket.number, actor)
        states: tuple[TicketState, ...] = ("reopened", "claimed")
        if not any(self._room.done(again, ticket, actor, state) for state in states):
            return
        head = self._room.groups.leave(ticket.number, actor) and ticket.head
        self._room.publish(ticket.number)
        if head:
            self._room.publish(head)
        self._confirm(job, self._room.words(job).ticket.marked_not_solved)

    def _too_late(self, job: Job, ticket: Ticket) -> None:
        current = self._tickets.get(ticket.number) or ticket
        words = self._room.words(job).card
        if current.tutor and current.state != "resolved":
            told = words.already_claimed.format(tutor=f"<@{current.tutor}>", number=ticket.number)
        else:
            told = words.not_possible.format(number=ticket.number)
        self._room.whisper(job, told)

    def _confirm(self, job: Job, text: str) -> None:
        """In a direct message the pressed message stays as it is."""
        if job.channel.startswith("D"):
            self._room.whisper(job, text)
