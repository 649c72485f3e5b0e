"""What people press under a run, and while it runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.jobs import Job, Kind, natural_key
from bot.records.models import ExchangeRow
from bot.replies.context import Act, Context
from bot.replies.forms import put_into
from bot.views import notices
from bot.views.forms.notes import note_form
from bot.views.forms.place import Place
from bot.views.forms.running import code_form
from bot.views.runs import again_message
from runners.run import extract_code

_FRESH = timedelta(minutes=10)
_EDITED = "edited"
_AGAIN: tuple[Kind, ...] = ("run", "check")


class RunActs:
    """Carries out what is pressed under a run or an experiment."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._records = context.records
        self._poster = context.poster
        self._accept = context.accept

    def acts(self) -> dict[str, Act]:
        return {
            "explain": self.explain,
            "stop_run": self.stop_run,
            "edit_run": self.edit_run,
            "code_edited": self.code_edited,
            "run_again": self.run_again,
        }

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
            only = self._context.words_for(job).notice.only_asker
            self._poster.whisper(job, notices.note(only.format(person=f"<@{job.data['asker']}>")))

    def edit_run(self, job: Job) -> None:
        """The asker's code in the open box; anybody else reads there that it is not theirs."""
        language = self._context.language(job.team, job.user)
        place = Place(job.channel, thread=job.thread, response_url=job.data["response_url"], language=language)
        words = place.words
        exchange = self._own(job, job.data["subject"])
        if exchange is None:
            form = note_form(place, words.forms.edit_title, self._refusal(job, job.data["subject"]))
        else:
            form = code_form(replace(place, code=extract_code(exchange.text)))
        if job.data["view"]:
            put_into(self._context, job.data["view"], form)
        else:
            self._poster.whisper(job, notices.note(words.notice.press_again))

    def code_edited(self, job: Job) -> None:
        """Code that ran has been edited: the one who edited it is offered to run it as it is now."""
        before = self._own(job, job.data["exchange"])
        if before is None or before.kind not in _AGAIN or not _is_fresh(before):
            return
        if extract_code(before.text) == extract_code(job.text):
            return
        thread = job.thread or before.thread
        self._records.keep_exchange(replace(job, thread=thread), {"type": _EDITED, "value": before.kind})
        message = again_message(self._context.words_for(job).sharing, job.id, before.kind)
        self._poster.whisper_once(replace(job, thread=thread), "again", message)

    def run_again(self, job: Job) -> None:
        """Run or check the edited code, once, in the thread where it ran before."""
        edited = self._own(job, job.data["exchange"])
        if edited is None or edited.result["type"] != _EDITED:
            self._poster.put_away(job, notices.note(self._refusal(job, job.data["exchange"])))
            return
        kind: Kind = "check" if edited.result["value"] == "check" else "run"
        again = replace(job, id=natural_key(edited.job_id, kind), kind=kind, text=edited.text, message=edited.message)
        self._accept(replace(again, thread=edited.thread, private=kind == "check", addressed=True))
        self._poster.put_away(job)

    def _own(self, job: Job, exchange_id: str) -> ExchangeRow | None:
        exchange = self._records.exchange(exchange_id)
        own = exchange is not None and (exchange.team, exchange.user) == (job.team, job.user)
        return exchange if own else None

    def _refusal(self, job: Job, exchange_id: str) -> str:
        words = self._context.words_for(job).sharing
        exchange = self._records.exchange(exchange_id)
        known = exchange is not None and exchange.team == job.team
        return words.only_asker.format(asker=exchange.user) if exchange and known else words.gone


def _is_fresh(exchange: ExchangeRow) -> bool:
    at = exchange.at if exchange.at.tzinfo else exchange.at.replace(tzinfo=UTC)
    return datetime.now(UTC) - at <= _FRESH
