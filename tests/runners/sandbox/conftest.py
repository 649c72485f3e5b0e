"""One sandbox with real children for all tests of this folder."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

import pytest

from runners.sandbox import Limits, Sandbox
from tests.support import eventually


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """It starts while the worker's environment holds secrets."""
    running = Sandbox(Limits(seconds=20.0), size=2)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TUTOR_REDIS_URL", "redis://secret")
        environment.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
        running.start()
    yield running
    running.close()


GENEROUS_SECONDS = 5.0


@pytest.fixture
def hostile_before_kind(sandbox: Sandbox) -> Iterator[None]:
    """After an attack the next learner is served without delay."""
    yield
    after = sandbox.run("print(6 * 7)")
    assert after.stdout == "42\n" and after.seconds.total < GENEROUS_SECONDS


def warm_seconds(sandbox: Sandbox, repeats: int = 5) -> float:
    """The median of snippets that each find a child that has waited for them."""
    taken = []
    for _ in range(repeats):
        eventually(lambda: sandbox.waiting >= 2)
        taken.append(sandbox.run("1 + 1").seconds.total)
    return statistics.median(taken)


@pytest.fixture(scope="module")
def as_fast_afterwards(sandbox: Sandbox) -> Iterator[None]:
    """All attacks of a module together leave the sandbox as fast as it was."""
    before = warm_seconds(sandbox)
    yield
    assert warm_seconds(sandbox) < 5 * before + 0.01
