"""Child processes that are started again when they die and that never outlive their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent ends (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            raise SystemExit(0)


@dataclass
class Child:
    """A Python module run as a process, with its own environment and log file."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = self._spawn(output)
        self.started.append(time.monotonic())

    def _spawn(self, output: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *self.arguments],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )

    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def restarts_within(self, seconds: float) -> int:
        since = time.monotonic() - seconds
        return sum(moment > since for moment in self.started) - 1

    def last_words(self, lines: int = 3) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").strip().splitlines()[-lines:])

    def stop(self, patience: float) -> None:
        """Ask it to end; after `patience` seconds, end it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self._kill_group()

    def _kill_group(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
