"""A process of its own: session, descriptors, limits, identity, privileges."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct

from runners.sandbox.layers import libc

NOBODY = 65534
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63


def die_with(parent: int | None) -> None:
    """End this process when its parent ends; at once if that is not, or no longer, the process `parent`."""
    if libc.ON_LINUX:
        libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(0)


def keep_only(descriptors: list[int]) -> None:
    """Move `descriptors` to 3, 4, 5 ..., point 0, 1 and 2 at /dev/null, and close all others."""
    null = os.open(os.devnull, os.O_RDWR)
    high = [_duplicate_above(descriptor, 64) for descriptor in (null, null, null, *descriptors)]
    for place, descriptor in enumerate(high):
        os.dup2(descriptor, place, inheritable=False)
    os.closerange(len(high), resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _duplicate_above(descriptor: int, lowest: int) -> int:
    import fcntl

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, lowest)


def limit_resources(*, open_files: int = 128, file_bytes: int = 32 << 20) -> None:
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, open_files)
    _lower(resource.RLIMIT_FSIZE, file_bytes)
    for name in ("RLIMIT_MSGQUEUE", "RLIMIT_MEMLOCK"):
        if hasattr(resource, name):
            _lower(getattr(resource, name), 0)


def limit_processor_seconds(seconds: float) -> None:
    """Processor time of all threads together, from the process's start."""
    _lower(resource.RLIMIT_CPU, int(seconds))


def limit_memory(budget: int) -> None:
    """Let the process allocate `budget` bytes more than it uses now; a looser bound holds its address space."""
    if not libc.ON_LINUX:
        return
    page = resource.getpagesize()
    with open("/proc/self/statm") as statm:
        sizes = [int(number) * page for number in statm.read().split()]
    _lower(resource.RLIMIT_DATA, sizes[5] + budget)
    _lower(resource.RLIMIT_AS, sizes[0] + 2 * budget + (1 << 30))


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(limit, (wanted, wanted))


def become_nobody() -> None:
    """Only root can. Also forgets who may read this process's memory, and its death signal."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def drop_capabilities() -> None:
    for capability in range(_LAST_CAPABILITY + 1):
        with contextlib.suppress(OSError):
            libc.prctl(libc.PR_CAPBSET_DROP, capability)
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAPABILITY_VERSION_3, 0))
    nothing = ctypes.create_string_buffer(24)
    if libc.libc().capset(header, nothing) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def collect_orphans() -> None:
    """Become the parent of what this process's descendants leave behind."""
    libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)


def forbid_inspection() -> None:
    """No other process of the same user may read this one's memory, environment or descriptors."""
    libc.prctl(libc.PR_SET_DUMPABLE, 0)


def forbid_new_privileges() -> None:
    libc.prctl(libc.PR_SET_NO_NEW_PRIVS, 1)
