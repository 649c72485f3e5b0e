"""Everything that the `replies` queue does, by kind of job."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient

from bot.jobs import Job
from bot.records.store import Records
from bot.replies.answers import AnswerActs
from bot.replies.checks import CheckActs
from bot.replies.context import Accept, Act, make_context
from bot.replies.home import HomeActs
from bot.replies.listening import ListeningActs
from bot.replies.results import Replies
from bot.replies.runs import RunActs
from bot.replies.tickets import TicketDesk
from bot.settings import Settings
from bot.views import notices
from runners.requests import Guide, read_run_request
from runners.values import Progress, UsageError

log = logging.getLogger(__name__)


class Desk:
    """The room that talks to Slack: it replies with results and carries out what people press."""

    def __init__(self, client: WebClient, records: Records, settings: Settings, accept: Accept) -> None:
        self._context = context = make_context(client, records, settings, accept)
        self._replies = Replies(context)
        rooms = (
            AnswerActs(context),
            CheckActs(context),
            RunActs(context),
            TicketDesk(context),
            HomeActs(context),
            ListeningActs(context),
        )
        self._acts: dict[str, Act] = {kind: act for room in rooms for kind, act in room.acts().items()}

    def announce(self, job: Job) -> None:
        """Say in the channel what is being run; a request that nothing comes of is not announced."""
        try:
            request = read_run_request(job.text)
        except UsageError:
            return
        if not isinstance(request, Guide):
            self._replies.announce(job)

    def tell_wait(self, job: Job, before: int | None, progress: Progress | None = None) -> None:
        """Tell the asker of a run or a check that it takes long; `before` others are before theirs in line."""
        self._replies.tell_wait(job, before, progress)

    def deliver(self, job: Job, result: dict[str, Any], *, told: bool = False) -> None:
        """Reply with a result. `told`: the asker was told that it takes long."""
        self._replies.deliver(job, result, told=told)

    def act(self, job: Job) -> None:
        """Carry out what somebody pressed or wrote. Without a tutors' channel they are told so."""
        if "exchange" in job.data and "response_url" in job.data:
            self._context.records.note_pressed(job.data["exchange"])
        try:
            self._acts[job.kind](job)
        except LookupError as missing:
            log.error("Job %s (%s): %s", job.id, job.kind, missing)
            self._context.poster.whisper(job, notices.note(notices.NO_TUTORS))
