"""The ledger: every accepted job is in the broker's store until its reply is out.

Celery carries only job ids. What a job is, how often it was tried and what came of it stand
here, so a worker that dies at any point leaves enough behind for another to go on, and a
message that is delivered twice finds that the job has moved on.

    queued ──claim──▶ running ──finish──▶ replying ──close──▶ (gone, remembered for a day)

Jobs for the sandbox are claimed by turn: one job of a learner at a time, and the learners one after
the other, so that nobody who sends twenty keeps another waiting for more than one of them.
"""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import dataclass
from typing import Any, Literal

from redis import Redis

from bot.jobs import Job
from runners.values import Progress
from workers import steps

Stage = Literal["queued", "running", "replying"]
Acceptance = Literal["known", "new", "refused"]
Line = Literal["snippets", "experiments"]
Result = dict[str, Any]

LINES: tuple[Line, ...] = ("snippets", "experiments")
_ACCEPTANCES: tuple[Acceptance, ...] = ("known", "new", "refused")


@dataclass(frozen=True)
class Entry:
    """A job as the ledger has it; `accepted` is in seconds since the epoch.

    `learner` is set for a job that stands in a `line` for the sandbox; `told`, once they know that it takes long;
    `progress`, for one that says how far it has come; `partial` is what is written of an answer so far."""

    job: Job
    stage: Stage
    tries: int
    accepted: float
    node: str = ""
    learner: str = ""
    line: Line = "snippets"
    told: bool = False
    progress: Progress | None = None
    partial: str = ""
    result: Result | None = None


class Ledger:
    """The jobs under way, in Redis or Valkey. Every change is one atomic step."""

    def __init__(self, redis: Redis, *, remember_seconds: int = 86_400) -> None:
        self._redis = redis
        self._remember_seconds = remember_seconds
        self._accept = redis.register_script(steps.ACCEPT)
        self._claim = redis.register_script(steps.CLAIM)
        self._take_turn = redis.register_script(steps.TAKE_TURN)
        self._finish = redis.register_script(steps.FINISH)
        self._release = redis.register_script(steps.RELEASE)
        self._stop = redis.register_script(steps.STOP)
        self._progress = redis.register_script(steps.PROGRESS)
        self._partial = redis.register_script(steps.PARTIAL)

    def accept(
        self,
        job: Job,
        *,
        learner: str = "",
        line: Line = "snippets",
        most_waiting: int = 0,
        refusal: Result | None = None,
    ) -> Acceptance:
        """Store a job. With a `learner` it stands in the `line`; when `most_waiting` of theirs wait there already, it
        is refused, which is its result."""
        keys = [steps.JOB + job.id, steps.CLOSED + job.id, steps.OPEN]
        wire = json.dumps(job.to_dict())
        args: list[str | float] = [job.id, wire, time.time(), learner, most_waiting, json.dumps(refusal), line]
        return _ACCEPTANCES[int(self._accept(keys=keys, args=args))]

    def claim(self, job_id: str, node: str) -> int:
        """Take a queued job for `node`: the number of this try, or 0 when somebody else has it."""
        return int(self._claim(keys=self._keys(job_id), args=[job_id, node, time.time()]))

    def take_turn(self, node: str, line: Line = "snippets") -> tuple[str, int] | None:
        """Take the job whose learner has the next turn: its id, and the number of this try."""
        taken: list[Any] | None = self._take_turn(keys=[steps.OPEN], args=[node, time.time(), line])
        return (taken[0].decode(), int(taken[1])) if taken else None

    def finish(self, job_id: str, this_try: int, result: Result) -> bool:
        """Store the result of try `this_try`; false when the job went on without it."""
        args: list[str | int | float] = [job_id, this_try, json.dumps(result), time.time()]
        return bool(self._finish(keys=self._keys(job_id), args=args))

    def release(self, job_id: str) -> bool:
        """Put a running job back to the queued ones."""
        return bool(self._release(keys=self._keys(job_id), args=[job_id, time.time()]))

    def stop(self, job_id: str, result: Result) -> Stage | None:
        """End a queued job with `result`, or have a running one stopped by its worker. None when it is over."""
        stage: bytes | None = self._stop(keys=self._keys(job_id), args=[job_id, time.time(), json.dumps(result)])
        return stage.decode() if stage else None  # type: ignore[return-value]

    def close(self, job_id: str) -> None:
        """The reply is out: forget the job, and remember for a day that it was done."""
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(steps.CLOSED + job_id, 1, ex=self._remember_seconds)
            pipe.delete(steps.JOB + job_id)
            pipe.zrem(steps.OPEN, job_id)
            pipe.execute()

    def touch(self, job_id: str) -> None:
        """The job is alive: its age for `overdue` starts again."""
        self._redis.zadd(steps.OPEN, {job_id: time.time()}, xx=True)

    def entry(self, job_id: str) -> Entry | None:
        raw: dict[bytes, bytes] = self._redis.hgetall(steps.JOB + job_id)  # type: ignore[assignment]
        if not raw:
            return None
        fields = {name.decode(): value.decode() for name, value in raw.items()}
        return Entry(
            job=Job.from_dict(json.loads(fields["job"])),
            stage=fields["stage"],  # type: ignore[arg-type]
            tries=int(fields["tries"]),
            accepted=float(fields["accepted"]),
            node=fields.get("node", ""),
            learner=fields.get("learner", ""),
            line=fields.get("line", "snippets"),  # type: ignore[arg-type]
            told="told" in fields,
            progress=Progress.from_dict(json.loads(fields["progress"])) if "progress" in fields else None,
            partial=fields.get("partial", ""),
            result=json.loads(fields["result"]) if "result" in fields else None,
        )

    def overdue(self, seconds: float) -> list[Entry]:
        """The open jobs that nothing has happened to for `seconds`, oldest first."""
        return self._entries(self._redis.zrangebyscore(steps.OPEN, 0, time.time() - seconds))

    def open(self) -> list[Entry]:
        """All jobs under way, oldest first."""
        return self._entries(self._redis.zrange(steps.OPEN, 0, -1))

    def is_stopped(self, job_id: str) -> bool:
        return bool(self._redis.hexists(steps.JOB + job_id, "stopped"))

    def note_told(self, job_id: str, step: int) -> bool:
        """Note that the learner is told for the `step`-th time that a job takes long; true for who does so first."""
        key = steps.JOB + job_id
        if not self._redis.hsetnx(key, f"told {step}", 1):
            return False
        self._redis.hset(key, "told", 1)
        return True

    def note_progress(self, job_id: str, this_try: int, progress: Progress, *, apart: float = 1.0) -> bool:
        """Note how far try `this_try` of a running job has come; true when its learner is to be told.

        They are told at most once in `apart` seconds, and so is everybody together, because Slack takes no more than
        about one edit a second from a workspace's app."""
        keys = [steps.JOB + job_id, steps.EDITED]
        args: list[str | int] = [this_try, json.dumps(progress.to_dict()), round(1000 * apart)]
        return bool(self._progress(keys=keys, args=args))

    def note_partial(
        self, job: Job, this_try: int, text: str, *, apart: float = 1.0, starts: int = 15, appends: int = 90
    ) -> bool:
        """Note what try `this_try` of a running answer has written so far; true when its learner is to see it now.

        That is at most once in `apart` seconds for one answer, and in a workspace for at most `starts` new answers and
        `appends` additions a minute, because Slack takes about 20 and 100: who comes later gets the answer whole.
        """
        marks = [f"edit:{job.id}", f"starts:{job.team}", f"appends:{job.team}"]
        args: list[str | int] = [this_try, text, round(1000 * apart), starts, appends]
        keys = [steps.JOB + job.id, *(steps.STREAMS + mark for mark in marks)]
        return bool(self._partial(keys=keys, args=args))

    def someone_waits(self, line: Line = "snippets") -> bool:
        """Whether a learner has the next turn in a line for the sandbox."""
        return bool(self._redis.exists(steps.turns(line)))

    def line(self, line: Line = "snippets") -> list[str]:
        """The ids of all jobs that wait in a line, in the order in which their turns come."""
        turns = _texts(self._redis.lrange(steps.turns(line), 0, -1))
        learners = [*turns, *_texts(self._redis.hkeys(steps.busy(line)))]
        waiting = [_texts(self._redis.lrange(steps.waiting(line, learner), 0, -1)) for learner in learners]
        rounds = itertools.zip_longest(*waiting)
        return [job_id for one_each in rounds for job_id in one_each if job_id]

    def in_line_or_running(self) -> list[Entry]:
        """The jobs that wait for the sandbox, and those that are in it."""
        ids = [id for line in LINES for id in (*_texts(self._redis.hvals(steps.busy(line))), *self.line(line))]
        entries = (self.entry(job_id) for job_id in ids)
        return [entry for entry in entries if entry is not None]

    def _keys(self, job_id: str) -> list[str]:
        return [steps.JOB + job_id, steps.OPEN]

    def _entries(self, ids: Any) -> list[Entry]:
        entries = (self.entry(job_id.decode()) for job_id in ids)
        return [entry for entry in entries if entry is not None]


def _texts(values: Any) -> list[str]:
    return [value.decode() for value in values]
