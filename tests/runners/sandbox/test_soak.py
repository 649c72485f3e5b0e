"""A short version of the soak; `python -m tests.runners.sandbox.soak` is the long one."""

from __future__ import annotations

import sys

import pytest

from runners.sandbox import Sandbox
from tests.runners.sandbox.soak import soak

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_hundred_snippets_leave_nothing_behind(sandbox: Sandbox) -> None:
    summary = soak(sandbox, 100, minutes=3)
    assert (summary["snippets"], summary["unexpected"], summary["grown"]) == (100, {}, [])
