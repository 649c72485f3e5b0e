"""The child: locks itself in, warms up, waits for one job, does it, and is ended by the supervisor.

The layers come before XLA starts its threads, because Landlock and seccomp hold for threads started later.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import select
import tempfile
import traceback
from typing import Any

from runners.sandbox import calling, cgroups, execution, frames, isolation, recording, trusted, walking, warming
from runners.sandbox.frames import Frame, FrameReader
from runners.sandbox.isolation import Plan
from runners.sandbox.layers import process

JOB, RESULT, OUTPUT = 3, 4, 5
BROKEN = 70


class Reply:
    """Writes frames to the private pipe. Before the job there is no nonce yet."""

    nonce = frames.NO_NONCE

    def send(self, header: dict[str, Any], payload: bytes = b"") -> None:
        data = memoryview(frames.encode(Frame(header, payload), self.nonce))
        while data:
            data = data[os.write(RESULT, data) :]


def main(plan: Plan, parent: int, folder: str, cgroup: str | None, descriptors: list[int]) -> None:
    """Never returns."""
    reply = Reply()
    try:
        process.die_with(parent)
        os.setsid()
        process.keep_only(descriptors)
        if cgroup:
            cgroups.enter(cgroup)
        layers = isolation.lock_in(plan, parent, folder)
        _settle(folder)
        warm_up()
        gc.freeze()
        reply.send({"kind": "warm", "layers": [[layer.name, layer.in_force, layer.detail] for layer in layers]})
        job = _receive()
        reply.nonce = bytes.fromhex(job.header["nonce"])
        _do(job, reply)
    except BaseException:
        with contextlib.suppress(BaseException):
            reply.send({"kind": "broken", "text": traceback.format_exc()[-2000:]})
        os._exit(BROKEN)
    os._exit(0)


def _settle(folder: str) -> None:
    """Make the process the learner's own: folder, and random numbers that no other child has."""
    import numpy as np

    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = None
    np.random.seed(int.from_bytes(os.urandom(4), "little"))
    random.seed()
    os.set_blocking(JOB, True)
    trusted.forget_ourselves()


def warm_up() -> None:
    """Start XLA and do what many snippets do, step by step, until a job is waiting."""
    for step in warming.steps():
        if _job_is_waiting():
            return
        step()


def _job_is_waiting() -> bool:
    return bool(select.select([JOB], [], [], 0)[0])


def _receive() -> Frame:
    reader = FrameReader(header_bytes=64 << 20)
    while data := os.read(JOB, 1 << 20):
        for frame in reader.feed(data):
            os.close(JOB)
            return frame
    os._exit(0)


def _do(job: Frame, reply: Reply) -> None:
    limits = job.header["limits"]
    process.limit_processor_seconds(sum(os.times()[:2]) + (limits["seconds"] + 1) * (os.cpu_count() or 1) + 1)
    for place in (1, 2):
        os.dup2(OUTPUT, place, inheritable=False)
    os.close(OUTPUT)
    execution.attach_streams()
    process.limit_memory(limits["memory_bytes"])
    if job.kind == "experiment":
        trusted.run(job, reply.send)
    elif job.kind == "compile":
        recording.run(job, reply.send)
    elif job.kind == "call":
        calling.run(job, reply.send)
    elif job.kind == "walk":
        walking.run(job, reply.send)
    else:
        execution.run(job, reply.send)
