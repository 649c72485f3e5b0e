"""The sandbox as the rest of the program sees it."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from runners.sandbox import assembly, folders, recording, report, walk_report
from runners.sandbox.conversation import Conversation, Transcript
from runners.sandbox.encoding import Encoder
from runners.sandbox.frames import Frame
from runners.sandbox.isolation import LayerName
from runners.sandbox.pool import Pool
from runners.sandbox.programs import find as find_programs
from runners.sandbox.programs import installed_folder
from runners.sandbox.programs import write as write_programs
from runners.sandbox.stopping import Stop
from runners.sandbox.text import Output
from runners.sandbox.values import (
    Argument,
    CallReport,
    Case,
    Experiment,
    Layer,
    Limits,
    SandboxClosed,
    SandboxError,
    WalkReport,
)
from runners.sandbox.zygote_process import ZygoteProcess
from runners.values import RunResult, Seconds

Progress = Callable[[str], None]
_GRACE_SECONDS = 3.0
"""The most that our own code may take to draw what there is, once it is stopped. It needs less on a machine at rest."""


class Sandbox:
    """Runs code in children that are used once. Thread-safe: call it from as many threads as there are cores.

    `size` children wait with JAX started. A learner's failure is a result; SandboxError is ours. Compiled programs
    are looked for in the folders `programs`, and at the installation. `without` turns layers off: for tests of the
    others.
    """

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008
        *,
        size: int = 2,
        programs: Sequence[Path] = (),
        without: Sequence[LayerName] = (),
    ) -> None:
        self.limits = limits
        self._without = without
        self.programs = find_programs([*programs, installed_folder()])
        self._size = size
        self._pool: Pool | None = None
        self._folder: Path | None = None
        self._changing = threading.Lock()
        self._this_thread = threading.local()

    def start(self, on_progress: Progress | None = None) -> Sandbox:
        """Wait until the libraries are imported and the children are warm."""
        if not hasattr(os, "fork"):
            raise SandboxError("this system can't fork processes; on Windows run the tutor inside WSL")
        with self._changing:
            if self._pool is None:
                self._folder = Path(tempfile.mkdtemp(prefix="tutor-sandbox-")).resolve()
                self._pool = self._make_pool(self._folder)
                try:
                    self._pool.start(on_progress or (lambda text: None))
                except BaseException:
                    self._close()
                    raise
        return self

    def close(self) -> None:
        """End every process and remove every file. Runs in other threads end with SandboxClosed."""
        with self._changing:
            self._close()

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def stopped_by(self, stop: Stop) -> Iterator[None]:
        """Inside the block, what this thread has the sandbox do ends, as `stopped`, when `stop` is set."""
        self._this_thread.stop = stop
        try:
            yield
        finally:
            del self._this_thread.stop

    def run(self, code: str, *, limits: Limits | None = None) -> RunResult:
        """Run a learner's code as a notebook cell."""
        limits = limits or self.limits
        size = len(code.encode("utf-8", "surrogatepass"))
        if size > limits.source_bytes:
            return RunResult("error", error=report.too_long(size, limits))
        started = time.monotonic()
        transcript = self._hold(Frame({"kind": "run", "code": code}), limits)
        return _timed(report.run_result(code, transcript, limits), started)

    def call(
        self, code: str, function: str, cases: Sequence[Case | Sequence[Argument]], *, limits: Limits | None = None
    ) -> CallReport:
        """Run a learner's code, then call their `function` with each case's arguments, arrays as JAX arrays."""
        limits = limits or self.limits
        size = len(code.encode("utf-8", "surrogatepass"))
        if size > limits.source_bytes:
            return CallReport("error", error=report.too_long(size, limits))
        encoder = Encoder()
        nodes = [_case_node(case if isinstance(case, Case) else Case(tuple(case)), encoder) for case in cases]
        header = {"kind": "call", "code": code, "function": function, "cases": nodes}
        transcript = self._hold(Frame(header, bytes(encoder.payload)), limits)
        return report.call_report(code, function, len(nodes), transcript, limits)

    def walk(self, code: str, *, prelude: str = "", limits: Limits | None = None) -> WalkReport:
        """Run a learner's code after the imports of `prelude`, and tell what each of its expressions gave."""
        limits = limits or self.limits
        size = len(code.encode("utf-8", "surrogatepass"))
        if size > limits.source_bytes:
            return WalkReport("error", error=report.too_long(size, limits))
        transcript = self._hold(Frame({"kind": "walk", "code": code, "prelude": prelude}), limits)
        return walk_report.walk_report(code, transcript, limits)

    def run_trusted(
        self,
        modules: Mapping[str, str],
        module: str,
        parameters: Mapping[str, Any],
        *,
        data: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        on_progress: Callable[[float, str], None] | None = None,
    ) -> RunResult:
        """Run `module.run(**parameters)` of our own source texts, by module name, in a child; `data` are files in
        base64 that `importlib.resources` finds in their packages. When it is stopped or its time is up it may hand
        over what there is: the result then says so, and has figures.

        Raises SandboxError with the traceback when that code fails: it is ours."""
        limits = limits or self.limits
        started = time.monotonic()
        experiment = Experiment(dict(modules), module, dict(parameters), dict(data or {}))
        header = {"kind": "experiment", **asdict(experiment)}
        transcript = self._hold(Frame(header), limits, _progress_listener(on_progress), grace=_GRACE_SECONDS)
        last = transcript.frames[-1].header if transcript.ending == "finished" else {}
        if last.get("kind") == "broken":
            raise SandboxError(f"{module} failed with {dict(parameters)}: {last.get('text')}")
        result = _timed(report.run_result("", transcript, limits), started)
        cut_short = transcript.cut_short if last.get("stopped") else None
        return replace(result, status=cut_short) if cut_short else result

    def compile(
        self, work: Sequence[str | Experiment], folder: Path, *, at_once: int = 1, seconds: float = 900.0
    ) -> Path:
        """Run our own snippets and experiments, keep the programs that they compile in `folder`, and give them to
        later children.

        Raises SandboxError when one fails, OSError when the folder can't be written."""
        limits = replace(self.limits, seconds=seconds, memory_bytes=2 << 30, result_bytes=128 << 20)
        entries: dict[str, bytes] = {}
        with ThreadPoolExecutor(at_once) as threads:
            for programs in threads.map(lambda one: self._compiled(one, limits), work):
                entries.update(programs)
        self.programs = write_programs(folder, entries)
        self._running().use_programs(self.programs)
        return self.programs

    def _compiled(self, one: str | Experiment, limits: Limits) -> dict[str, bytes]:
        wanted = {"snippet": one} if isinstance(one, str) else asdict(one)
        transcript = self._hold(Frame({"kind": "compile", **wanted}), limits)
        last = transcript.frames[-1] if transcript.frames else Frame({"text": transcript.ending})
        if transcript.ending != "finished" or last.kind == "broken":
            raise SandboxError(f"the usual programs can't be compiled: {last.header.get('text')}")
        return recording.programs_in(last)

    def layers(self) -> tuple[Layer, ...]:
        """The layers of isolation on this machine. Empty before the start."""
        return (*self._pool.layers, self._cgroup_layer) if self._pool else ()

    @property
    def waiting(self) -> int:
        """How many children wait warm."""
        return self._pool.warm if self._pool else 0

    @property
    def zygote_pid(self) -> int:
        return self._running().zygote().pid

    def _hold(
        self,
        job: Frame,
        limits: Limits,
        on_progress: Callable[[Frame], None] | None = None,
        *,
        grace: float = 0.0,
        attempts: int = 3,
    ) -> Transcript:
        """Hold the conversation with a child; again with another one when the zygote ended under it."""
        pool = self._running()
        stop = getattr(self._this_thread, "stop", None) or Stop()
        for _ in range(attempts):
            if stop.is_set:
                return Transcript(Output(limits.output_bytes), ending="stopped")
            child = pool.take()
            try:
                transcript = Conversation(child, job, limits, on_progress, stop, grace=grace).hold()
            finally:
                pool.retire(child)
            if self._pool is not pool:
                raise SandboxClosed("the sandbox was closed")
            if transcript.ending != "ended" or child.zygote.alive:
                return transcript
        raise SandboxError(f"the sandbox's zygote ended under the same code {attempts} times")

    def _running(self) -> Pool:
        if self._pool is None:
            raise SandboxClosed("the sandbox is closed or was not started")
        return self._pool

    def _make_pool(self, folder: Path) -> Pool:
        nobody = "user" not in self._without and assembly.can_become_nobody()
        folder.chmod(0o711)
        group, self._cgroup_layer = assembly.make_cgroup(self.limits, turned_off="cgroup" in self._without)

        def make_zygote() -> ZygoteProcess:
            return ZygoteProcess(
                folder,
                hidden=assembly.own_folders(),
                become_nobody=nobody,
                file_bytes=self.limits.file_bytes,
                without=self._without,
                programs=self.programs,
            )

        return Pool(make_zygote, folder, size=self._size, become_nobody=nobody, cgroup=group)

    def _close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()
        if self._folder is not None:
            folders.remove(self._folder)
            self._folder = None


def _case_node(case: Case, encoder: Encoder) -> dict[str, Any]:
    return {
        "args": [encoder.node(value) for value in case.args],
        "kwargs": {key: encoder.node(value) for key, value in case.kwargs.items()},
    }


def _progress_listener(on_progress: Callable[[float, str], None] | None) -> Callable[[Frame], None] | None:
    if on_progress is None:
        return None
    return lambda frame: on_progress(float(frame.header["done"]), str(frame.header["text"]))


def _timed(result: RunResult, started: float) -> RunResult:
    total = time.monotonic() - started
    run = result.seconds.run
    return replace(result, seconds=Seconds(queue=max(0.0, total - run), run=run, total=total))
