"""What was asked before in a thread, so that "and for the decoder?" can be understood."""

from __future__ import annotations

from redis import Redis

from bot.jobs import Job

_PREFIX = "tutor:thread:"


class Threads:
    """The last few questions of each thread, for a day, in Redis or Valkey."""

    def __init__(self, redis: Redis, *, most: int = 4, characters: int = 1_000, seconds: int = 86_400) -> None:
        self._redis = redis
        self._most = most
        self._characters = characters
        self._seconds = seconds

    def earlier(self, job: Job) -> list[str]:
        """The questions before this one in its thread, oldest first."""
        if not job.thread:
            return []
        kept: list[bytes] = self._redis.lrange(_key(job), 0, -1)  # type: ignore[assignment]
        return [question.decode() for question in kept]

    def remember(self, job: Job) -> None:
        """Keep this question for those that follow in its thread. One that nobody else sees has no thread."""
        if not (job.thread or job.message):
            return
        key = _key(job)
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.rpush(key, job.text[: self._characters])
            pipe.ltrim(key, -self._most, -1)
            pipe.expire(key, self._seconds)
            pipe.execute()

    def forget(self, job: Job) -> None:
        """Forget what was asked in each [channel, thread] of the job's `threads`."""
        keys = [_place(job.team, channel, thread) for channel, thread in job.data["threads"]]
        if keys:
            self._redis.delete(*keys)


def _key(job: Job) -> str:
    return _place(job.team, job.channel, job.thread or job.message)


def _place(team: str, channel: str, thread: str) -> str:
    return f"{_PREFIX}{team}:{channel}:{thread}"
