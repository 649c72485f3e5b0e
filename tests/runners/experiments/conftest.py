"""One sandbox for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runners.sandbox import Limits, Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=60.0), size=1) as running:
        yield running
