"""What a sandbox has to know about this machine and this installation before it starts."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from runners.sandbox import cgroups
from runners.sandbox.cgroups import Cgroup, Unavailable
from runners.sandbox.layers import libc
from runners.sandbox.values import Layer, Limits

_PROJECT = Path(__file__).resolve().parents[2]
_OWN_PACKAGES = ("runners", "bot", "knowledge", "workers")


def own_folders() -> list[str]:
    """Folders of the tutor that no child may see. Installed among other packages, only our own are among them."""
    packages = [str(_PROJECT / name) for name in _OWN_PACKAGES]
    return packages if _PROJECT.name in ("site-packages", "dist-packages") else [*packages, str(_PROJECT)]


def can_become_nobody() -> bool:
    """Whether this is root, and another user may read this Python."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0 and libc.ON_LINUX
    return is_root and _readable_by_all(sys.prefix) and _readable_by_all(sys.base_prefix)


def make_cgroup(limits: Limits, *, turned_off: bool) -> tuple[Cgroup | None, Layer]:
    """A group of our own where one is delegated, and the layer that it is, or why there is none."""
    try:
        if turned_off:
            raise Unavailable("turned off")
        group = Cgroup(cgroups.possible_parents(), memory_bytes=limits.memory_bytes, threads=limits.threads)
    except Unavailable as reason:
        return None, cgroups.layer(None, str(reason))
    return group, cgroups.layer(group)


def _readable_by_all(path: str) -> bool:
    """Whether a user without rights of its own can enter every folder on the way to `path`."""
    resolved = Path(path).resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (resolved, *resolved.parents))
