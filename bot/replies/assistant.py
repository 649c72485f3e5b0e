"""What the bot does in Slack's assistant pane besides answering."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.jobs import Job, Kind, natural_key
from bot.replies.context import Act, Context
from bot.replies.manners import Manners
from bot.views.assistant import code_offer, greeting, prompts, thread_title

log = logging.getLogger(__name__)


class PaneActs:
    """Greets, suggests questions for the practical that is on, and says that it is at work."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._client = context.client
        self._manners = Manners(context)

    def acts(self) -> dict[str, Act]:
        return {
            "open_pane": self.open_pane,
            "offer_code": self.offer_code,
            "run_offered": lambda job: self._do_offered(job, "run"),
            "check_offered": lambda job: self._do_offered(job, "check"),
        }

    def open_pane(self, job: Job) -> None:
        words = self._context.words_for(job).pane
        self._context.poster.post_once(job.id, "greeting", job.channel, job.thread, greeting(words))
        suggested = prompts(words, self._context.directory.practical_now())
        self._client.assistant_threads_setSuggestedPrompts(
            channel_id=job.channel, thread_ts=job.thread, title=words.prompts_title, prompts=suggested
        )

    def offer_code(self, job: Job) -> None:
        """Code alone is no question: ask what to do with it. What goes to the tutors is for them to look at."""
        if self._manners.is_for_tutors(job):
            return
        self._context.records.keep_exchange(job, {"type": "code", "value": None})
        offer = code_offer(job, self._context.words_for(job).pane)
        self._context.poster.post_once(job.id, "reply", job.channel, job.thread, offer)

    def begin(self, job: Job, is_under_way: Callable[[], bool]) -> None:
        """Say that the question is being answered, and name the thread after the first. It is a courtesy: what Slack
        refuses is only logged."""
        try:
            if is_under_way():
                self._set_status(job, self._context.words_for(job).pane.status)
                if not is_under_way():  # the reply may have come before the status, which would then stay
                    self._set_status(job, "")
            self._name_thread(job)
        except SlackApiError as refused:
            log.warning("The pane does not show that %s is being answered: %s", job.id, refused.response["error"])

    def _set_status(self, job: Job, status: str) -> None:
        self._client.assistant_threads_setStatus(channel_id=job.channel, thread_ts=job.thread, status=status)

    def _name_thread(self, job: Job) -> None:
        thread = natural_key(job.team, job.channel, job.thread)
        if self._context.records.intend_post(thread, "title", job.channel) is None:
            title = thread_title(job.text)
            self._client.assistant_threads_setTitle(channel_id=job.channel, thread_ts=job.thread, title=title)

    def _do_offered(self, job: Job, kind: Kind) -> None:
        """Run or check, once, the code that its own writer sent."""
        sent = self._context.records.exchange(job.data["exchange"])
        if sent is not None and (sent.team, sent.user) == (job.team, job.user):
            key = natural_key(sent.job_id, kind)
            self._context.accept(replace(job, id=key, kind=kind, text=sent.text, thread=sent.thread, data={}))
            self._context.poster.put_away(job)
