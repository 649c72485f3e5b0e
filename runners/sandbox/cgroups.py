"""cgroup v2: memory and processes of each child bounded by the kernel, where a part of the tree is delegated to us."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from runners.sandbox.values import Layer

_CONTROLLERS = ("memory", "pids")
_WARM_BYTES = 512 << 20
_WARM_THREADS = 256
"""What XLA's own pools of threads may take on a large machine."""
_numbers = itertools.count()


class Unavailable(OSError):
    """There is no such group, or it is not ours; the text says why and what would help."""


class Cgroup:
    """A group of our own, with one below it for each child. Raises Unavailable when there can't be one."""

    def __init__(self, parents: list[Path], *, memory_bytes: int, threads: int) -> None:
        self.memory_bytes = memory_bytes + _WARM_BYTES
        self.threads = threads + _WARM_THREADS
        refusals = []
        for parent in parents:
            try:
                self.folder = _own_group(parent)
                return
            except OSError as refused:
                refusals.append(refused.strerror or str(refused))
        raise Unavailable(refusals[0] if refusals else "no cgroup v2 is mounted")

    def for_child(self, name: str) -> Path:
        """A bounded group, still empty. Raises OSError."""
        group = self.folder / name
        group.mkdir()
        (group / "memory.max").write_text(str(self.memory_bytes))
        (group / "pids.max").write_text(str(self.threads))
        with contextlib.suppress(OSError):
            (group / "memory.swap.max").write_text("0")
        return group

    def remove(self, name: str) -> None:
        """Take a child's group away; one that is still being emptied goes with the whole."""
        with contextlib.suppress(OSError):
            (self.folder / name).rmdir()

    def close(self) -> None:
        for group in self.folder.glob("*/"):
            self.remove(group.name)
        with contextlib.suppress(OSError):
            self.folder.rmdir()


def enter(group: str) -> None:
    """Move the calling process into the group. Raises OSError."""
    Path(group, "cgroup.procs").write_text("0")


def layer(group: Cgroup | None, reason: str = "") -> Layer:
    if group is None:
        return Layer("cgroup", False, f"the kernel does not bound memory and threads of a snippet: {reason}")
    bounds = f"{group.memory_bytes >> 20} MB and {group.threads} threads with those of the libraries"
    return Layer("cgroup", True, f"the kernel bounds each snippet to {bounds}")


def possible_parents() -> list[Path]:
    """This process's own group, and the one above it where that is delegated: the own one holds the worker."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text().splitlines()
        groups = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    roots = [Path(line.split()[4]) for line in mounts if " - cgroup2 " in line]
    places = [line.removeprefix("0::/") for line in groups if line.startswith("0::/")]
    if not roots or not places:
        return []
    own = roots[0] / places[0]
    return [own, own.parent] if own != roots[0] and _is_delegated(own.parent) else [own]


def _is_delegated(group: Path) -> bool:
    """Whether systemd says that it leaves everything below this group to others."""
    for name in ("user.delegate", "trusted.delegate"):
        with contextlib.suppress(OSError):
            if os.getxattr(group, name) == b"1":
                return True
    return False


def _own_group(parent: Path) -> Path:
    """A group below `parent` whose children can be bounded; nothing is left behind when that is not allowed."""
    missing = set(_CONTROLLERS) - set((parent / "cgroup.controllers").read_text().split())
    if missing:
        raise OSError(0, f"{parent} does not have the controllers {', '.join(sorted(missing))}")
    group = parent / f"tutor-sandbox-{os.getpid()}-{next(_numbers)}"
    with _named(parent):
        group.mkdir()
        try:
            _enable(parent)
            _enable(group)
        except OSError:
            group.rmdir()
            raise
    return group


def _enable(group: Path) -> None:
    wanted = " ".join(f"+{name}" for name in _CONTROLLERS)
    (group / "cgroup.subtree_control").write_text(wanted)


@contextlib.contextmanager
def _named(parent: Path) -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        advice = (
            "delegate one to the worker and start it in a subgroup (systemd: Delegate=yes, DelegateSubgroup=worker)"
        )
        raise OSError(refused.errno, f"{parent}: {refused.strerror}; {advice}") from None
