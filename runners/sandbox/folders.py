"""Folders that a learner's code has written to, removed whatever it left there."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def make(parent: Path, name: str, *, owner: int | None = None) -> Path:
    """A folder that only `owner` (by default the caller) can enter."""
    folder = parent / name
    folder.mkdir(mode=0o700)
    if owner is not None:
        os.chown(folder, owner, owner)
    return folder


def remove(folder: Path) -> None:
    """Remove a tree of any depth, following no link: folders inside folders are moved to the top and emptied there."""
    with contextlib.suppress(FileNotFoundError):
        top = os.open(folder, _OPEN_FOLDER)
        try:
            _empty(top)
        finally:
            os.close(top)
        os.rmdir(folder)


def _empty(top: int) -> None:
    fresh = (f".moved-{number}" for number in itertools.count())
    while inner := _unlink_files(top):
        for name in inner:
            os.chmod(name, 0o700, dir_fd=top)
            descriptor = os.open(name, _OPEN_FOLDER, dir_fd=top)
            try:
                for nested in _unlink_files(descriptor):
                    os.chmod(nested, 0o700, dir_fd=descriptor)
                    os.rename(nested, _unused(fresh, top), src_dir_fd=descriptor, dst_dir_fd=top)
            finally:
                os.close(descriptor)
            os.rmdir(name, dir_fd=top)


def _unlink_files(folder: int) -> list[str]:
    """Unlink what is no folder; the names of the folders that are left."""
    with os.scandir(folder) as entries:
        kinds = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for name, is_folder in kinds:
        if not is_folder:
            os.unlink(name, dir_fd=folder)
    return [name for name, is_folder in kinds if is_folder]


def _unused(names: Iterator[str], folder: int) -> str:
    name = next(names)
    while name in os.listdir(folder):
        name = next(names)
    return name
