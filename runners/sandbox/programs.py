"""Compiled programs of trusted runs, kept in one file for each machine and version.

The zygote reads the file, and its children find the programs in memory. A child has no way to write there, so a
learner can't plant a program that another one would run.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import platform
import struct
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_MAGIC = b"indaba-tutor programs 1\n"
_LENGTHS = struct.Struct("!II")
_PREFIX = "programs-"


def installed_folder() -> Path:
    """Where `make install` (or the image's build) puts the programs."""
    return Path(sys.prefix) / "share" / "indaba-tutor" / "programs"


def find(folders: Iterable[Path]) -> Path | None:
    """The first file that was made for this machine, these versions, and what is compiled today."""
    name = _file_name()
    return next(((folder / name).resolve() for folder in folders if (folder / name).is_file()), None)


def write(folder: Path, entries: Mapping[str, bytes]) -> Path:
    """Keep the programs in `folder`, in place of those of other versions. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, fresh = tempfile.mkstemp(dir=folder, prefix=".new-")
    with open(descriptor, "wb") as file:
        file.write(_MAGIC)
        for key, program in entries.items():
            name = key.encode("ascii")
            file.write(_LENGTHS.pack(len(name), len(program)) + name + program)
    path = folder / _file_name()
    os.chmod(fresh, 0o644)
    os.replace(fresh, path)
    for old in folder.glob(f"{_PREFIX}*"):
        if old != path:
            with contextlib.suppress(OSError):
                old.unlink()
    return path


def read(path: Path) -> dict[str, bytes]:
    """The programs by their keys. Raises ValueError when the file is cut or is something else."""
    data = path.read_bytes()
    if not data.startswith(_MAGIC):
        raise ValueError(f"{path} holds no programs")
    entries, place = {}, len(_MAGIC)
    while place < len(data):
        name_length, length = _lengths(path, data, place)
        start = place + _LENGTHS.size + name_length
        entries[data[start - name_length : start].decode("ascii")] = data[start : start + length]
        place = start + length
    return entries


def _lengths(path: Path, data: bytes, place: int) -> tuple[int, int]:
    if place + _LENGTHS.size <= len(data):
        name, program = _LENGTHS.unpack_from(data, place)
        if place + _LENGTHS.size + name + program <= len(data):
            return name, program
    raise ValueError(f"{path} is cut short")


def _file_name() -> str:
    """A program runs only where it was compiled: on this processor, by these versions. Other snippets or experiments
    than those that it was made of would find nothing in it."""
    versions = [importlib.metadata.version(name) for name in ("jax", "jaxlib")]
    here = Path(__file__).parent
    compiled = [here / "usual.py", *sorted(here.with_name("experiments").rglob("*.py"))]
    described = "\n".join([sys.version, *versions, *_processor(), *(file.read_text("utf-8") for file in compiled)])
    return _PREFIX + hashlib.sha256(described.encode()).hexdigest()[:16]


def _processor() -> list[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return [platform.machine(), platform.processor()]
    wanted = ("model name", "flags", "Features", "CPU part")
    named = {line.partition("\t")[0].strip(): line for line in reversed(lines) if line.startswith(wanted)}
    return [platform.machine(), *sorted(named.values())]
