"""Runs a snippet or an experiment of our own in a child and sends the programs that XLA compiled for them."""

from __future__ import annotations

import sys

from runners.sandbox import execution, preparing, trusted, warming
from runners.sandbox.execution import Send
from runners.sandbox.frames import Frame


def run(job: Frame, send: Send) -> None:
    """Send one `result` frame with the compiled programs, those of the warm-up first."""
    import jax

    programs = preparing.Programs({})
    programs.recording = True
    preparing.use_programs(programs)
    jax.clear_caches()  # type: ignore[no-untyped-call]
    for step in warming.steps():
        step()
    if "module" in job.header:
        trusted.perform(job, lambda done, text: True)
    else:
        code = job.header["snippet"]
        execution.run_code(code, execution.new_namespace(code))
    sys.stdout.flush()
    described = [[key, len(program)] for key, program in programs.entries.items()]
    send({"kind": "result", "programs": described}, b"".join(programs.entries.values()))


def programs_in(frame: Frame) -> dict[str, bytes]:
    """The programs of a `result` frame by their keys."""
    entries, place = {}, 0
    for key, length in frame.header["programs"]:
        entries[str(key)] = frame.payload[place : place + length]
        place += length
    return entries
