"""What a child uses, as the system tells the supervisor. Where it does not, everything is 0."""

from __future__ import annotations

import os
from dataclasses import dataclass

_PAGE = os.sysconf("SC_PAGE_SIZE")
_THREADS = 17
"""Its place in `/proc/PID/stat` after the program's name."""


@dataclass(frozen=True)
class Usage:
    """`resident` counts bytes that are no file's."""

    resident: int = 0
    resident_with_files: int = 0
    threads: int = 0


def of(pid: int) -> Usage:
    """What the process uses now."""
    try:
        with open(f"/proc/{pid}/statm") as statm, open(f"/proc/{pid}/stat") as stat:
            sizes = statm.read().split()
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return Usage()
    resident, of_files = int(sizes[1]), int(sizes[2])
    return Usage((resident - of_files) * _PAGE, resident * _PAGE, int(fields[_THREADS]))


def peak(pid: int) -> int:
    """The most bytes that the process had resident at one time, with those of files."""
    try:
        with open(f"/proc/{pid}/status") as status:
            lines = [line.split() for line in status if line.startswith("VmHWM:")]
    except OSError:
        return 0
    return int(lines[0][1]) << 10 if lines else 0


def children(pid: int) -> list[int]:
    """The processes whose parent it is, the oldest first."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as found:
            return [int(child) for child in found.read().split()]
    except OSError:
        return []


def only_child(pid: int) -> int:
    """The process that `pid` waits for; 0 when it has none."""
    return next(iter(children(pid)), 0)
