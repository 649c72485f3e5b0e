"""*Delete my data* on App Home."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.jobs import Job, natural_key
from bot.records.erasing import erase
from bot.replies.context import Act, Context
from bot.replies.home import HomeActs
from bot.views import notices
from bot.views.blocks import Message
from bot.words import words_in
from bot.words.values import ErasingWords, Words

log = logging.getLogger(__name__)

_GONE = {"message_not_found", "channel_not_found", "not_in_channel", "is_archived", "cant_update_message"}


class ErasingActs:
    """Takes a person out of the records, closes their tickets, and tells them on App Home what is gone."""

    def __init__(self, context: Context, home: HomeActs) -> None:
        self._context = context
        self._home = home

    def acts(self) -> dict[str, Act]:
        return {"erase": self.erase}

    def erase(self, job: Job) -> None:
        """Who presses erases their own data: nobody else's is ever named in the press."""
        language = self._context.language(job.team, job.user)
        words = words_in(language)
        erased = erase(self._context.records, job.team, job.user)
        if erased.threads:
            data = {"threads": [list(pair) for pair in erased.threads]}
            forget = replace(job, id=natural_key(job.id, "forget"), kind="forget_threads", data=data)
            self._context.accept(forget)
        for number in erased.tickets:
            self._close(job, words, number)
        self._home.tell(job, language, _told(words.erasing, erased.counts))

    def _close(self, job: Job, words: Words, number: int) -> None:
        """The tutors' card and the learner's notice say that there is nothing left to do."""
        card = self._context.tutors_words(job.team).erasing.card.format(number=number)
        for part, text in (("card", card), ("notice", words.erasing.thread)):
            posted = self._context.records.posted(f"ticket-{number}", part)
            if posted and posted.ts:
                self._update(posted.channel, posted.ts, notices.note(text))

    def _update(self, channel: str, ts: str, message: Message) -> None:
        try:
            self._context.poster.update(channel, ts, message)
        except SlackApiError as refused:
            if refused.response["error"] not in _GONE:
                raise
            log.warning("A closed ticket's message is gone: %s", refused.response["error"])


def _told(words: ErasingWords, counts: Mapping[str, int]) -> str:
    parts = [words.parts[name].format(count=count) for name, count in counts.items() if count]
    return words.done.format(what=", ".join(parts)) if parts else words.nothing
