"""The zygote: imports the libraries once, stays single-threaded, starts no XLA backend, and only forks.

It never sees a learner's code or output: what it saw, every later child would inherit.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import traceback
import warnings
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from runners.sandbox import child, folders, isolation, messages, preparing, programs, usage
from runners.sandbox.isolation import Plan
from runners.sandbox.layers import libc, process

_RARE_COLLECTIONS = (50_000, 20, 20)
"""Tracing makes many objects that live long; looking through them often costs a twentieth of its time."""


@dataclass
class Zygote:
    """Forks a child for each `fork` message, reports its end with `exit`, and ends when the channel does.

    A `programs` message names a file of compiled programs for all later children."""

    channel: socket.socket
    plan: Plan
    programs: preparing.Programs = field(default_factory=lambda: preparing.Programs({}))
    poller: select.poll = field(default_factory=select.poll)
    children: dict[int, tuple[int, int]] = field(default_factory=dict)

    def serve(self) -> None:
        self.poller.register(self.channel, select.POLLIN)
        while True:
            for descriptor, _ in self.poller.poll(None if libc.ON_LINUX else 20):
                if descriptor == self.channel.fileno():
                    if not self._answer():
                        return
                else:
                    self._reap(descriptor)
            if not libc.ON_LINUX:
                self._reap_without_descriptors()

    def clear_up(self) -> None:
        """End the children and remove the sandbox's folder: a worker that was killed can't."""
        for _, pid in self.children.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            _collect(pid)
        with contextlib.suppress(OSError):
            folders.remove(Path(self.plan.folder))

    def _answer(self) -> bool:
        received = messages.receive(self.channel)
        if received is None:
            return False
        message, descriptors = received
        if message["kind"] == "programs":
            self.load(Path(message["path"]))
        else:
            self._fork(message, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        return True

    def load(self, path: Path) -> None:
        """A file that can't be read costs only time: children compile what they need."""
        with contextlib.suppress(OSError, ValueError):
            self.programs.entries = programs.read(path)

    def _fork(self, message: dict[str, Any], descriptors: list[int]) -> None:
        parent = os.getpid()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pid = os.fork()
        if pid == 0:
            child.main(self.plan, parent, message["folder"], message["cgroup"], descriptors)
        if not libc.ON_LINUX:
            self.children[pid] = (message["child"], pid)
            messages.send(self.channel, {"kind": "forked", "child": message["child"], "pid": pid})
            return
        pidfd = os.pidfd_open(pid)
        self.children[pidfd] = (message["child"], pid)
        self.poller.register(pidfd, select.POLLIN)
        messages.send(self.channel, {"kind": "forked", "child": message["child"], "pid": pid}, [pidfd])

    def _reap(self, pidfd: int) -> None:
        number, pid = self.children.pop(pidfd)
        self.poller.unregister(pidfd)
        os.close(pidfd)
        self._report(number, pid, _collect(pid))
        self._reap_orphans()

    def _reap_orphans(self) -> None:
        """A child that was killed before it was warm leaves the process that it waited for to us."""
        known = {pid for _, pid in self.children.values()}
        for pid in usage.children(os.getpid()):
            if pid not in known:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)

    def _reap_without_descriptors(self) -> None:
        for pid, (number, _) in list(self.children.items()):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                del self.children[pid]
                self._report(number, pid, os.waitstatus_to_exitcode(status))

    def _report(self, number: int, pid: int, status: int) -> None:
        messages.send(self.channel, {"kind": "exit", "child": number, "pid": pid, "status": status})


def _collect(pid: int) -> int:
    """End what is left of the child's group while its pid can't be reused, then reap it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main(descriptor: int, plan: dict[str, Any], programs_file: str | None) -> None:
    channel = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        missing = preparing.import_libraries(lambda text: messages.send(channel, {"kind": "progress", "text": text}))
        preparing.prepare_libraries()
        sys.path[:] = [entry for entry in sys.path if entry not in plan["hidden"]]
        if libc.ON_LINUX:
            process.forbid_inspection()
            process.collect_orphans()
        zygote = Zygote(channel, _with_namespaces(Plan(**plan)))
        if programs_file:
            zygote.load(Path(programs_file))
        preparing.use_programs(zygote.programs)
        gc.set_threshold(*_RARE_COLLECTIONS)
        gc.collect()
        gc.freeze()
    except BaseException:
        messages.send(channel, {"kind": "failed", "text": traceback.format_exc(limit=3)[-2000:]})
        raise SystemExit(1) from None
    messages.send(channel, {"kind": "ready", "missing": missing, "threads": _threads()})
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        zygote.serve()
    zygote.clear_up()
    os._exit(0)


def _with_namespaces(plan: Plan) -> Plan:
    """The plan with what a trial of the namespaces showed."""
    trial = folders.make(Path(plan.folder), "trial")
    reason = isolation.why_no_namespaces(plan, str(trial))
    folders.remove(trial)
    return replace(plan, no_namespaces=reason)


def _threads() -> int:
    return len(os.listdir("/proc/self/task")) if libc.ON_LINUX else 1
