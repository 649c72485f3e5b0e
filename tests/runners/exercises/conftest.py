"""One real sandbox for all the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from runners.sandbox import CallReport, Case, Limits, Sandbox


class Hasty:
    """The same sandbox, which stops an attempt soon."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def call(self, code: str, function: str, cases: Sequence[Case]) -> CallReport:
        return self._sandbox.call(code, function, cases, limits=Limits(seconds=3))


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=20)) as started:
        yield started


@pytest.fixture(scope="session")
def hasty_sandbox(sandbox: Sandbox) -> Hasty:
    return Hasty(sandbox)
