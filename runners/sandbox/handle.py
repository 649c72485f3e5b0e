"""A child as the supervisor sees it: a process descriptor and three pipes."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from runners.sandbox import usage
from runners.sandbox.frames import NO_NONCE, Frame, FrameReader
from runners.sandbox.values import Layer


class Parent(Protocol):
    """The zygote that forked a child."""

    @property
    def alive(self) -> bool: ...


@dataclass(eq=False)
class Child:
    """`pid` is the process that the zygote forked; in namespaces it waits for the one that works, `working_pid`.

    `layers` is empty until the child has said that it is locked in and warm; `status` is its exit status
    (negative for a signal), None while it runs or when its zygote ended first."""

    number: int
    folder: Path
    zygote: Parent
    job: int
    result: int
    output: int
    pid: int = 0
    pidfd: int | None = None
    working_pid: int = 0
    working_pidfd: int | None = None
    layers: tuple[Layer, ...] = ()
    trouble: str = ""
    status: int | None = None
    ended: threading.Event = field(default_factory=threading.Event)
    reader: FrameReader = field(default_factory=FrameReader)
    nonce: bytes = NO_NONCE

    def expect(self, nonce: bytes) -> None:
        """Frames after the child's first, `warm`, must carry this nonce."""
        self.nonce = nonce
        if self.layers:
            self.reader.nonce = nonce

    def read_frames(self) -> list[Frame] | None:
        """Frames that have arrived; None at the end of the pipe. Raises BadFrame."""
        try:
            data = os.read(self.result, 1 << 20)
        except BlockingIOError:
            return []
        return [frame for frame in self.reader.feed(data) if not self._is_start(frame)] if data else None

    def wait_until_warm(self, seconds: float) -> bool:
        """Whether a frame has arrived, without reading it."""
        poller = select.poll()
        poller.register(self.result, select.POLLIN)
        return bool(poller.poll(1000 * seconds))

    def is_warm(self) -> bool:
        """Whether the child has said so. Before its job it says nothing else."""
        if not self.layers:
            self.read_frames()
        return bool(self.layers)

    def kill(self) -> None:
        """End the process that works; the one that waits for it collects it and ends as well."""
        self._signal(signal.SIGKILL)

    def ask_to_end(self) -> None:
        """What the process that works does then is its own affair."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        descriptor = self.working_pidfd if self.working_pidfd is not None else self.pidfd
        with contextlib.suppress(ProcessLookupError):
            if descriptor is not None:
                signal.pidfd_send_signal(descriptor, number)
            elif self.pid and not self.ended.is_set():
                os.kill(self.pid, number)

    def close(self) -> None:
        for descriptor in (self.job, self.result, self.output, self.pidfd, self.working_pidfd):
            if descriptor is not None and descriptor >= 0:
                os.close(descriptor)
        self.job = self.result = self.output = -1
        self.pidfd = self.working_pidfd = None

    def _find_worker(self) -> None:
        """No learner's code has run yet, so the process that waits has at most one child: the one that works."""
        inner = usage.only_child(self.pid)
        self.working_pid = inner or self.pid
        if inner and self.working_pidfd is None:
            with contextlib.suppress(ProcessLookupError):
                self.working_pidfd = os.pidfd_open(inner)

    def _is_start(self, frame: Frame) -> bool:
        if self.layers:
            return False
        if frame.kind == "warm":
            self.layers = tuple(Layer(name, in_force, detail) for name, in_force, detail in frame.header["layers"])
            self.reader.nonce = self.nonce
            self._find_worker()
            return True
        if frame.kind == "broken":
            self.trouble = str(frame.header.get("text"))
        return False
