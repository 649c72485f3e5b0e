"""One real sandbox for all the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runners.sandbox import Limits, Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=30)) as started:
        yield started
