"""A seccomp filter: threads and computation are allowed; processes, the network and the rest are not.

The filter is an allow-list in classic BPF. What it does not name answers EPERM, which reaches the learner as a
PermissionError on their line. Calls of another architecture (32-bit, x32) end the process.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from runners.sandbox.layers import libc
from runners.sandbox.layers.syscalls import ALLOWED, number

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000
_SECCOMP_MODE_FILTER = 2

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000

_LOAD, _AND, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_ARGUMENTS = 0, 4, 16

_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020000
_MAP_SHARED_ANONYMOUS = 0x21
_FCNTL = (*range(8), 36, 37, 38, 1030, 1032)
_IOCTL = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)
_PRCTL = (3, 15, 16, 21, 23, 39, 0x53564D41)
_AF_UNIX = 1

Instruction = tuple[int, int, int, int]


def supported_machine() -> str | None:
    """`x86_64` or `aarch64` in 64-bit mode on Linux, else None."""
    machine = platform.machine()
    is_64_bit = struct.calcsize("P") == 8
    return machine if libc.ON_LINUX and is_64_bit and machine in _AUDIT_ARCH else None


def apply(machine: str, *, pid: int | None = None) -> None:
    """Put the filter on the calling thread and all it starts. Needs no_new_privs. Raises OSError."""
    program = b"".join(struct.pack("HBBI", *line) for line in program_for(machine, pid or os.getpid()))
    code = ctypes.create_string_buffer(program, len(program))
    descriptor = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    holder = ctypes.create_string_buffer(descriptor, len(descriptor))
    libc.prctl(libc.PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(holder)))


def program_for(machine: str, pid: int) -> list[Instruction]:
    """The filter's instructions; signals and limits may only concern the process `pid`."""
    lines = [
        _load(_OFFSET_ARCH),
        (_JUMP_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        _return(_KILL_PROCESS),
        _load(_OFFSET_NUMBER),
    ]
    if machine == "x86_64":
        lines += [(_JUMP_AT_LEAST, 0, 1, _X32_BIT), _return(_KILL_PROCESS)]
    special = _special(pid)
    for name in ALLOWED:
        called = number(name, machine)
        if called is not None:
            body = special.get(name, [_return(_ALLOW)])
            lines += [(_JUMP_EQUAL, 0, len(body), called), *body]
    return [*lines, _return(_ERRNO | errno.EPERM)]


def _special(pid: int) -> dict[str, list[Instruction]]:
    """Calls that are allowed only with some arguments."""
    return {
        "clone": _masked(0, _CLONE_THREAD | _CLONE_NAMESPACES, _CLONE_THREAD),
        "clone3": [_return(_ERRNO | errno.ENOSYS)],
        "mmap": _not_masked(3, _MAP_SHARED_ANONYMOUS),
        "kill": _one_of(0, (pid,)),
        "tgkill": _one_of(0, (pid,)),
        "prlimit64": _one_of(0, (0, pid)),
        "prctl": _one_of(0, _PRCTL),
        "ioctl": _one_of(1, _IOCTL),
        "fcntl": _one_of(1, _FCNTL),
        "socketpair": _one_of(0, (_AF_UNIX,)),
        "sendto": _without_address(),
    }


def _one_of(argument: int, values: tuple[int, ...]) -> list[Instruction]:
    jumps = [(_JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [_load(_low(argument)), *jumps, _return(_ERRNO | errno.EPERM), _return(_ALLOW)]


def _masked(argument: int, mask: int, wanted: int) -> list[Instruction]:
    return [
        _load(_low(argument)),
        (_AND, 0, 0, mask),
        (_JUMP_EQUAL, 1, 0, wanted),
        _return(_ERRNO | errno.EPERM),
        _return(_ALLOW),
    ]


def _not_masked(argument: int, mask: int) -> list[Instruction]:
    return [
        _load(_low(argument)),
        (_AND, 0, 0, mask),
        (_JUMP_EQUAL, 0, 1, mask),
        _return(_ERRNO | errno.EPERM),
        _return(_ALLOW),
    ]


def _without_address() -> list[Instruction]:
    """`sendto` on a connected pair only: an address would reach other programs' sockets."""
    return [
        _load(_low(4)),
        (_JUMP_EQUAL, 0, 2, 0),
        _load(_low(4) + 4),
        (_JUMP_EQUAL, 1, 0, 0),
        _return(_ERRNO | errno.EPERM),
        _return(_ALLOW),
    ]


def _load(offset: int) -> Instruction:
    return (_LOAD, 0, 0, offset)


def _return(action: int) -> Instruction:
    return (_RETURN, 0, 0, action)


def _low(argument: int) -> int:
    return _OFFSET_ARGUMENTS + 8 * argument
