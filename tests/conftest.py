"""What several rooms' tests share: a real broker, and settings that point at throw-away places."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from runners.sandbox.zygote_process import COMPILE_QUICKLY
from tests.browser import chromium
from tests.support import eventually
from workers.broker import broker_url, socket_path
from workers.dispatch import make_redis

# Before JAX starts anywhere: what the tests call directly is then compiled as in the sandbox, and quickly.
os.environ.setdefault("XLA_FLAGS", COMPILE_QUICKLY)


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an embedded broker that lives as long as the test session."""
    folder: Path = tmp_path_factory.mktemp("broker")
    process = subprocess.Popen([sys.executable, "-m", "workers.broker", str(folder), str(socket_path(folder))])
    redis = make_redis(broker_url(folder))
    eventually(redis.ping)
    yield broker_url(folder)
    redis.close()
    process.terminate()
    process.wait(10)


@pytest.fixture
def redis(broker: str) -> Iterator[Redis]:
    """An empty broker."""
    client = make_redis(broker)
    client.flushall()
    yield client
    client.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium, for the tests that look at the page."""
    with chromium() as running:
        yield running
