"""Accepting jobs, and sending each to the queue of its kind and stage."""

from __future__ import annotations

from celery import Celery
from redis import Redis

from bot.jobs import Job
from workers.ledger import Entry, Ledger

_WORK = {
    "answer": ("tutor.answer", "answers"),
    "run": ("tutor.run", "snippets"),
    "check": ("tutor.check", "snippets"),
    "draw_formulas": ("tutor.draw_formulas", "answers"),
    "keep_entry": ("tutor.keep_entry", "answers"),
    "drop_entry": ("tutor.drop_entry", "answers"),
}
_ACT = ("tutor.act", "replies")
_ANNOUNCE = ("tutor.announce", "replies")
_REPLY = ("tutor.reply", "replies")


class Dispatcher:
    """Where jobs enter: stored in the ledger first, then sent to a queue."""

    def __init__(self, celery: Celery, ledger: Ledger) -> None:
        self._celery = celery
        self._ledger = ledger

    def accept(self, job: Job) -> None:
        """Returns once the job is safe. The same job a second time is nothing new.

        Who was killed between storing a job and sending it left it queued: the repetition sends it.
        """
        if not self._ledger.accept(job):
            known = self._ledger.entry(job.id)
            if known is None or known.stage != "queued":
                return
        if job.kind == "run" and not job.thread:
            self._send(_ANNOUNCE, job.id)
        self._send(_WORK.get(job.kind, _ACT), job.id)

    def reply(self, job_id: str) -> None:
        self._send(_REPLY, job_id)

    def resend(self, entry: Entry) -> None:
        """Send an open job again, to where its stage belongs. A running one is queued again first."""
        if entry.stage == "replying":
            self.reply(entry.job.id)
            return
        if entry.stage == "running":
            self._ledger.release(entry.job.id)
        self._send(_WORK.get(entry.job.kind, _ACT), entry.job.id)

    def _send(self, route: tuple[str, str], job_id: str) -> None:
        task, queue = route
        self._celery.send_task(task, args=[job_id], queue=queue, ignore_result=True)


def make_redis(url: str) -> Redis:
    """A client for Celery's kind of address, `redis+socket://` for a Unix socket included."""
    return Redis.from_url(url.replace("redis+socket://", "unix://", 1), socket_connect_timeout=5)
