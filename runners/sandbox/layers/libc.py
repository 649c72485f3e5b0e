"""Calls into the C library that Python does not offer."""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import sys

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

ON_LINUX = sys.platform == "linux"


@functools.cache
def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, second: int = 0, third: int | ctypes.c_void_p = 0) -> None:
    """Raises OSError with the kernel's reason."""
    if isinstance(third, int):
        third = ctypes.c_void_p(third)
    _checked(libc().prctl(ctypes.c_int(option), ctypes.c_ulong(second), third, ctypes.c_ulong(0), ctypes.c_ulong(0)))


def unshare(flags: int) -> None:
    """Raises OSError with the kernel's reason."""
    _checked(libc().unshare(ctypes.c_int(flags)))


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Raises OSError with the kernel's reason and the target."""
    texts = [text.encode() if text is not None else None for text in (source, target, kind)]
    data = options.encode() if options is not None else None
    _checked(libc().mount(*texts, ctypes.c_ulong(flags), data), target)


def detach(target: str) -> None:
    """Take a mount away as soon as nobody uses it. Raises OSError."""
    _checked(libc().umount2(target.encode(), 2), target)


def pivot_root(new: str, old: str) -> None:
    """Raises OSError with the kernel's reason."""
    number = 41 if platform.machine() == "aarch64" else 155
    _checked(libc().syscall(ctypes.c_long(number), new.encode(), old.encode()), new)


def syscall(number: int, *arguments: int | ctypes.c_void_p) -> int:
    """Raises OSError with the kernel's reason."""
    wrapped = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(libc().syscall(ctypes.c_long(number), *wrapped))


def _checked(result: int, about: str | None = None) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), about)
    return result
