"""Accepting jobs, and sending each to the queue of its kind and stage."""

from __future__ import annotations

from celery import Celery
from redis import Redis

from bot.jobs import Job
from runners.requests import names_experiment
from workers.ledger import Entry, Ledger, Line

_LINED = ("run", "check")
_WORK = {
    "answer": ("tutor.answer", "answers"),
    "draw_formulas": ("tutor.draw_formulas", "answers"),
    "draw_pulse": ("tutor.draw_pulse", "answers"),
    "find_earlier_entry": ("tutor.find_earlier_entry", "answers"),
    "find_same_ticket": ("tutor.find_same_ticket", "answers"),
    "keep_entry": ("tutor.keep_entry", "answers"),
    "drop_entry": ("tutor.drop_entry", "answers"),
    "forget_threads": ("tutor.forget_threads", "answers"),
}
_ACT = ("tutor.act", "replies")
_ANNOUNCE = ("tutor.announce", "replies")
_REPLY = ("tutor.reply", "replies")
_TELL_WAIT = ("tutor.tell_wait", "replies")
_BEGIN = ("tutor.begin", "replies")
_SHOW_PARTIAL = ("tutor.show_partial", "replies")
_NEXT_TURN = ("tutor.take_turn", "snippets")


STOPPED = {"type": "stopped", "value": None}
"""The result of a run or a check that its learner stopped before it came to one."""


class Dispatcher:
    """Where jobs enter: stored in the ledger first, then sent to a queue.

    What runs in the sandbox is not sent itself: it stands in one of the ledger's lines, and what is sent is a
    token for whoever has the next turn there. `most_waiting` is how many of one learner's may stand there.
    """

    def __init__(self, celery: Celery, ledger: Ledger, *, most_waiting: int = 5) -> None:
        self._celery = celery
        self._ledger = ledger
        self._most_waiting = most_waiting

    def accept(self, job: Job) -> None:
        """Returns once the job is safe. The same job a second time is nothing new.

        Who was killed between storing a job and sending it left it queued: the repetition sends it.
        """
        if job.kind == "stop_run":
            self._stop(job)
        learner = f"{job.team}:{job.user}" if job.kind in _LINED else ""
        refusal = {"type": "refused", "value": self._most_waiting}
        acceptance = self._ledger.accept(
            job, learner=learner, line=_line(job), most_waiting=self._most_waiting, refusal=refusal
        )
        if acceptance == "refused":
            self.reply(job.id)
            return
        if acceptance == "known":
            known = self._ledger.entry(job.id)
            if known is None or known.stage != "queued":
                return
        if job.kind == "run" and not job.thread:
            self._send(_ANNOUNCE, job.id)
        if job.kind == "answer" and job.in_pane:
            self._send(_BEGIN, job.id)
        self._send_work(job)

    def reply(self, job_id: str) -> None:
        self._send(_REPLY, job_id)

    def tell_wait(self, job_id: str) -> None:
        """Have the learner told that their job takes long."""
        self._send(_TELL_WAIT, job_id)

    def show_partial(self, job_id: str) -> None:
        """Have the learner shown what is written of their answer."""
        self._send(_SHOW_PARTIAL, job_id)

    def next_turn(self, line: Line) -> None:
        """Have the next job in the line taken by a worker that is free."""
        self._send(_NEXT_TURN, line)

    def resend(self, entry: Entry) -> None:
        """Send an open job again, to where its stage belongs. A running one is queued again first."""
        if entry.stage == "replying":
            self.reply(entry.job.id)
            return
        if entry.stage == "running":
            self._ledger.release(entry.job.id)
        self._send_work(entry.job)

    def _stop(self, press: Job) -> None:
        """At once, without a queue in between: the learner watches. Only who asked for a run stops it."""
        asker, job_id = press.data["asker"], press.data["run"]
        if asker == press.user and self._ledger.stop(job_id, STOPPED) == "queued":
            self.reply(job_id)

    def _send_work(self, job: Job) -> None:
        if job.kind in _LINED:
            self.next_turn(_line(job))
        else:
            self._send(_WORK.get(job.kind, _ACT), job.id)

    def _send(self, route: tuple[str, str], *arguments: str) -> None:
        task, queue = route
        self._celery.send_task(task, args=arguments, queue=queue, ignore_result=True)


def _line(job: Job) -> Line:
    return "experiments" if job.kind == "run" and names_experiment(job.text) else "snippets"


def make_redis(url: str) -> Redis:
    """A client for Celery's kind of address, `redis+socket://` for a Unix socket included."""
    return Redis.from_url(url.replace("redis+socket://", "unix://", 1), socket_connect_timeout=5)
