"""Our own code in a child: progress, animations, numbers, and an end that lets it finish."""

from __future__ import annotations

import threading
import time

import pytest

from runners.sandbox import Limits, Sandbox, SandboxError, Stop
from runners.values import RunResult

MODULE = "experiment"
READING = """
from types import SimpleNamespace
def reading(text, alts=(), animations=(), numbers={}):
    return SimpleNamespace(text=text, alts=alts, animations=animations, numbers=numbers)
"""
COUNTING = """
import time
import matplotlib.pyplot as plt
from reading import reading
def run(*, steps, progress):
    for step in range(steps):
        time.sleep(0.02)
        if not progress((step + 1) / steps, f"step {step + 1} of {steps}"):
            break
    plt.plot([0, 1])
    return reading(f"{step + 1} steps", ("a line",), numbers={"steps": str(step + 1), "loss": "0.5"})
"""
DEAF = """
import time
from reading import reading
def run(*, progress):
    progress(0.1, "begun")
    time.sleep(30)
    return reading("done")
"""
MOVING = """
import io
from types import SimpleNamespace
import matplotlib.pyplot as plt
from PIL import Image
from reading import reading
def run(*, progress):
    frames = [Image.new("P", (40, 30), colour) for colour in (0, 1)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "gif", save_all=True, append_images=frames[1:])
    plt.plot([0, 1])
    return reading("moving", ("a line",), [SimpleNamespace(data=buffer.getvalue(), alt="it moves")])
"""
FAILING = """
def run(*, progress):
    return 1 / 0
"""


def run(sandbox: Sandbox, source: str, **parameters: object) -> RunResult:
    sources = {MODULE: source, "reading": READING}
    return sandbox.run_trusted(sources, MODULE, parameters, limits=Limits(seconds=20.0))


def stopped_after(sandbox: Sandbox, seconds: float, source: str, **parameters: object) -> tuple[RunResult, float]:
    """The result, and the seconds that went by between the stop and it."""
    stop = Stop()
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        stop.set()

    timer = threading.Timer(seconds, press)
    with sandbox.stopped_by(stop):
        timer.start()
        result = run(sandbox, source, **parameters)
    return result, time.monotonic() - pressed[0]


def test_progress_figures_and_numbers_come_back(sandbox: Sandbox) -> None:
    told: list[tuple[float, str]] = []
    sources = {MODULE: COUNTING, "reading": READING}
    result = sandbox.run_trusted(sources, MODULE, {"steps": 3}, on_progress=lambda *what: told.append(what))
    assert (result.status, result.stdout) == ("ok", "3 steps\n")
    assert result.result == "steps: 3\nloss: 0.5"
    assert [figure.alt for figure in result.figures] == ["a line"]
    assert told == [(pytest.approx(1 / 3), "step 1 of 3"), (pytest.approx(2 / 3), "step 2 of 3"), (1.0, "step 3 of 3")]


def test_one_that_is_stopped_shows_what_there_is(sandbox: Sandbox) -> None:
    result, _ = stopped_after(sandbox, 0.5, COUNTING, steps=10_000)
    assert result.status == "stopped"
    assert 1 < int(result.stdout.split()[0]) < 1_000
    assert [figure.alt for figure in result.figures] == ["a line"]


def test_one_whose_time_is_up_shows_what_there_is(sandbox: Sandbox) -> None:
    sources = {MODULE: COUNTING, "reading": READING}
    result = sandbox.run_trusted(sources, MODULE, {"steps": 10_000}, limits=Limits(seconds=1.0))
    assert result.status == "timeout"
    assert 1 < int(result.stdout.split()[0]) < 1_000
    assert [figure.alt for figure in result.figures] == ["a line"]


def test_one_that_does_not_listen_is_ended_all_the_same(sandbox: Sandbox) -> None:
    result, seconds = stopped_after(sandbox, 0.5, DEAF)
    assert (result.status, result.figures) == ("stopped", ())
    assert seconds < 10


def test_animations_come_before_the_figures(sandbox: Sandbox) -> None:
    moving, still = run(sandbox, MOVING).figures
    assert (moving.alt, moving.width, moving.height) == ("it moves", 40, 30)
    assert moving.data.startswith(b"GIF8")
    assert (still.alt, still.data[:4]) == ("a line", b"\x89PNG")


def test_a_failure_is_ours(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="ZeroDivisionError"):
        run(sandbox, FAILING)


def test_a_learners_code_that_is_stopped_gets_no_time_to_draw(sandbox: Sandbox) -> None:
    stop = Stop()
    timer = threading.Timer(0.5, stop.set)
    with sandbox.stopped_by(stop):
        timer.start()
        result = sandbox.run(
            "import signal, time\nsignal.signal(signal.SIGTERM, lambda *_: print('heard'))\ntime.sleep(30)"
        )
    assert (result.status, result.stdout) == ("stopped", "")
