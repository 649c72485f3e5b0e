"""The tasks: each takes a job's id, calls one plain function, and moves the job on in the ledger."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.replies.pacing import Later, seconds_to_wait
from workers import work
from workers.celeryapp import app
from workers.desks import NotInstalled
from workers.dispatch import STOPPED
from workers.ledger import Entry, Line
from workers.progress import ProgressTeller
from workers.rooms import rooms
from workers.streaming import AnswerTeller

if TYPE_CHECKING:
    from bot.replies.desk import Desk

log = logging.getLogger(__name__)

MOST_TRIES = 2
MOST_ACT_TRIES = 20
_GONE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "message_not_found",
    "thread_not_found",
    "user_not_found",
}

_REVOKED = {"account_inactive", "token_revoked"}

Result = dict[str, Any]


@app.task(name="tutor.answer")
def answer(job_id: str) -> None:
    _work(job_id, _answer)


@app.task(name="tutor.take_turn")
def take_turn(line: Line) -> None:
    ledger = rooms().ledger
    with rooms().free_for(line) as free:
        taken = ledger.take_turn(rooms().node, line) if free else None
        if taken is None:
            return
        _carry_out(*taken, _in_sandbox)
    if ledger.someone_waits(line):
        rooms().dispatcher.next_turn(line)


@app.task(name="tutor.draw_formulas")
def draw_formulas(job_id: str) -> None:
    _work(job_id, lambda entry: work.draw_formulas(entry.job))


@app.task(name="tutor.draw_pulse")
def draw_pulse(job_id: str) -> None:
    _work(job_id, lambda entry: work.draw_pulse(entry.job))


@app.task(name="tutor.find_earlier_entry")
def find_earlier_entry(job_id: str) -> None:
    _work(job_id, lambda entry: work.find_earlier_entry(rooms().answerer, entry.job))


@app.task(name="tutor.find_same_ticket")
def find_same_ticket(job_id: str) -> None:
    _work(job_id, lambda entry: work.find_same_ticket(rooms().answerer, entry.job))


@app.task(name="tutor.keep_entry")
def keep_entry(job_id: str) -> None:
    _work(job_id, lambda entry: work.keep_entry(rooms().answerer, entry.job))


@app.task(name="tutor.drop_entry")
def drop_entry(job_id: str) -> None:
    _work(job_id, lambda entry: work.drop_entry(rooms().answerer, entry.job))


@app.task(name="tutor.forget_threads")
def forget_threads(job_id: str) -> None:
    """Nobody is replied to: the one who asked for it has been told before."""
    ledger = rooms().ledger
    entry = ledger.entry(job_id)
    if entry and ledger.claim(job_id, rooms().node):
        rooms().threads.forget(entry.job)
        ledger.close(job_id)


@app.task(name="tutor.announce", bind=True, max_retries=3)
def announce(self: Any, job_id: str) -> None:
    entry = rooms().ledger.entry(job_id)
    if entry:
        _with_slack(self, entry.job, lambda desk: desk.announce(entry.job))


@app.task(name="tutor.tell_wait", bind=True, max_retries=1)
def tell_wait(self: Any, job_id: str) -> None:
    ledger = rooms().ledger
    entry = ledger.entry(job_id)
    if entry and entry.stage != "replying":
        line = ledger.line(entry.line)
        before = line.index(job_id) if job_id in line else None
        _with_slack(self, entry.job, lambda desk: desk.tell_wait(entry.job, before, entry.progress))


@app.task(name="tutor.begin", bind=True, max_retries=1)
def begin(self: Any, job_id: str) -> None:
    entry = rooms().ledger.entry(job_id)
    if entry:
        _with_slack(self, entry.job, lambda desk: desk.begin(entry.job, lambda: _is_under_way(job_id)))


@app.task(name="tutor.show_partial", bind=True, max_retries=0)
def show_partial(self: Any, job_id: str) -> None:
    entry = rooms().ledger.entry(job_id)
    if entry and entry.stage != "replying":
        rooms().desks.of(entry.job.team).show_partial(entry.job, entry.partial)


@app.task(name="tutor.reply", bind=True, max_retries=8)
def reply(self: Any, job_id: str) -> None:
    entry = rooms().ledger.entry(job_id)
    if entry is None or entry.stage != "replying" or entry.result is None:
        return
    job, result = entry.job, entry.result
    _with_slack(self, job, lambda desk: desk.deliver(job, result, told=entry.told))
    rooms().ledger.close(job_id)


@app.task(name="tutor.act", bind=True, max_retries=8)
def act(self: Any, job_id: str) -> None:
    ledger = rooms().ledger
    entry = ledger.entry(job_id)
    if entry is None or not (self.request.retries or ledger.claim(job_id, rooms().node)):
        return
    if entry.tries > MOST_ACT_TRIES:
        log.error("Job %s (%s) is given up after %d tries", job_id, entry.job.kind, entry.tries)
        ledger.close(job_id)
        return
    _with_slack(self, entry.job, lambda desk: desk.act(entry.job))
    ledger.close(job_id)


def _is_under_way(job_id: str) -> bool:
    entry = rooms().ledger.entry(job_id)
    return entry is not None and entry.stage != "replying"


def _answer(entry: Entry) -> Result:
    here, job = rooms(), entry.job
    earlier = here.threads.earlier(job)
    here.threads.remember(job)
    on_text = AnswerTeller(here.ledger, here.dispatcher, job, entry.tries) if job.in_pane else None
    link_base = here.settings.link_base
    return work.answer(here.answerer, here.rewriter, job, earlier=earlier, link_base=link_base, on_text=on_text)


def _in_sandbox(entry: Entry) -> Result:
    here, job = rooms(), entry.job
    with here.stops.of(job.id) as stop, here.sandbox.stopped_by(stop):
        if job.kind == "run":
            progress = ProgressTeller(here.ledger, here.dispatcher, job.id, entry.tries)
            waited, link_base = time.time() - entry.accepted, here.settings.link_base
            return work.run(here.sandbox, job, waited=waited, link_base=link_base, on_progress=progress)
        result = work.check(here.sandbox, job)
        return STOPPED if stop.is_set else result


def _work(job_id: str, compute: Callable[[Entry], Result]) -> None:
    """Claim the job, and carry it out."""
    this_try = rooms().ledger.claim(job_id, rooms().node)
    if this_try:
        _carry_out(job_id, this_try, compute)


def _carry_out(job_id: str, this_try: int, compute: Callable[[Entry], Result]) -> None:
    """Compute a claimed job's result, store it, and send it on to be replied."""
    ledger = rooms().ledger
    entry = ledger.entry(job_id)
    if entry is None:
        return
    if this_try > MOST_TRIES:
        result: Result = {"type": "failed", "value": "killed"}
    else:
        result = _computed(entry, compute)
    if ledger.finish(job_id, this_try, result):
        rooms().dispatcher.reply(job_id)


def _computed(entry: Entry, compute: Callable[[Entry], Result]) -> Result:
    """The result; our own failure is logged with all we know, and the learner gets a kind word."""
    try:
        return compute(entry)
    except Exception:
        log.exception("Job %s (%s) failed", entry.job.id, entry.job.kind)
        return {"type": "failed", "value": "failed"}


def _with_slack(task: Any, job: Job, call: Callable[[Desk], None]) -> None:
    """What can pass (a lost connection, a busy reply, a rate limit) is tried again; what can't is logged.

    No thread waits for Slack's limits: the task comes back when its time has come.
    """
    try:
        call(rooms().desks.of(job.team))
    except NotInstalled as gone:
        log.warning("Job %s (%s) ends: %s", job.id, job.kind, gone)
    except Later as later:
        raise task.retry(exc=later, countdown=later.seconds) from later
    except SlackApiError as refused:
        error = refused.response.get("error")
        if error in _REVOKED:
            rooms().desks.revoked(job.team)
        if error in _GONE or error in _REVOKED:
            log.warning("Job %s (%s) has nowhere to reply to: %s", job.id, job.kind, error)
            return
        seconds = seconds_to_wait(refused)
        raise task.retry(exc=refused, countdown=_delay(task) if seconds is None else seconds) from refused
    except Exception as failed:
        raise task.retry(exc=failed, countdown=_delay(task)) from failed


def _delay(task: Any) -> float:
    return float(min(2**task.request.retries, 60))
