"""Reminding tutors and leads of learners who wait, within office hours, of each step once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from bot.jobs import Job, natural_key
from bot.records.hours import is_open
from bot.records.reminders import Reminders
from bot.records.setup import Setup
from bot.records.values import TUTOR, Ticket
from bot.records.waiting import Step, Waiting, due_steps
from bot.replies.context import Act, Context
from bot.replies.direct import direct_channel
from bot.replies.tickets.escalation import Outcome
from bot.views.reminders import Wait, no_leads_message, unanswered_message, unclaimed_message
from bot.words import words_in
from bot.words.values import ReminderWords

Key = TypeVar("Key")
HandOn = Callable[[Ticket, str], Outcome]

_APART = timedelta(minutes=2)
"""Two reminders of the same kind are so long apart in a workspace: a full room does not get a message a question."""


class ReminderActs:
    """Carries out a round of reminders in one workspace. `hand_on` brings a ticket to its practical's leads, and
    `clock` says what time it is."""

    def __init__(
        self, context: Context, hand_on: HandOn, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._context = context
        self._hand_on = hand_on
        self._reminders = Reminders(context.records)
        self._clock = clock

    def acts(self) -> dict[str, Act]:
        return {"remind": self.remind}

    def remind(self, job: Job) -> None:
        """Remind of every step that is due. The tickets of one round that go to the same people are one message."""
        now, setup = self._clock(), self._context.workspaces.setup(job.team)
        self._wake(job, now)
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
        self._call_leads(job, [number for number, step in steps.items() if step == "escalate"], waits["escalate"])

    def _due(self, team: str, waiting: Sequence[Waiting], setup: Setup, now: datetime) -> list[tuple[Waiting, Step]]:
        """What is due, without what others were reminded of a moment ago: it is told together with what comes next."""
        recent = self._reminders.steps_since(team, now - _APART)
        due = [(one, due_steps(one, setup, now)) for one in waiting]
        return [(one, step) for one, steps in due if steps and steps[-1] not in recent for step in steps]

    def _remind_all(self, job: Job, waits: Sequence[Wait]) -> None:
        if waits:
            tutors, message = self._context.directory.tutors, unclaimed_message(self._tutors_words(job), waits)
            self._context.poster.post_once(job.id, "unclaimed", tutors, "", message)

    def _remind_tutors(self, job: Job, waits: Sequence[Wait]) -> None:
        """Each tutor who claimed, directly: nobody else needs to know."""
        for tutor, group in _groups(waits, lambda wait: wait.ticket.tutor):
            words = words_in(self._context.language(job.team, tutor)).reminder
            channel = direct_channel(self._context.client, tutor)
            if channel:
                message = unanswered_message(words, group)
                self._context.poster.post_once(job.id, f"unanswered-{tutor}", channel, "", message)

    def _call_leads(self, job: Job, numbers: Sequence[int], waits: Sequence[Wait]) -> None:
        """Each ticket is handed on with its summary, also one that was only marked when a round died. Those that
        nobody leads are put before all tutors, together."""
        tickets = [self._context.tickets.get(number) for number in numbers]
        alone = {ticket.number for ticket in tickets if ticket and self._hand_on(ticket, TUTOR) == "nobody"}
        left = [wait for wait in waits if wait.ticket.number in alone]
        if left:
            message = no_leads_message(self._tutors_words(job), left)
            self._context.poster.post_once(job.id, "no_leads", self._context.directory.tutors, "", message)

    def _tutors_words(self, job: Job) -> ReminderWords:
        return self._context.tutors_words(job.team).reminder

    def _wake(self, job: Job, now: datetime) -> None:
        """Tickets whose time has come are open again."""
        for ticket in self._context.tickets.due_snoozes(now):
            if ticket.team == job.team:
                data = {"ticket": str(ticket.number)}
                key = natural_key(job.id, "wake", str(ticket.number))
                self._context.accept(replace(job, id=key, kind="wake_ticket", data=data))


def _wait(waiting: Waiting, now: datetime, setup: Setup) -> Wait:
    return Wait(waiting.ticket, int(waiting.minutes(now, setup)))


def _groups(waits: Sequence[Wait], key: Callable[[Wait], Key]) -> list[tuple[Key, list[Wait]]]:
    ordered = sorted(waits, key=lambda wait: str(key(wait)))
    return [(one, list(group)) for one, group in groupby(ordered, key=key)]
