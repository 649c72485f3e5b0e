"""What people press under a run, and while it runs."""

from __future__ import annotations

from dataclasses import replace

from bot.jobs import Job, natural_key
from bot.replies.context import Act, Context
from bot.views import notices


class RunActs:
    """Carries out what is pressed under a run or an experiment."""

    def __init__(self, context: Context) -> None:
        self._records = context.records
        self._poster = context.poster
        self._accept = context.accept
        self._words_for = context.words_for

    def acts(self) -> dict[str, Act]:
        return {"explain": self.explain, "stop_run": self.stop_run}

    def explain(self, job: Job) -> None:
        """What the material says about what an experiment shows, for the one who pressed."""
        exchange = self._records.exchange(job.data["exchange"])
        if exchange and exchange.result["type"] == "experiment":
            heading = exchange.result["value"]["section"]["heading"]
            key = natural_key(job.id, "answer")
            self._accept(replace(job, id=key, kind="answer", text=heading, private=True, addressed=True))

    def stop_run(self, job: Job) -> None:
        """The asker's own press has its effect before it comes here."""
        if job.user != job.data["asker"]:
            only = self._words_for(job).notice.only_asker
            self._poster.whisper(job, notices.note(only.format(person=f"<@{job.data['asker']}>")))
