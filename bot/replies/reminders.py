"""Reminding tutors and leads of learners who wait, within office hours, of each step once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from bot.jobs import Job
from bot.records.hours import is_open
from bot.records.practicals import practicals
from bot.records.reminders import Reminders
from bot.records.setup import Setup
from bot.records.values import Ticket
from bot.records.waiting import Step, Waiting, due_steps
from bot.replies.context import Act, Context
from bot.replies.direct import direct_channel
from bot.views.reminders import Wait, escalated_message, unanswered_message, unclaimed_message
from bot.words import words_in

Key = TypeVar("Key")

_APART = timedelta(minutes=2)
"""Two reminders of the same kind are so long apart in a workspace: a full room does not get a message a question."""


class ReminderActs:
    """Carries out a round of reminders in one workspace; `clock` says what time it is."""

    def __init__(self, context: Context, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._context = context
        self._reminders = Reminders(context.records)
        self._clock = clock

    def acts(self) -> dict[str, Act]:
        return {"remind": self.remind}

    def remind(self, job: Job) -> None:
        """Remind of every step that is due. The tickets of one round that go to the same people are one message."""
        now, setup = self._clock(), self._context.workspaces.setup(job.team)
        if not is_open(now, setup) or not self._context.directory.tutors_if_seen:
            return
        waiting = self._reminders.waiting(job.team)
        steps = self._reminders.begin(job.id, self._due(job.team, waiting, setup, now), now)
        waits: dict[Step, list[Wait]] = {"unclaimed": [], "unanswered": [], "escalate": []}
        for one in waiting:
            if one.ticket.number in steps:
                waits[steps[one.ticket.number]].append(_wait(one, now, setup))
        self._remind_all(job, waits["unclaimed"])
        self._remind_tutors(job, waits["unanswered"])
        self._call_leads(job, waits["escalate"])

    def _due(self, team: str, waiting: Sequence[Waiting], setup: Setup, now: datetime) -> list[tuple[Waiting, Step]]:
        """What is due, without what others were reminded of a moment ago: it is told together with what comes next."""
        recent = self._reminders.steps_since(team, now - _APART)
        due = [(one, due_steps(one, setup, now)) for one in waiting]
        return [(one, step) for one, steps in due if steps and steps[-1] not in recent for step in steps]

    def _remind_all(self, job: Job, waits: Sequence[Wait]) -> None:
        if waits:
            tutors, message = self._context.directory.tutors, unclaimed_message(words_in("en").reminder, waits)
            self._context.poster.post_once(job.id, "unclaimed", tutors, "", message)

    def _remind_tutors(self, job: Job, waits: Sequence[Wait]) -> None:
        """Each tutor who claimed, directly: nobody else needs to know."""
        for tutor, group in _groups(waits, lambda wait: wait.ticket.tutor):
            words = words_in(self._context.people.language(job.team, tutor)).reminder
            channel = direct_channel(self._context.client, tutor)
            if channel:
                message = unanswered_message(words, group)
                self._context.poster.post_once(job.id, f"unanswered-{tutor}", channel, "", message)

    def _call_leads(self, job: Job, waits: Sequence[Wait]) -> None:
        """The leads of each practical: under the card of one ticket, and in the channel when there are several."""
        directory = self._context.directory
        for leads, group in _groups(waits, lambda wait: directory.leads(practical_of(wait.ticket))):
            for wait in group:
                self._context.tickets.escalate(wait.ticket.number, "")
            first = group[0].ticket.number
            card = self._context.records.posted(f"ticket-{first}", "card") if len(group) == 1 else None
            message = escalated_message(words_in("en").reminder, group, leads)
            thread = card.ts if card else ""
            self._context.poster.post_once(job.id, f"escalated-{first}", directory.tutors, thread, message)


def practical_of(ticket: Ticket) -> str:
    """The practical that a ticket is about, by the section that the bot cited; empty when it cited none."""
    return next((title for title in practicals() if title in ticket.cited), "")


def _wait(waiting: Waiting, now: datetime, setup: Setup) -> Wait:
    return Wait(waiting.ticket, int(waiting.minutes(now, setup)))


def _groups(waits: Sequence[Wait], key: Callable[[Wait], Key]) -> list[tuple[Key, list[Wait]]]:
    ordered = sorted(waits, key=lambda wait: str(key(wait)))
    return [(one, list(group)) for one, group in groupby(ordered, key=key)]
