"""Child processes that never outlive their parent, however that ends.

Each is started as `python -m workers.processes SIGNAL MODULE ARGUMENT ...`: that asks the kernel
for the signal at the parent's end, and then becomes the module.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


def die_with_parent(by: signal.Signals) -> None:
    """Ask the kernel to send `by` when the parent ends (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)
        if os.getppid() == 1:
            raise SystemExit(0)


@dataclass
class Child:
    """A Python module run as a process, with its own environment and log file."""

    name: str
    module: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    at_parents_end: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = self._spawn(output)
        self.started.append(time.monotonic())

    def _spawn(self, output: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", __name__, self.at_parents_end.name, self.module, *self.arguments],
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


def main() -> None:
    """Become `sys.argv[2]`, a module, that ends with its parent."""
    by, module, *arguments = sys.argv[1:]
    die_with_parent(signal.Signals[by])
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
