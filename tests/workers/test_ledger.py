"""The ledger against a real Valkey: a job is done once, by whoever claims it, whatever dies."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from redis import Redis

from bot.jobs import Job
from tests.support import eventually
from workers.broker import broker_url, socket_path
from workers.dispatch import make_redis
from workers.ledger import Ledger


def job(name: str = "a", kind: str = "answer") -> Job:
    return Job(id=name, kind=kind, team="T1", channel="C1", user="U1", text="why?", data={"n": 1})  # type: ignore[arg-type]


@pytest.fixture
def ledger(redis: Redis) -> Ledger:
    return Ledger(redis)


def test_a_job_comes_back_as_it_was(ledger: Ledger) -> None:
    assert ledger.accept(job()) == "new"
    entry = ledger.entry("a")
    assert entry is not None
    assert (entry.job, entry.stage, entry.tries) == (job(), "queued", 0)


def test_the_same_job_is_accepted_once(ledger: Ledger) -> None:
    assert ledger.accept(job()) == "new"
    assert ledger.accept(job()) == "known"


def test_a_job_that_is_done_is_not_accepted_again(ledger: Ledger) -> None:
    ledger.accept(job())
    ledger.close("a")
    assert ledger.accept(job()) == "known"
    assert ledger.entry("a") is None


def test_of_many_workers_one_claims(ledger: Ledger) -> None:
    ledger.accept(job())
    wins: list[int] = []
    threads = [threading.Thread(target=lambda: wins.append(ledger.claim("a", "n"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == [0] * 15 + [1]


def test_the_result_of_an_earlier_try_is_not_taken(ledger: Ledger) -> None:
    ledger.accept(job())
    first = ledger.claim("a", "n1")
    ledger.release("a")
    second = ledger.claim("a", "n2")
    assert not ledger.finish("a", first, {"late": True})
    assert ledger.finish("a", second, {"late": False})
    entry = ledger.entry("a")
    assert entry is not None
    assert entry.result == {"late": False}


def test_only_a_running_job_is_released(ledger: Ledger) -> None:
    ledger.accept(job())
    assert not ledger.release("a")
    ledger.claim("a", "n")
    assert ledger.release("a")


def test_overdue_is_measured_from_the_last_change(ledger: Ledger, redis: Redis) -> None:
    ledger.accept(job("old"))
    ledger.accept(job("new"))
    redis.zincrby("tutor:open", -100, "old")
    assert [entry.job.id for entry in ledger.overdue(50)] == ["old"]
    ledger.touch("old")
    assert ledger.overdue(50) == []


def test_a_touch_does_not_bring_a_done_job_back(ledger: Ledger) -> None:
    ledger.accept(job())
    ledger.close("a")
    ledger.touch("a")
    assert ledger.open() == []


def on_disk(client: Redis) -> bool:
    state: dict[str, int] = client.info("persistence")  # type: ignore[assignment]
    return state["aof_pending_bio_fsync"] == 0 and state["aof_buffer_length"] == 0


def test_an_accepted_job_survives_a_broker_that_is_killed(tmp_path: Path) -> None:
    socket = socket_path(tmp_path)
    command = [sys.executable, "-m", "workers.broker", str(tmp_path), str(socket)]
    for round_number in range(2):
        process = subprocess.Popen(command)
        client = make_redis(broker_url(tmp_path))
        eventually(lambda client=client: client.ping())
        ledger = Ledger(client)
        if round_number == 0:
            ledger.accept(job())
            eventually(lambda client=client: on_disk(client))
            server = int(client.info("server")["process_id"])  # type: ignore[index]
            subprocess.run(["kill", "-9", str(server), str(process.pid)], check=True)
        else:
            assert [entry.job for entry in ledger.open()] == [job()]
            process.terminate()
        process.wait(10)
        client.close()
