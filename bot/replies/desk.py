"""Everything that the `replies` queue does, by kind of job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_sdk import WebClient

from bot.jobs import Job, natural_key
from bot.records.attempts import Attempts
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.replies.directory import Directory
from bot.replies.posting import Poster
from bot.replies.results import Replies
from bot.replies.tickets import TicketDesk
from bot.settings import Settings
from bot.views import notices
from bot.views.answers import section_message, shared_answer
from bot.views.checks import hint_message
from bot.views.examples import first_code
from bot.views.home import home_view
from knowledge.values import Answer
from runners.requests import Guide, read_run_request
from runners.values import CheckResult, Progress, UsageError

log = logging.getLogger(__name__)

Accept = Callable[[Job], None]


class Desk:
    """The room that talks to Slack: it replies with results and carries out what people press."""

    def __init__(self, client: WebClient, records: Records, settings: Settings, accept: Accept) -> None:
        self._client = client
        self._records = records
        self._tickets = Tickets(records)
        self._attempts = Attempts(records)
        self._accept = accept
        self._poster = Poster(client, records)
        self._directory = Directory(client, practicals=settings.practicals_channel, tutors=settings.tutors_channel)
        self._replies = Replies(self._poster, records, self._tickets)
        self._desk = desk = TicketDesk(client, self._poster, records, self._tickets, self._directory)
        self._acts: dict[str, Callable[[Job], None]] = {
            "open_ticket": desk.open,
            "claim_ticket": desk.claim,
            "resolve_ticket": desk.resolve,
            "reopen_ticket": desk.reopen,
            "escalate_thread": desk.escalate,
            "edit_entry": desk.edit_entry,
            "withdraw_entry": self._withdraw_entry,
            "thread_message": desk.thread_message,
            "run_example": self._run_example,
            "show_section": self._show_section,
            "show_formulas": self._show_formulas,
            "explain": self._explain,
            "next_hint": self._next_hint,
            "stop_run": self._stop_run,
            "feedback": self._feedback,
            "share": self._share,
            "home": self._home,
        }

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
        try:
            self._acts[job.kind](job)
        except LookupError as missing:
            log.error("Job %s (%s): %s", job.id, job.kind, missing)
            self._poster.whisper(job, notices.note(notices.NO_TUTORS))

    def _answered(self, job: Job) -> Answer | None:
        exchange = self._records.exchange(job.data["exchange"])
        if exchange is None or exchange.result["type"] != "answer":
            return None
        return Answer.from_dict(exchange.result["value"])

    def _run_example(self, job: Job) -> None:
        answer = self._answered(job)
        code = first_code(answer.answer) if answer else ""
        if code:
            key = natural_key(job.id, "run")
            self._accept(replace(job, id=key, kind="run", text=code, data={}))

    def _show_section(self, job: Job) -> None:
        answer = self._answered(job)
        if answer and answer.passages:
            self._poster.whisper(job, section_message(answer.passages[0], job.data["exchange"]))

    def _show_formulas(self, job: Job) -> None:
        answer = self._answered(job)
        formulas = list(answer.passages[0].formulas) if answer and answer.passages else []
        if formulas:
            data = {**job.data, "formulas": formulas}
            self._accept(replace(job, id=natural_key(job.id, "draw"), kind="draw_formulas", private=True, data=data))

    def _explain(self, job: Job) -> None:
        """What the material says about what an experiment shows, for the one who pressed."""
        exchange = self._records.exchange(job.data["exchange"])
        if exchange and exchange.result["type"] == "experiment":
            heading = exchange.result["value"]["section"]["heading"]
            self._accept(
                replace(
                    job, id=natural_key(job.id, "answer"), kind="answer", text=heading, private=True, addressed=True
                )
            )

    def _next_hint(self, job: Job) -> None:
        job_id, step, *rest = job.data["exchange"].split(" ")
        place = int(rest[0]) if rest else 0
        exchange = self._records.exchange(job_id)
        if exchange and exchange.result["type"] in ("check", "checks"):
            value = exchange.result["value"]
            result = CheckResult.from_dict(value["results"][place] if "results" in value else value)
            self._poster.whisper(job, hint_message(job_id, result, int(step), place))

    def _stop_run(self, job: Job) -> None:
        """The asker's own press has its effect before it comes here."""
        if job.user != job.data["asker"]:
            self._poster.whisper(job, notices.note(notices.ONLY_ASKER.format(asker=job.data["asker"])))

    def _withdraw_entry(self, job: Job) -> None:
        if self._desk.is_tutor(job):
            self._accept(replace(job, id=natural_key(job.id, "drop"), kind="drop_entry"))

    def _feedback(self, job: Job) -> None:
        self._records.keep_feedback(job.data["exchange"], job.user, job.data["helpful"])
        self._poster.whisper(job, notices.note(notices.THANKS if job.data["helpful"] else notices.SORRY))

    def _share(self, job: Job) -> None:
        answer = self._answered(job)
        if answer and not answer.abstained:
            self._poster.post_once(job.id, "shared", job.channel, job.thread, shared_answer(job, answer))

    def _home(self, job: Job) -> None:
        own = self._tickets.of_asker(job.team, job.user)
        queue = self._tickets.queue(job.team) if self._directory.is_tutor(job.user) else None
        tried = self._attempts.of(job.team, job.user)
        stumbles = self._attempts.stumbles(job.team) if queue is not None else []
        self._client.views_publish(user_id=job.user, view=home_view(own, queue, tried, stumbles))
