"""One sandbox with real children for all tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from runners.sandbox import Limits, Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    secrets = {"TUTOR_REDIS_URL": "redis://secret", "SLACK_BOT_TOKEN": "xoxb-secret"}
    os.environ.update(secrets)
    try:
        with Sandbox(Limits(seconds=20.0), size=2) as running:
            yield running
    finally:
        for name in secrets:
            del os.environ[name]
