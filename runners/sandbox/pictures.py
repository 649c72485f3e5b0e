"""PNG and GIF files that a snippet wrote to its folder, inside the child."""

from __future__ import annotations

import os
import stat
import sys
from typing import Any

from runners.sandbox import figures

_ENDINGS = (".png", ".gif")
_MOST_NAMES = 1000


def collect(limits: dict[str, Any]) -> tuple[list[dict[str, Any]], bytes]:
    """Alt text and length of each picture, and their bytes one after the other. A file that `savefig` made of a
    figure that is still open is left out: the figure is shown."""
    shown = figures.saved_names()
    described: list[dict[str, Any]] = []
    payload = b""
    for name in _names():
        if len(described) == limits["files"]:
            break
        data = b"" if name in shown else _read(name, limits["figure_bytes"])
        if data:
            described.append({"alt": f"{name[:100]}, a picture that the code wrote", "length": len(data)})
            payload += data
    return described, payload


def _names() -> list[str]:
    try:
        with os.scandir(os.environ["HOME"]) as entries:
            names = [entry.name for entry, _ in zip(entries, range(_MOST_NAMES), strict=False)]
    except (OSError, KeyError):
        return []
    return sorted(name for name in names if name.lower().endswith(_ENDINGS))


def _read(name: str, most: int) -> bytes:
    """The bytes of a regular file, followed through no link; nothing of one that is larger than `most`."""
    path = os.path.join(os.environ["HOME"], name)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        about = os.fstat(descriptor)
        if stat.S_ISREG(about.st_mode) and about.st_size <= most:
            return os.read(descriptor, most)
        if stat.S_ISREG(about.st_mode):
            sys.stdout.write(f"{name} is left out: it is larger than {most} bytes.\n")
        return b""
    finally:
        os.close(descriptor)
