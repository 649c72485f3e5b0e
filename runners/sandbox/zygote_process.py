"""The supervisor's side of the zygote: start it, ask it for children, hear when they end."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from runners.sandbox import messages
from runners.sandbox.handle import Child
from runners.sandbox.values import SandboxError

COMPILE_QUICKLY = "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false"
Progress = Callable[[str], None]
_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.append({root!r}); from runners.sandbox import zygote; zygote.main{arguments!r}"


class ZygoteGone(SandboxError):
    """The zygote has ended; the caller starts another."""


class ZygoteProcess:
    """A running zygote. Thread-safe."""

    def __init__(
        self,
        folder: Path,
        *,
        hidden: Sequence[str],
        become_nobody: bool,
        file_bytes: int,
        without: Sequence[str] = (),
        programs: Path | None = None,
    ) -> None:
        self.folder = folder
        self._programs = programs
        self.missing: tuple[str, ...] = ()
        self.threads = 0
        self._plan = {
            "folder": str(folder),
            "hidden": list(hidden),
            "become_nobody": become_nobody,
            "file_bytes": file_bytes,
            "without": list(without),
        }
        self._numbers = itertools.count()
        self._sending = threading.Lock()
        self._children: dict[int, Child] = {}
        self._forked: dict[int, SimpleQueue[bool]] = {}
        self._gone = threading.Event()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._gone.is_set()

    def start(self, on_progress: Progress | None = None, *, seconds: float = 120.0) -> None:
        """Wait until the libraries are imported. Raises SandboxError with the reason when they can't be."""
        ours, theirs = socket.socketpair()
        ours.settimeout(seconds)
        with theirs, open(self.folder / "zygote.log", "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", self._command(theirs.fileno())],
                env=clean_environment(self.folder),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._channel = ours
        try:
            self._wait_until_ready(on_progress or (lambda text: None))
        except BaseException:
            self.close()
            raise
        ours.settimeout(None)
        threading.Thread(target=self._listen, name="sandbox-zygote", daemon=True).start()

    def _command(self, descriptor: int) -> str:
        programs = str(self._programs) if self._programs else None
        return _START.format(root=str(_ROOT), arguments=(descriptor, self._plan, programs))

    def _wait_until_ready(self, on_progress: Progress) -> None:
        while True:
            try:
                received = messages.receive(self._channel)
            except TimeoutError:
                raise SandboxError("importing the libraries takes too long; is the machine busy?") from None
            if received is None:
                raise SandboxError(f"the zygote ended while it started: {self._log_tail()}")
            message = received[0]
            if message["kind"] == "progress":
                on_progress(message["text"])
            elif message["kind"] == "failed":
                raise SandboxError(f"the libraries can't be imported; install indaba-tutor[runners]. {message['text']}")
            else:
                self.missing, self.threads = tuple(message["missing"]), message["threads"]
                return

    def fork(self, folder: Path, cgroup: Path | None = None, *, seconds: float = 20.0) -> Child:
        """A new child that works in `folder`, and in `cgroup` if there is one.

        Raises ZygoteGone when the zygote has ended."""
        job_end, job = os.pipe()
        result, result_end = os.pipe()
        output, output_end = os.pipe()
        child = Child(next(self._numbers), folder, self, job, result, output)
        for descriptor in (job, result, output):
            os.set_blocking(descriptor, False)
        answer = self._forked[child.number] = SimpleQueue()
        self._children[child.number] = child
        try:
            group = str(cgroup) if cgroup else None
            message = {"kind": "fork", "child": child.number, "folder": str(folder), "cgroup": group}
            self._send(message, [job_end, result_end, output_end])
            if not self.alive or not answer.get(timeout=seconds):
                raise ZygoteGone("the zygote has ended")
        except (OSError, Empty) as error:
            self._children.pop(child.number, None)
            child.close()
            raise ZygoteGone("the zygote does not answer") from error
        except ZygoteGone:
            child.close()
            raise
        finally:
            for descriptor in (job_end, result_end, output_end):
                os.close(descriptor)
            self._forked.pop(child.number, None)
        return child

    def load(self, programs: Path) -> None:
        """Let later children find the compiled programs of this file. Raises OSError when the zygote has ended."""
        self._programs = programs
        self._send({"kind": "programs", "path": str(programs)}, [])

    def close(self, *, seconds: float = 5.0) -> None:
        """End the zygote; its children die with it."""
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._gone.set()

    def _send(self, message: dict[str, Any], descriptors: list[int]) -> None:
        with self._sending:
            messages.send(self._channel, message, descriptors)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while received := messages.receive(self._channel):
                self._hear(*received)
        self._gone.set()
        for answer in list(self._forked.values()):
            answer.put(False)
        for child in list(self._children.values()):
            child.ended.set()
        self._children.clear()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5.0)
        self._channel.close()

    def _hear(self, message: dict[str, Any], descriptors: list[int]) -> None:
        number = message["child"]
        if message["kind"] == "forked":
            child = self._children[number]
            child.pid, child.pidfd = message["pid"], descriptors[0] if descriptors else None
            answer = self._forked.get(number)
            if answer is not None:
                answer.put(True)
        elif number in self._children:
            child = self._children.pop(number)
            child.status = message["status"]
            child.ended.set()

    def _log_tail(self) -> str:
        status = self._process.wait(5.0)
        return f"exit status {status}. " + (self.folder / "zygote.log").read_text("utf-8", "replace")[-1000:]


def clean_environment(folder: Path) -> dict[str, str]:
    """All that a child's environment holds: nothing of the worker's."""
    return {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "MPLCONFIGDIR": str(folder),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "JAX_PLATFORMS": "cpu",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "XLA_FLAGS": COMPILE_QUICKLY,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
