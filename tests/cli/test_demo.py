"""`tutor demo` as a newcomer starts it, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support import eventually


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """A running `tutor demo`."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        self.environment = {**os.environ, "TUTOR_DATA": str(data)}
        self.log = data.parent / "demo.log"
        self.process = self._start(self.port, self.log)
        eventually(lambda: "is ready" in self.output(), seconds=90)
        self.family = psutil.Process(self.process.pid).children(recursive=True)

    def _start(self, port: int, log: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bot.cli", "demo", "--port", str(port)]
        with log.open("wb") as output:
            return subprocess.Popen(command, env=self.environment, stdout=output, stderr=output, start_new_session=True)

    def output(self) -> str:
        assert self.process.poll() is None or "is ready" in self.log.read_text(), self.log.read_text()
        return self.log.read_text()

    def second(self) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot.cli", "demo", "--port", str(free_port())]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=60)

    def left_over(self) -> list[psutil.Process]:
        return [process for process in self.family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "data")
    yield running
    running.process.kill()
    running.process.wait(20)
    eventually(lambda: not running.left_over())


def test_the_page_is_served_a_second_demo_is_told_and_ctrl_c_ends_everything(demo: Demo) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/", timeout=10) as page:
        assert b"Indaba" in page.read()
    assert f"http://127.0.0.1:{demo.port}" in demo.output()

    second = demo.second()
    assert second.returncode != 0
    assert second.stderr.strip() == f"The tutor is running already: http://127.0.0.1:{demo.port}"

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(30) == 0
    assert demo.left_over() == []
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", demo.port))


def test_no_process_outlives_a_demo_that_is_killed(demo: Demo) -> None:
    demo.process.kill()
    demo.process.wait(20)
    eventually(lambda: not demo.left_over())
