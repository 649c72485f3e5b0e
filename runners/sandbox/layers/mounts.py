"""A root of its own: the system's libraries read-only, one folder in memory to write to, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from runners.sandbox.layers import libc

_READ_ONLY, _NO_SUID, _NO_DEVICES, _NO_EXECUTE, _REMOUNT = 1, 2, 4, 8, 32
_BIND, _RECURSIVE, _PRIVATE = 4096, 16384, 1 << 18
_SEALED = _READ_ONLY | _NO_SUID | _NO_DEVICES
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


def change_root(
    folder: str, *, readable: Iterable[str], hidden: Iterable[str], owner: int, folder_bytes: int, most_files: int
) -> None:
    """Give the calling process, alone in its mount namespace, a root that holds `readable` and an empty `folder`.

    What is in `hidden` is covered. The folder is in memory, belongs to `owner`, and holds at most `folder_bytes`.
    Raises OSError."""
    libc.mount("none", "/", None, _RECURSIVE | _PRIVATE)
    libc.mount("tutor", folder, "tmpfs", _NO_SUID | _NO_DEVICES, "mode=755,size=4m,nr_inodes=4096")
    for path in readable:
        _bind_read_only(path, folder)
    for path in hidden:
        if os.path.isdir(folder + path):
            libc.mount("hidden", folder + path, "tmpfs", _SEALED, "mode=000,size=4k")
    for path in _DEVICES:
        _bind_device(path, folder)
    _make_folder(f"{folder}/proc")
    libc.mount("proc", f"{folder}/proc", "proc", _NO_SUID | _NO_DEVICES | _NO_EXECUTE)
    own = _make_folder(folder + folder)
    options = f"mode=700,uid={owner},gid={owner},size={folder_bytes},nr_inodes={most_files}"
    libc.mount("snippet", own, "tmpfs", _NO_SUID | _NO_DEVICES, options)
    _pivot(folder)
    libc.mount("none", "/", None, _REMOUNT | _BIND | _SEALED)


def _bind_read_only(path: str, root: str) -> None:
    """The mount's own flags can only be tightened, so those that it has already are asked for again."""
    if not os.path.exists(path):
        return
    place = _make_place(path, root)
    libc.mount(path, place, None, _BIND)
    kept = os.statvfs(place).f_flag & (_NO_DEVICES | _NO_EXECUTE)
    libc.mount("none", place, None, _REMOUNT | _BIND | _READ_ONLY | _NO_SUID | kept | _NO_DEVICES)


def _bind_device(path: str, root: str) -> None:
    """A device works only on a mount that allows devices."""
    if os.path.exists(path):
        libc.mount(path, _make_place(path, root), None, _BIND)


def _make_place(path: str, root: str) -> str:
    place = root + path
    if os.path.isdir(path):
        return _make_folder(place)
    _make_folder(os.path.dirname(place))
    Path(place).touch()
    return place


def _make_folder(path: str) -> str:
    os.makedirs(path, mode=0o755, exist_ok=True)
    return path


def _pivot(root: str) -> None:
    """`pivot_root` onto itself: the old root lies under the new one and is taken away."""
    os.chdir(root)
    libc.pivot_root(".", ".")
    libc.detach(".")
    os.chdir("/")
