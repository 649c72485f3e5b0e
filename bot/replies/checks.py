"""What people press under the verdict of a check."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.records.models import ExchangeRow
from bot.replies.context import Act, Context
from bot.views import notices
from bot.views.blocks import Message
from bot.views.checks import hint_message, shared_check, shared_shapes
from bot.words.values import Words
from runners.values import CheckResult, ShapeWalk

_SHARED = ("check", "checks", "shapes")
_NOT_INVITED = {"not_in_channel", "channel_not_found"}


class CheckActs:
    """Carries out what is pressed under a verdict."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._records = context.records
        self._poster = context.poster
        self._words_for = context.words_for

    def acts(self) -> dict[str, Act]:
        return {"next_hint": self.next_hint, "share_check": self.share}

    def next_hint(self, job: Job) -> None:
        job_id, step, *rest = job.data["exchange"].split(" ")
        place = int(rest[0]) if rest else 0
        exchange = self._records.exchange(job_id)
        if exchange and exchange.result["type"] in ("check", "checks"):
            value = exchange.result["value"]
            result = CheckResult.from_dict(value["results"][place] if "results" in value else value)
            self._poster.whisper(job, hint_message(self._context.words_for(job), job_id, result, int(step), place))

    def share(self, job: Job) -> None:
        """Post a verdict, once, where its learner asked for it. Only they can."""
        words = self._context.words_for(job).sharing
        exchange = self._records.exchange(job.data["exchange"])
        if exchange is None or exchange.team != job.team or exchange.result["type"] not in _SHARED:
            return
        if exchange.user != job.user:
            self._poster.whisper(job, notices.note(words.only_theirs))
            return
        message = _shared(self._context.words_for(job), exchange, words.shares.format(user=job.user))
        try:
            self._poster.post_once(exchange.job_id, "shared", exchange.channel, exchange.thread, message)
        except SlackApiError as refused:
            if refused.response["error"] not in _NOT_INVITED:
                raise
            self._poster.whisper(job, notices.note(words.cannot_post))


def _shared(words: Words, exchange: ExchangeRow, intro: str) -> Message:
    value = exchange.result["value"]
    if exchange.result["type"] == "shapes":
        return shared_shapes(words, intro, ShapeWalk.from_dict(value))
    return shared_check(words, intro, [CheckResult.from_dict(one) for one in value.get("results", [value])])
