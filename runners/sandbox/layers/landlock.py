"""Landlock: the snippet reads the system's libraries, writes its own folder, and sees no other file."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from runners.sandbox.layers import libc

_CREATE, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_RULE_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REGULAR = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_DIR
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REGULAR | _REFER | _TRUNCATE
_FOR_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_FILE_RIGHTS_OF_VERSION = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_RIGHTS = 16
_TCP = 3
_SCOPES = 3

LIBRARY_PATHS = (
    "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu.max",
)  # fmt: skip
SYSTEM_PATHS = (
    *LIBRARY_PATHS, "/dev/zero", "/dev/urandom", "/dev/random", "/proc/self", "/proc/cpuinfo", "/proc/meminfo",
    "/proc/stat", "/proc/sys/vm",
)  # fmt: skip


def version() -> int:
    """The kernel's Landlock version; 0 where it has none."""
    if not libc.ON_LINUX:
        return 0
    try:
        return libc.syscall(_CREATE, ctypes.c_void_p(None), 0, _VERSION_FLAG)
    except OSError:
        return 0


def apply(*, readable: Iterable[str], writable: Iterable[str]) -> None:
    """Restrict the calling thread and all it starts. Needs no_new_privs. Raises OSError."""
    known = version()
    handled = (1 << _FILE_RIGHTS_OF_VERSION.get(known, _FILE_RIGHTS)) - 1
    ruleset = _create(known, handled)
    try:
        for path in readable:
            _allow(ruleset, path, _READ & handled)
        for path in writable:
            _allow(ruleset, path, _WRITE & handled)
        libc.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def everything_except(root: str, hidden: Iterable[str]) -> Iterator[str]:
    """Paths that together cover `root` without the paths in `hidden`."""
    inside = [path for path in hidden if Path(path).is_relative_to(root)]
    if not inside:
        yield root
    elif root not in inside:
        for entry in os.scandir(root):
            yield from everything_except(entry.path, inside)


def _create(known: int, handled: int) -> int:
    fields = [handled] + [_TCP] * (known >= 4) + [_SCOPES] * (known >= 6)
    attributes = ctypes.create_string_buffer(struct.pack(f"{len(fields)}Q", *fields))
    return libc.syscall(_CREATE, ctypes.c_void_p(ctypes.addressof(attributes)), 8 * len(fields), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError, PermissionError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not os.path.isdir(path):
                rights &= _FOR_FILES
            rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor))
            address = ctypes.c_void_p(ctypes.addressof(rule))
            libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, address, 0)
        finally:
            os.close(descriptor)
