"""Namespaces: a snippet alone with its own processes, mounts, network and shared memory.

A process enters them as root, or as the root of a user namespace of its own where the system allows those.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal

from runners.sandbox.layers import libc, process

_NEW_MOUNTS, _NEW_HOST_NAME, _NEW_IPC, _NEW_USER, _NEW_PROCESSES, _NEW_NETWORK = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
_ALL_BUT_USER = _NEW_MOUNTS | _NEW_HOST_NAME | _NEW_IPC | _NEW_PROCESSES | _NEW_NETWORK


def enter() -> None:
    """Leave the calling process waiting, and go on in a child that is process 1 of new namespaces.

    The one that waits ends as the child ends, and the child with it. Raises OSError where they are not allowed."""
    _unshare()
    pid = os.fork()
    if pid:
        _end_as(pid)
    process.die_with(None)


def _unshare() -> None:
    """A process that is not dumpable may not write its own maps of users."""
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        libc.unshare(_ALL_BUT_USER)
        return
    libc.unshare(_ALL_BUT_USER | _NEW_USER)
    libc.prctl(libc.PR_SET_DUMPABLE, 1)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    process.forbid_inspection()


def _end_as(pid: int) -> None:
    """Hold no descriptor, wait, and end with the same status. Never returns."""
    os.closerange(0, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError):
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status if status >= 0 else 1)
