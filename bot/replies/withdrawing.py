"""Taking back the answer to a question that its asker has deleted."""

from __future__ import annotations

from bot.jobs import Job
from bot.records.models import ExchangeRow
from bot.replies.context import Context


class Withdrawing:
    """Deletes an answer that nobody has taken notice of."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def withdraw(self, job: Job) -> None:
        """Delete the answer to the message that `job` is about, and forget it, if it was not read."""
        answered = self._context.records.exchange_of_message(job.team, job.channel, job.message, ("answer",))
        if answered and not self._is_read(answered):
            self._context.poster.take_away(answered.job_id, "reply", answered.channel, answered.thread)
            self._context.records.forget_exchange(answered.job_id)

    def _is_read(self, answered: ExchangeRow) -> bool:
        """Somebody pressed something under it, wrote or ran something after it, or asked a tutor about it."""
        ticket = self._context.tickets.of_thread(answered.channel, answered.thread, team=answered.team)
        if answered.pressed or ticket:
            return True
        place = Job("", "answer", answered.team, answered.channel, answered.user)
        if self._context.heard.in_thread(place, answered.thread, answered.message):
            return True
        others = self._context.records.thread_exchanges(answered.team, answered.channel, answered.thread)
        return any(other.at > answered.at for other in others)
