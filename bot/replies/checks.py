"""What people press under the verdict of a check."""

from __future__ import annotations

from bot.jobs import Job
from bot.replies.context import Act, Context
from bot.views.checks import hint_message
from runners.values import CheckResult


class CheckActs:
    """Carries out what is pressed under a verdict."""

    def __init__(self, context: Context) -> None:
        self._records = context.records
        self._poster = context.poster
        self._words_for = context.words_for

    def acts(self) -> dict[str, Act]:
        return {"next_hint": self.next_hint}

    def next_hint(self, job: Job) -> None:
        job_id, step, *rest = job.data["exchange"].split(" ")
        place = int(rest[0]) if rest else 0
        exchange = self._records.exchange(job_id)
        if exchange and exchange.result["type"] in ("check", "checks"):
            value = exchange.result["value"]
            result = CheckResult.from_dict(value["results"][place] if "results" in value else value)
            self._poster.whisper(job, hint_message(self._words_for(job), job_id, result, int(step), place))
