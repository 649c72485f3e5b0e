"""The round of reminders: one worker of all, a job for each workspace in which somebody waits."""

from __future__ import annotations

from redis import Redis

from bot.jobs import Job
from workers.reminders import Reminder


class Accepting:
    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def accept(self, job: Job) -> None:
        self.jobs.append(job)


def test_one_worker_of_all_has_a_round_for_each_workspace(redis: Redis) -> None:
    accepting = Accepting()
    workers = [Reminder(redis, accepting, lambda: ["T1", "T2"], every=60) for _ in range(2)]  # type: ignore[arg-type]
    for worker in workers:
        worker.look_round()
    assert [(job.kind, job.team) for job in accepting.jobs] == [("remind", "T1"), ("remind", "T2")]
    assert len({job.id for job in accepting.jobs}) == 2
