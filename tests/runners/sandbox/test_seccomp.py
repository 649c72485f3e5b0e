"""The filter's instructions, run on both machines by a small interpreter of classic BPF."""

from __future__ import annotations

import struct

import pytest

from runners.sandbox.layers import seccomp
from runners.sandbox.layers.syscalls import ALLOWED, number

ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026
PID = 4321
MACHINES = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])


def verdict(machine: str, called: int, *arguments: int, arch: int | None = None) -> int:
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<iIQ6Q", called, arch or ARCH[machine], 0, *padded)
    program = seccomp.program_for(machine, PID)
    place = accumulator = 0
    while True:
        code, if_true, if_false, value = program[place]
        place += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif code == 0x54:
            accumulator &= value
        elif code == 0x15:
            place += if_true if accumulator == value else if_false
        elif code == 0x35:
            place += if_true if accumulator >= value else if_false
        elif code == 0x06:
            return value
        else:
            raise AssertionError(f"unknown instruction {code:#x}")


def called(name: str, machine: str) -> int:
    found = number(name, machine)
    assert found is not None
    return found


@MACHINES
def test_every_plain_call_of_the_list_is_allowed(machine: str) -> None:
    special = {
        "clone",
        "clone3",
        "mmap",
        "kill",
        "tgkill",
        "prlimit64",
        "prctl",
        "ioctl",
        "fcntl",
        "socketpair",
        "sendto",
    }
    for name in ALLOWED.keys() - special:
        found = number(name, machine)
        assert found is None or verdict(machine, found) == ALLOW, name


@pytest.mark.parametrize(
    ("name", "x86_64", "aarch64"),
    [
        ("socket", 41, 198), ("connect", 42, 203), ("bind", 49, 200), ("sendmsg", 46, 211), ("execve", 59, 221),
        ("execveat", 322, 281), ("ptrace", 101, 117), ("process_vm_readv", 310, 270), ("mount", 165, 40),
        ("unshare", 272, 97), ("setns", 308, 268), ("bpf", 321, 280), ("io_uring_setup", 425, 425),
        ("userfaultfd", 323, 282), ("keyctl", 250, 219), ("memfd_create", 319, 279), ("symlinkat", 266, 36),
        ("mknodat", 259, 33), ("linkat", 265, 37), ("tkill", 200, 130), ("rt_sigqueueinfo", 129, 138),
        ("pidfd_send_signal", 424, 424), ("setuid", 105, 146), ("reboot", 169, 142), ("chroot", 161, 51),
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused(name: str, x86_64: int, aarch64: int) -> None:
    assert verdict("x86_64", x86_64) == EPERM
    assert verdict("aarch64", aarch64) == EPERM


@MACHINES
def test_threads_but_no_processes_and_no_namespaces(machine: str) -> None:
    clone = called("clone", machine)
    assert verdict(machine, clone, 0x3D0F00) == ALLOW
    assert verdict(machine, clone, 17) == EPERM
    assert verdict(machine, clone, 0x3D0F00 | 0x10000000) == EPERM
    assert verdict(machine, called("clone3", machine)) == ENOSYS


@MACHINES
def test_signals_and_limits_only_for_itself(machine: str) -> None:
    for name in ("kill", "tgkill"):
        assert verdict(machine, called(name, machine), PID, PID, 9) == ALLOW
        for other in (0, 1, PID + 1, (1 << 32) - 1):
            assert verdict(machine, called(name, machine), other, 9) == EPERM
    assert verdict(machine, called("prlimit64", machine), 0) == ALLOW
    assert verdict(machine, called("prlimit64", machine), PID + 1) == EPERM


@MACHINES
def test_arguments_that_matter(machine: str) -> None:
    mmap, sendto = called("mmap", machine), called("sendto", machine)
    assert verdict(machine, mmap, 0, 4096, 3, 0x22) == ALLOW
    assert verdict(machine, mmap, 0, 4096, 3, 0x21) == EPERM
    assert verdict(machine, sendto, 3, 1, 1, 0, 0) == ALLOW
    assert verdict(machine, sendto, 3, 1, 1, 0, 1 << 40) == EPERM
    assert verdict(machine, called("socketpair", machine), 1) == ALLOW
    assert verdict(machine, called("socketpair", machine), 2) == EPERM
    assert verdict(machine, called("prctl", machine), 22) == EPERM
    assert verdict(machine, called("prctl", machine), 15) == ALLOW
    assert verdict(machine, called("ioctl", machine), 0, 0x5412) == EPERM
    assert verdict(machine, called("fcntl", machine), 0, 8) == EPERM
    assert verdict(machine, called("fcntl", machine), 0, 1030) == ALLOW


@MACHINES
def test_calls_of_another_architecture_end_the_process(machine: str) -> None:
    assert verdict(machine, 0, arch=0x40000003) == KILL
    if machine == "x86_64":
        assert verdict(machine, 0x40000000 + 57) == KILL
