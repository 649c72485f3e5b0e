"""Replying with the result of a work task: an answer, a run, a check."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.replies.context import Context
from bot.replies.manners import Manners
from bot.replies.streaming import StreamedAnswers
from bot.replies.withdrawing import Withdrawing
from bot.views import notices
from bot.views.answers import answer_message, formulas_message
from bot.views.assistant import pane_answer
from bot.views.blocks import Message
from bot.views.checks import Verdict, check_message, shapes_message
from bot.views.entries import kept_message, withdrawn_message
from bot.views.experiments import experiment_message, guide_message, overview_message
from bot.views.forms.code_box import LONGEST_CODE
from bot.views.runs import run_message, run_request, whole_output
from bot.views.waits import refused_message, wait_message
from bot.words import words_in
from knowledge.values import Answer
from runners.experiments import catalogue, find
from runners.run import extract_code
from runners.values import CheckResult, Figure, Progress, RunResult, ShapeWalk

log = logging.getLogger(__name__)

Result = dict[str, Any]

_MALFORMED = {"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text"}
_FOR_THE_ASKER = ("guide", "overview", "usage", "refused")
_NOT_INVITED = {"not_in_channel", "channel_not_found"}


class Replies:
    """Turns a job and its result into the message that the person sees."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._poster = context.poster
        self._records = context.records
        self._words = context.words_for
        self._streamed = StreamedAnswers(context)
        self._manners = Manners(context)
        self._withdrawing = Withdrawing(context)
        self._renderers: dict[str, Callable[[Job, Any], Message]] = {
            "answer": self._answer,
            "run": self._run,
            "experiment": self._experiment,
            "check": self._check,
            "checks": self._checks,
            "shapes": self._shapes,
            "formulas": self._formulas,
            "kept": self._kept,
            "withdrawn": lambda job, found: withdrawn_message(
                context.tutors_words(job.team).keep, job.user, found=found
            ),
            "guide": lambda job, name: guide_message(self._words(job), find(name)),
            "overview": lambda job, libraries: overview_message(self._words(job), catalogue(), libraries),
            "usage": lambda job, text: notices.usage(text),
            "refused": lambda job, waiting: refused_message(self._words(job), job.text, waiting),
            "stopped": lambda job, nothing: notices.note(self._words(job).notice.stopped),
            "failed": lambda job, reason: notices.failed(self._words(job), job.id, reason),
        }

    def announce(self, job: Job) -> str:
        """Say in the channel what is being run; returns the timestamp that its thread hangs on."""
        self._poster.await_turn(job.id, "request", job.channel)
        message = run_request(self._words(job), job, extract_code(job.text))
        return self._poster.post_once(job.id, "request", job.channel, "", message)

    def deliver(self, job: Job, result: Result, *, told: bool = False) -> None:
        """Render the result, keep the exchange, and post it once. `told`: the asker was told of a wait."""
        first = replace(job, id=job.data.get("updates", job.id))
        if job.kind == "answer" and self._manners.is_over(job):
            return
        self._deliver(first, result, told=told)
        if job.kind == "answer" and job.message:
            self._settle(first)

    def _deliver(self, job: Job, result: Result, *, told: bool) -> None:
        place = self._place(job, result)
        if place:
            self._poster.await_turn(job.id, "reply", job.channel)
        message = self._renderers[result["type"]](job, result["value"])
        kept = self._records.keep_exchange(replace(job, thread=place or job.thread), _without_pictures(result))
        if place and kept:
            self._post(job, place, message)
            self._attach(job, place, result)
            if told:
                self._poster.take_away(job.id, "wait", job.channel, place)
        elif not place:
            self._poster.whisper(job, message, part="reply")

    def _settle(self, job: Job) -> None:
        """Put right what changed while the answer went out: its question is gone, or a later edit was overtaken."""
        row, kept = self._context.heard.of(job), self._records.exchange(job.id)
        if row and row.deleted:
            self._withdrawing.withdraw(job)
        elif kept and kept.edited > job.data.get("edited", ""):
            message = self._renderers[kept.result["type"]](replace(job, text=kept.text), kept.result["value"])
            self._post(job, kept.thread, message)

    def tell_wait(self, job: Job, before: int | None, progress: Progress | None = None) -> None:
        """Say that it takes long, and how far it is, in the thread of the reply, until that is there. A private one
        is told once."""
        message = wait_message(self._words(job), job, before, progress)
        if job.private:
            self._poster.whisper_once(job, "wait", message)
            return
        place = job.thread or (self.announce(job) if job.kind == "run" else job.message)
        self._poster.post_meanwhile(job.id, "wait", job.channel, place, message)

    def show_partial(self, job: Job, written: str) -> None:
        """Show what is written of an answer so far, in the message that will hold the whole of it."""
        self._streamed.show(job, written)

    def _place(self, job: Job, result: Result) -> str:
        """The thread for the reply; empty when only the asker is to see it, or the bot is not in the channel."""
        if job.private or (job.kind == "run" and result["type"] in _FOR_THE_ASKER):
            return ""
        if job.thread or job.kind != "run":
            return job.thread or job.message
        try:
            return self.announce(job)
        except SlackApiError as refused:
            if refused.response["error"] not in _NOT_INVITED:
                raise
            return ""

    def _post(self, job: Job, thread: str, message: Message) -> None:
        """Post the reply. One that Slack calls malformed is our failure: the person is told so, and it is logged."""
        try:
            self._streamed.finish(job, thread, message)
        except SlackApiError as refused:
            if refused.response["error"] not in _MALFORMED:
                raise
            log.exception("The reply to job %s (%s) is malformed", job.id, job.kind)
            self._streamed.finish(job, thread, notices.failed(self._words(job), job.id))

    def _attach(self, job: Job, thread: str, result: Result) -> None:
        """What a snippet printed, as a file, when the message shows only its start and end."""
        text = whole_output(RunResult.from_dict(result["value"])) if result["type"] == "run" else None
        if text:
            self._poster.attach_once(job.id, "output", job.channel, {"output.txt": text}, thread=thread)

    def _answer(self, job: Job, wire: Result) -> Message:
        answer = Answer.from_dict(wire)
        words = words_in(answer.language)
        return pane_answer(words, job, answer) if job.in_pane else answer_message(words, job, answer)

    def _run(self, job: Job, wire: Result) -> Message:
        result = RunResult.from_dict(wire)
        pictures, shows = self._poster.upload(result.figures), job.data.get("shows", "")
        return run_message(self._words(job), job, result, pictures, editable=self._is_editable(job), shown=shows)

    def _experiment(self, job: Job, wire: Result) -> Message:
        result = RunResult.from_dict(wire)
        return experiment_message(
            self._words(job), job, result, self._poster.upload(result.figures), wire.get("section")
        )

    def _check(self, job: Job, wire: Result) -> Message:
        return self._checks(job, {"results": [wire]})

    def _checks(self, job: Job, wire: Result) -> Message:
        verdicts = [self._judged(job, CheckResult.from_dict(one)) for one in wire["results"]]
        return check_message(self._words(job), job, verdicts, self._share_label(job))

    def _judged(self, job: Job, result: CheckResult) -> Verdict:
        """Keep the attempt, and open one hint more for each time that the same mistake was made just before."""
        pictures = self._poster.upload([result.figure] if result.figure else [])
        if not result.exercise:
            return Verdict(result, pictures)
        slugs = [mistake.slug for mistake in result.mistakes]
        self._records.keep_attempt(job, result.exercise, result.verdict, slugs)
        before = self._context.attempts.times_before(job, result.exercise, slugs[0]) if slugs else 0
        most = max((len(mistake.hints) for mistake in result.mistakes), default=1)
        return Verdict(result, pictures, min(1 + before, max(most, 1)))

    def _formulas(self, job: Job, wire: Result) -> Message:
        figures = [Figure.from_dict(figure) for figure in wire["figures"]]
        return formulas_message(self._words(job), self._poster.upload(figures))

    def _kept(self, job: Job, value: Result) -> Message:
        words = self._context.tutors_words(job.team).keep
        return kept_message(words, value["entry"], value["similar"], value["replaced"])

    def _shapes(self, job: Job, wire: Result) -> Message:
        walk = ShapeWalk.from_dict(wire)
        pictures = self._poster.upload([walk.figure] if walk.figure else [])
        return shapes_message(self._words(job), job, walk, pictures, self._share_label(job))

    def _share_label(self, job: Job) -> str:
        """What a private verdict can be shared to; a direct message has nobody to share it with."""
        if not job.private or not job.channel or job.channel.startswith("D"):
            return ""
        words = self._context.words_for(job).sharing
        return words.share_to_thread if job.thread else words.share_to_channel

    def _is_editable(self, job: Job) -> bool:
        """The code of a run can be opened once more when it fits into the box."""
        return len(extract_code(job.text)) <= LONGEST_CODE


def _without_pictures(result: Result) -> Result:
    """The result as it is kept: pictures live in Slack, not in the database."""
    if not isinstance(result["value"], dict):
        return result
    value = _thin(result["value"])
    if "results" in value:
        value["results"] = [_thin(one) for one in value["results"]]
    return {**result, "value": value}


def _thin(value: dict[str, Any]) -> dict[str, Any]:
    thin = dict(value)
    if "figures" in thin:
        thin["figures"] = [{**figure, "data": ""} for figure in thin["figures"]]
    if thin.get("figure"):
        thin["figure"] = {**thin["figure"], "data": ""}
    return thin
