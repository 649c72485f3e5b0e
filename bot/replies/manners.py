"""Who is answered where: what the bot does about a message that it hears in a channel."""

from __future__ import annotations

from typing import Literal

from bot.jobs import Job
from bot.listening import speaks_to_you
from bot.records.askers import Askers
from bot.records.models import HeardRow
from bot.records.tickets import WITH_A_TUTOR
from bot.records.values import Ticket
from bot.replies.context import Context

Response = Literal["answer", "offer", "leave"]

_IN_PEACE = 3_600.0
"""How long, in seconds, nothing is offered to who has declined."""


class Manners:
    """Decides from what a job carries, the records, and who is a tutor."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._heard = context.heard

    def response(self, job: Job) -> Response:
        """Answer it, offer to, or leave it; whoever calls the bot by its name is answered anywhere. Who has declined an
        offer gets no other for an hour."""
        response = self._response(job)
        if response == "offer" and self._heard.has_declined(job, f"{float(job.message) - _IN_PEACE:.6f}"):
            return "leave"
        return response

    def _response(self, job: Job) -> Response:
        if job.addressed:
            return "answer"
        if job.data["verdict"] == "leave" or not self._may_speak_up(job):
            return "leave"
        if job.thread:
            return self._in_thread(job)
        return "answer" if job.data["verdict"] == "ask" else "offer"

    def is_over(self, job: Job) -> bool:
        """Whether a question needs no answer any more: it is gone, was edited again, or a person has taken it up."""
        row = self._heard.of(job)
        if row and (row.deleted or row.answering > job.data.get("edited", "")):
            return True
        if self.is_for_tutors(job):
            return True
        if job.addressed or job.private:
            return False
        return self._is_with_people(job) or ("updates" not in job.data and self._is_answered(job))

    def is_for_tutors(self, job: Job) -> bool:
        """Whether it is brought to the tutors: an anonymous asker wrote it under a message to them."""
        askers = Askers(self._context.records)
        number = askers.ticket_of_relay(job.team, job.channel, job.thread) if job.thread else 0
        ticket = self._context.tickets.get(number) if number else None
        return ticket is not None and askers.is_asker(ticket, job.user)

    def _may_speak_up(self, job: Job) -> bool:
        """Only in the practicals' channel, not to tutors, and not in a workspace that wants it quiet."""
        if self._context.workspaces.setup(job.team).quiet or self._context.directory.is_tutor(job.user):
            return False
        return job.channel in self._context.directory.practicals_channels

    def _in_thread(self, job: Job) -> Response:
        """Follow-ups of the asker are answered; with others in the conversation the bot offers at most."""
        if self._is_with_people(job):
            return "leave"
        said = self._said_since_the_last_answer(job)
        if any(row.tutor for row in said):
            return "offer" if self._is_resolved(job) else "leave"
        if not self._is_the_askers(job) or any(row.answers and row.user != job.user for row in said):
            return "offer" if job.data["verdict"] == "ask" and not speaks_to_you(job.text) else "leave"
        return "answer" if job.data["verdict"] == "ask" else "offer"

    def _said_since_the_last_answer(self, job: Job) -> list[HeardRow]:
        last = self._context.records.last_reply(job.team, job.channel, job.thread)
        return [row for row in self._heard.in_thread(job, job.thread, last) if row.message < job.message]

    def _is_the_askers(self, job: Job) -> bool:
        """Whether the thread is about what its writer asked or ran."""
        before = self._context.records.thread_exchanges(job.team, job.channel, job.thread)
        return job.data["parent"] == job.user or any(exchange.user == job.user for exchange in before)

    def _is_with_people(self, job: Job) -> bool:
        """A tutor has taken the thread up: the bot does not break in unless it is called."""
        ticket = self._ticket(job)
        return ticket is not None and ticket.state in WITH_A_TUTOR and bool(ticket.tutor)

    def _is_resolved(self, job: Job) -> bool:
        ticket = self._ticket(job)
        return ticket is not None and ticket.state == "resolved"

    def _ticket(self, job: Job) -> Ticket | None:
        return self._context.tickets.of_thread(job.channel, job.thread, team=job.team) if job.thread else None

    def _is_answered(self, job: Job) -> bool:
        """Somebody else has answered while the bot was at it."""
        said = self._heard.in_thread(job, job.thread or job.message, job.message)
        return any(row.user != job.user and (row.tutor or row.answers) for row in said)
