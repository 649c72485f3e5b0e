"""The line for the sandbox, against a real Valkey: one job of a learner at a time, the learners in turn."""

from __future__ import annotations

import random
import threading

import pytest
from redis import Redis

from bot.jobs import Job
from bot.settings import read_settings
from tests.support import eventually
from workers.ledger import Ledger
from workers.patience import Attendant
from workers.rooms import Rooms
from workers.stops import Stops

REFUSAL = {"type": "usage", "value": "too many"}
STOPPED = {"type": "stopped", "value": None}


def job(name: str, kind: str = "run") -> Job:
    """`a1` is the first job of learner a."""
    return Job(id=name, kind=kind, team="T1", channel="C1", user=name[0], text="1")  # type: ignore[arg-type]


@pytest.fixture
def ledger(redis: Redis) -> Ledger:
    return Ledger(redis)


def send(ledger: Ledger, *names: str, most: int = 100) -> list[str]:
    return [ledger.accept(job(name), learner=name[0], most_waiting=most, refusal=REFUSAL) for name in names]


def take(ledger: Ledger) -> str | None:
    taken = ledger.take_turn("node")
    return taken[0] if taken else None


def finish(ledger: Ledger, name: str) -> None:
    entry = ledger.entry(name)
    assert entry is not None
    assert ledger.finish(name, entry.tries, {"type": "run", "value": {}})


def drain(ledger: Ledger) -> list[str]:
    """The order in which one worker takes what waits."""
    order = []
    while name := take(ledger):
        order.append(name)
        finish(ledger, name)
    return order


def test_learners_take_turns_whoever_sends_more(ledger: Ledger) -> None:
    send(ledger, "a1", "a2", "a3", "a4", "b1", "b2", "c1")
    assert drain(ledger) == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]


def test_one_job_of_a_learner_runs_at_a_time(ledger: Ledger) -> None:
    send(ledger, "a1", "a2", "b1")
    assert [take(ledger), take(ledger), take(ledger)] == ["a1", "b1", None]
    finish(ledger, "a1")
    assert [take(ledger), take(ledger)] == ["a2", None]


def test_the_order_that_is_told_is_the_order_that_comes(ledger: Ledger) -> None:
    send(ledger, "a1", "a2", "a3", "b1", "c1", "c2")
    assert take(ledger) == "a1"
    told = ledger.line()
    finish(ledger, "a1")
    assert told == ["b1", "c1", "a2", "c2", "a3"] == drain(ledger)


def test_a_learner_with_many_waiting_is_refused_and_the_others_are_not(ledger: Ledger) -> None:
    assert send(ledger, "a1", "a2", "a3", "b1", most=2) == ["new", "new", "refused", "new"]
    refused = ledger.entry("a3")
    assert refused is not None
    assert (refused.stage, refused.result) == ("replying", REFUSAL)
    assert drain(ledger) == ["a1", "b1", "a2"]
    assert send(ledger, "a4", most=2) == ["new"]


def test_a_refused_job_is_refused_once(ledger: Ledger) -> None:
    send(ledger, "a1", "a2", most=1)
    assert send(ledger, "a2", most=1) == ["known"]


def test_a_job_whose_worker_died_comes_back_as_its_learners_first(ledger: Ledger) -> None:
    send(ledger, "a1", "a2", "b1")
    assert take(ledger) == "a1"
    assert ledger.release("a1")
    assert drain(ledger) == ["b1", "a1", "a2"]


def test_a_late_result_of_a_job_that_went_on_leaves_the_line_alone(ledger: Ledger) -> None:
    send(ledger, "a1", "a2")
    assert take(ledger) == "a1"
    ledger.release("a1")
    assert take(ledger) == "a1"
    assert not ledger.finish("a1", 1, {"late": True})
    assert take(ledger) is None


def test_a_waiting_job_that_is_stopped_ends_without_a_turn(ledger: Ledger) -> None:
    send(ledger, "a1", "a2", "a3")
    assert take(ledger) == "a1"
    assert ledger.stop("a2", STOPPED) == "queued"
    stopped = ledger.entry("a2")
    assert stopped is not None
    assert (stopped.stage, stopped.result) == ("replying", STOPPED)
    finish(ledger, "a1")
    assert drain(ledger) == ["a3"]


def test_what_is_over_can_not_be_stopped(ledger: Ledger) -> None:
    send(ledger, "a1")
    assert drain(ledger) == ["a1"]
    assert ledger.stop("a1", STOPPED) is None
    assert ledger.stop("unknown", STOPPED) is None


def test_a_running_job_is_stopped_in_its_worker(redis: Redis, ledger: Ledger) -> None:
    send(ledger, "a1", "b1")
    take(ledger)
    stops = Stops(redis, ledger)
    stops.start()
    with stops.of("a1") as first, stops.of("b1") as second:
        eventually(lambda: redis.pubsub_numsub("tutor:stops")[0][1])
        assert ledger.stop("a1", STOPPED) == "running"
        eventually(lambda: first.is_set, seconds=2)
        assert not second.is_set
    stops.close()
    stops.join()


def test_a_press_that_comes_before_the_worker_listens_is_not_lost(redis: Redis, ledger: Ledger) -> None:
    send(ledger, "a1")
    take(ledger)
    ledger.stop("a1", STOPPED)
    with Stops(redis, ledger).of("a1") as stop:
        assert stop.is_set


def test_each_is_told_once_a_step_that_it_takes_long(ledger: Ledger) -> None:
    told: list[str] = []

    class Announcer:
        tell_wait = staticmethod(told.append)

    send(ledger, "a1", "b1", "c1")
    ledger.accept(Job(id="question", kind="answer", team="T1", channel="C1", user="d"))
    take(ledger)
    drain_one = take(ledger)
    assert drain_one == "b1"
    finish(ledger, "b1")
    for _ in range(3):
        Attendant(ledger, Announcer(), after=(0.0, 60.0)).look_round()  # type: ignore[arg-type]
    assert sorted(told) == ["a1", "c1"]
    entry = ledger.entry("a1")
    assert entry is not None
    assert entry.told


def test_four_workers_and_twelve_learners_never_two_jobs_of_one(ledger: Ledger) -> None:
    learners = "abcdefghijkl"
    names = [f"{learner}{number}" for learner in learners for number in range(8)]
    random.Random(5).shuffle(names)
    send(ledger, *names)
    running: set[str] = set()
    done: list[str] = []
    trouble: list[str] = []
    changing = threading.Lock()

    def work() -> None:
        while len(done) < len(names):
            name = take(ledger)
            if name is None:
                continue
            with changing:
                if name[0] in running:
                    trouble.append(name)
                running.add(name[0])
            with changing:
                running.discard(name[0])
                done.append(name)
            finish(ledger, name)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not trouble
    assert sorted(done) == sorted(names)
    for learner in learners:
        own = [name for name in done if name[0] == learner]
        assert own == [name for name in names if name[0] == learner]


def send_experiment(ledger: Ledger, name: str, most: int = 100) -> str:
    return ledger.accept(job(name), learner=name[0], line="experiments", most_waiting=most, refusal=REFUSAL)


def test_who_waits_for_an_experiment_runs_snippets_meanwhile(ledger: Ledger) -> None:
    assert send_experiment(ledger, "a1") == "new"
    send(ledger, "a2", "b1")
    assert ledger.take_turn("node", "experiments") == ("a1", 1)
    assert [take(ledger), take(ledger)] == ["a2", "b1"]
    assert ledger.take_turn("node", "experiments") is None
    finish(ledger, "a1")
    finish(ledger, "a2")
    assert (ledger.line(), ledger.line("experiments")) == ([], [])


def test_each_line_has_its_own_bound_and_its_own_order(ledger: Ledger) -> None:
    assert [send_experiment(ledger, name, most=2) for name in ("a1", "a2", "a3", "b1")] == [
        "new", "new", "refused", "new"
    ]  # fmt: skip
    assert send(ledger, "a4", most=2) == ["new"]
    assert ledger.line("experiments") == ["a1", "b1", "a2"]
    assert ledger.line() == ["a4"]
    assert ledger.someone_waits("experiments")


def test_an_experiment_whose_worker_died_goes_back_to_its_own_line(ledger: Ledger) -> None:
    send_experiment(ledger, "a1")
    ledger.take_turn("node", "experiments")
    assert ledger.release("a1")
    assert (ledger.line(), ledger.line("experiments")) == ([], ["a1"])


def test_those_in_either_line_and_those_running_are_looked_after(ledger: Ledger) -> None:
    send_experiment(ledger, "a1")
    send_experiment(ledger, "b1")
    send(ledger, "c1", "d1")
    ledger.take_turn("node", "experiments")
    take(ledger)
    assert sorted(entry.job.id for entry in ledger.in_line_or_running()) == ["a1", "b1", "c1", "d1"]


def test_a_process_runs_one_experiment_at_a_time_and_any_number_of_snippets() -> None:
    rooms = Rooms(read_settings())
    with rooms.free_for("experiments") as first, rooms.free_for("snippets") as snippet:
        assert (first, snippet) == (True, True)
        with rooms.free_for("experiments") as second:
            assert not second
        with rooms.free_for("experiments") as third:
            assert not third
    with rooms.free_for("experiments") as again:
        assert again
