"""One job with one child: send it, gather frames and output, hold the limits, end the child."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Literal

from runners.sandbox import frames, usage
from runners.sandbox.frames import BadFrame, Frame
from runners.sandbox.handle import Child
from runners.sandbox.stopping import Stop
from runners.sandbox.text import Output
from runners.sandbox.values import Limits

Ending = Literal["finished", "timeout", "memory", "threads", "output_limit", "stopped", "ended", "hostile"]
FINAL = ("result", "done", "broken")
_WATCH_MILLISECONDS = 20
_DYING_SECONDS = 1.0
"""How long a child that has closed its pipe may take to end by itself and so leave a status that says why."""


@dataclass
class Transcript:
    """How a job went. `frames` are as hostile as the code that ran; `peak_bytes` is what the watchdog saw;
    `cut_short` says why the child was asked to finish, if it was."""

    output: Output
    frames: list[Frame] = field(default_factory=list)
    ending: Ending = "ended"
    status: int | None = None
    peak_bytes: int = 0
    seconds: float = 0.0
    cut_short: Literal["stopped", "timeout"] | None = None


class Conversation:
    """Call `hold` once. The child is killed when it returns."""

    def __init__(
        self,
        child: Child,
        job: Frame,
        limits: Limits,
        on_progress: Callable[[Frame], None] | None,
        stop: Stop,
        *,
        grace: float = 0.0,
    ) -> None:
        """`grace` is how many seconds the child may take to finish once it is stopped, or its time is up; without, it
        is killed."""
        nonce = os.urandom(frames.NONCE_BYTES)
        job = replace(job, header={**job.header, "nonce": nonce.hex(), "limits": limits.to_dict()})
        self._to_send = memoryview(frames.encode(job))
        self._child = child
        self._limits = limits
        self._on_progress = on_progress
        self._stop = stop
        self._grace = grace
        child.expect(nonce)
        self._left = 2 * limits.result_bytes + (16 << 20)
        self._start: usage.Usage | None = None
        self._transcript = Transcript(Output(limits.output_bytes))
        self._poller = select.poll()

    def hold(self) -> Transcript:
        started = time.monotonic()
        if self._child.is_warm():
            self._note_start()
        self._send()
        self._poller.register(self._child.result, select.POLLIN)
        self._poller.register(self._child.output, select.POLLIN)
        with nullcontext() if self._grace else self._stop.ends(self._child.kill):
            ending = self._follow(started + self._limits.seconds)
        self._transcript.seconds = time.monotonic() - started
        self._transcript.ending = ending
        if ending == "ended" and self._child.ended.wait(_DYING_SECONDS):
            self._transcript.status = self._child.status
        self._note_peak()
        self._child.kill()
        self._drain()
        return self._transcript

    def _follow(self, until: float) -> Ending:
        """Until the child has finished, is stopped, or passes a limit."""
        ending = None
        try:
            while ending is None:
                if self._is_to_finish(until):
                    until = self._ask_to_end()
                ending = self._step() if time.monotonic() < until else "timeout"
        except BadFrame:
            return "hostile"
        return "stopped" if ending in ("ended", "timeout") and self._stop.is_set else ending

    def _is_to_finish(self, until: float) -> bool:
        """Whether it is stopped or late, and has a grace that it was not given yet."""
        due = self._stop.is_set or time.monotonic() >= until
        return due and self._grace > 0 and self._transcript.cut_short is None

    def _ask_to_end(self) -> float:
        """Returns when its grace is over."""
        self._transcript.cut_short = "stopped" if self._stop.is_set else "timeout"
        self._child.ask_to_end()
        return time.monotonic() + self._grace

    def _step(self) -> Ending | None:
        for descriptor, event in self._poller.poll(_WATCH_MILLISECONDS):
            if descriptor == self._child.job:
                self._send()
            elif descriptor == self._child.output:
                if not self._read_output() and event & select.POLLHUP:
                    self._poller.unregister(descriptor)
            elif ending := self._read_frames():
                return ending
        return self._watch()

    def _send(self) -> None:
        """As much of the job as the pipe takes; the rest when the child has read."""
        try:
            while self._to_send:
                self._to_send = self._to_send[os.write(self._child.job, self._to_send) :]
        except BlockingIOError:
            self._poller.register(self._child.job, select.POLLOUT)
            return
        except BrokenPipeError:
            self._to_send = self._to_send[:0]
        if self._child.job >= 0:
            _forget(self._poller, self._child.job)
            os.close(self._child.job)
            self._child.job = -1

    def _read_output(self) -> bool:
        try:
            data = os.read(self._child.output, 1 << 16)
        except BlockingIOError:
            return True
        self._transcript.output.add(data)
        return bool(data)

    def _read_frames(self) -> Ending | None:
        arrived = self._child.read_frames()
        if arrived is None:
            return "ended"
        for frame in arrived:
            self._left -= len(frame.payload) + 1024
            if frame.kind == "progress":
                if self._on_progress:
                    self._on_progress(frame)
                continue
            self._transcript.frames.append(frame)
            if frame.kind in FINAL:
                return "finished"
        return None if self._left > 0 else "hostile"

    def _watch(self) -> Ending | None:
        if self._transcript.output.total > self._limits.flood_bytes:
            return "output_limit"
        if not self._child.layers:
            return None
        start = self._start or self._note_start()
        now = usage.of(self._child.working_pid)
        used = now.resident - start.resident
        self._transcript.peak_bytes = max(self._transcript.peak_bytes, used)
        if used > self._limits.memory_bytes + (64 << 20):
            return "memory"
        return "threads" if now.threads - start.threads > self._limits.threads else None

    def _note_start(self) -> usage.Usage:
        """What the child used before the learner's code: a child that is not warm yet is measured when it is."""
        self._start = usage.of(self._child.working_pid)
        self._start_peak = usage.peak(self._child.working_pid)
        return self._start

    def _note_peak(self) -> None:
        """The system's own record sees what came and went between two looks, once it passes the warm-up's."""
        peak = usage.peak(self._child.working_pid)
        if self._start and peak > self._start_peak:
            self._transcript.peak_bytes = max(self._transcript.peak_bytes, peak - self._start.resident_with_files)

    def _drain(self) -> None:
        before = -1
        while self._transcript.output.total != before and before < self._limits.flood_bytes:
            before = self._transcript.output.total
            self._read_output()


def _forget(poller: select.poll, descriptor: int) -> None:
    try:
        poller.unregister(descriptor)
    except KeyError:
        return
