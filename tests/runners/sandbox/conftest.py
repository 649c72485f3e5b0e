"""One sandbox with real children for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runners.sandbox import Limits, Sandbox


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
