"""One real sandbox for all the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from runners.sandbox import Limits, Sandbox, WalkReport
from runners.shapes import walk_code
from runners.values import ShapeWalk


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=30)) as started:
        yield started


class Hasty:
    """The same sandbox, which stops a walk soon."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def walk(self, code: str, *, prelude: str = "") -> WalkReport:
        return self._sandbox.walk(code, prelude=prelude, limits=Limits(seconds=3))


@pytest.fixture(scope="session")
def walk(sandbox: Sandbox) -> Callable[[str], ShapeWalk]:
    return lambda code: walk_code(sandbox, code)
