"""The ledger: every accepted job is in the broker's store until its reply is out.

Celery carries only job ids. What a job is, how often it was tried and what came of it stand
here, so a worker that dies at any point leaves enough behind for another to go on, and a
message that is delivered twice finds that the job has moved on.

    queued ──claim──▶ running ──finish──▶ replying ──close──▶ (gone, remembered for a day)
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any, Literal

from redis import Redis

from bot.jobs import Job

Stage = Literal["queued", "running", "replying"]

_PREFIX = "tutor:job:"
_OPEN = "tutor:open"
_CLOSED = "tutor:closed:"

# KEYS: job, closed mark, open set. ARGV: id, job JSON, now. 1 when the job is new.
_ACCEPT = """
if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'job', ARGV[2], 'stage', 'queued', 'tries', 0, 'accepted', ARGV[3])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
return 1
"""

# KEYS: job, open set. ARGV: id, node, now. Only a queued job can be claimed.
_CLAIM = """
if redis.call('HGET', KEYS[1], 'stage') ~= 'queued' then return 0 end
redis.call('HSET', KEYS[1], 'stage', 'running', 'node', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
return redis.call('HINCRBY', KEYS[1], 'tries', 1)
"""

# KEYS: job, open set. ARGV: id, try, result JSON, now. A result of an earlier try is not taken.
_FINISH = """
if redis.call('HGET', KEYS[1], 'stage') ~= 'running' then return 0 end
if redis.call('HGET', KEYS[1], 'tries') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'stage', 'replying', 'result', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
return 1
"""

# KEYS: job, open set. ARGV: id, now. 1 when it was running and is queued again.
_RELEASE = """
if redis.call('HGET', KEYS[1], 'stage') ~= 'running' then return 0 end
redis.call('HSET', KEYS[1], 'stage', 'queued')
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
return 1
"""


@dataclass(frozen=True)
class Entry:
    """A job as the ledger has it; `accepted` is in seconds since the epoch."""

    job: Job
    stage: Stage
    tries: int
    accepted: float
    node: str = ""
    result: dict[str, Any] | None = None


class Ledger:
    """The jobs under way, in Redis or Valkey. Every change is one atomic step."""

    def __init__(self, redis: Redis, *, remember_seconds: int = 86_400) -> None:
        self._redis = redis
        self._remember_seconds = remember_seconds
        self._accept = redis.register_script(_ACCEPT)
        self._claim = redis.register_script(_CLAIM)
        self._finish = redis.register_script(_FINISH)
        self._release = redis.register_script(_RELEASE)

    def accept(self, job: Job) -> bool:
        """Store a job; false when it is known already."""
        wire = json.dumps(job.to_dict())
        keys = [_PREFIX + job.id, _CLOSED + job.id, _OPEN]
        return bool(self._accept(keys=keys, args=[job.id, wire, time.time()]))

    def claim(self, job_id: str, node: str) -> int:
        """Take a queued job for `node`: the number of this try, or 0 when somebody else has it."""
        return int(self._claim(keys=[_PREFIX + job_id, _OPEN], args=[job_id, node, time.time()]))

    def finish(self, job_id: str, this_try: int, result: dict[str, Any]) -> bool:
        """Store the result of try `this_try`; false when the job went on without it."""
        args: list[str | int | float] = [job_id, this_try, json.dumps(result), time.time()]
        return bool(self._finish(keys=[_PREFIX + job_id, _OPEN], args=args))

    def release(self, job_id: str) -> bool:
        """Put a running job back to the queued ones."""
        return bool(self._release(keys=[_PREFIX + job_id, _OPEN], args=[job_id, time.time()]))

    def close(self, job_id: str) -> None:
        """The reply is out: forget the job, and remember for a day that it was done."""
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.set(_CLOSED + job_id, 1, ex=self._remember_seconds)
            pipe.delete(_PREFIX + job_id)
            pipe.zrem(_OPEN, job_id)
            pipe.execute()

    def touch(self, job_id: str) -> None:
        """The job is alive: its age for `overdue` starts again."""
        self._redis.zadd(_OPEN, {job_id: time.time()}, xx=True)

    def entry(self, job_id: str) -> Entry | None:
        raw: dict[bytes, bytes] = self._redis.hgetall(_PREFIX + job_id)  # type: ignore[assignment]
        if not raw:
            return None
        fields = {name.decode(): value.decode() for name, value in raw.items()}
        return Entry(
            job=Job.from_dict(json.loads(fields["job"])),
            stage=fields["stage"],  # type: ignore[arg-type]
            tries=int(fields["tries"]),
            accepted=float(fields["accepted"]),
            node=fields.get("node", ""),
            result=json.loads(fields["result"]) if "result" in fields else None,
        )

    def overdue(self, seconds: float) -> list[Entry]:
        """The open jobs that nothing has happened to for `seconds`, oldest first."""
        return self._entries(self._redis.zrangebyscore(_OPEN, 0, time.time() - seconds))

    def open(self) -> list[Entry]:
        """All jobs under way, oldest first."""
        return self._entries(self._redis.zrange(_OPEN, 0, -1))

    def _entries(self, ids: Any) -> list[Entry]:
        entries = (self.entry(job_id.decode()) for job_id in ids)
        return [entry for entry in entries if entry is not None]
