"""Everything that the `replies` queue does, by kind of job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.jobs import Job
from bot.records.store import Records
from bot.replies.answers import AnswerActs
from bot.replies.assistant import PaneActs
from bot.replies.checks import CheckActs
from bot.replies.context import Accept, Act, make_context
from bot.replies.erasing import ErasingActs
from bot.replies.files import FileActs
from bot.replies.forms import FormActs
from bot.replies.guides import GuideActs
from bot.replies.home import HomeActs
from bot.replies.listening import ListeningActs
from bot.replies.pacing import Turns
from bot.replies.pulse import PulseActs
from bot.replies.reminders import ReminderActs
from bot.replies.results import Replies
from bot.replies.runs import RunActs
from bot.replies.setup import SetupActs
from bot.replies.tickets import TicketDesk
from bot.settings import Settings
from bot.views import notices
from runners.requests import Guide, read_run_request
from runners.values import Progress, UsageError

log = logging.getLogger(__name__)


class Desk:
    """The room that talks to Slack: it replies with results and carries out what people press."""

    def __init__(
        self, client: WebClient, records: Records, settings: Settings, accept: Accept, turns: Turns | None = None
    ) -> None:
        self._context = context = make_context(client, records, settings, accept, turns)
        self._replies = Replies(context)
        self._pane = PaneActs(context)
        pulse = PulseActs(context)
        home, tickets = HomeActs(context), TicketDesk(context)
        rooms = (
            AnswerActs(context),
            CheckActs(context),
            RunActs(context),
            FileActs(context),
            FormActs(context),
            GuideActs(context),
            tickets,
            home,
            ErasingActs(context, home),
            SetupActs(context),
            ReminderActs(context, tickets.hand_on),
            self._pane,
            pulse,
            ListeningActs(context),
        )
        self._shown: dict[str, Callable[[Job, dict[str, Any]], None]] = {
            "draw_pulse": pulse.show,
            "find_earlier_entry": tickets.show_earlier,
            "find_same_ticket": tickets.fold,
        }
        self._acts: dict[str, Act] = {kind: act for room in rooms for kind, act in room.acts().items()}

    def announce(self, job: Job) -> None:
        """Say in the channel what is being run; a request that nothing comes of is not announced."""
        try:
            request = read_run_request(job.text)
        except UsageError:
            return
        if not isinstance(request, Guide):
            self._replies.announce(job)

    def begin(self, job: Job, is_under_way: Callable[[], bool]) -> None:
        """Show in the assistant pane that a question is being answered, while it `is_under_way`."""
        self._pane.begin(job, is_under_way)

    def show_partial(self, job: Job, written: str) -> None:
        """Show in the assistant pane what is written of an answer so far."""
        self._replies.show_partial(job, written)

    def tell_wait(self, job: Job, before: int | None, progress: Progress | None = None) -> None:
        """Tell the asker of a run or a check that it takes long; `before` others are before theirs in line."""
        self._replies.tell_wait(job, before, progress)

    def deliver(self, job: Job, result: dict[str, Any], *, told: bool = False) -> None:
        """Reply with a result. `told`: the asker was told that it takes long."""
        if job.kind in self._shown:
            self._shown[job.kind](job, result)
        else:
            self._replies.deliver(job, result, told=told)

    def act(self, job: Job) -> None:
        """Carry out what somebody pressed or wrote. Without a tutors' channel they are told so."""
        if "exchange" in job.data and "response_url" in job.data:
            self._context.records.note_pressed(job.data["exchange"])
        try:
            self._acts[job.kind](job)
        except LookupError as missing:
            log.error("Job %s (%s): %s", job.id, job.kind, missing)
            told = self._context.words_for(job).notice.no_tutors
            self._context.poster.whisper(job, notices.note(told))
