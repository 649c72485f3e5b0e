"""Puts the layers in force in the calling child, in order, and says which hold on this machine."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable
from typing import TYPE_CHECKING

from runners.sandbox.layers import landlock, libc, process, seccomp
from runners.sandbox.values import Layer

if TYPE_CHECKING:
    from runners.sandbox.child import Plan


def lock_in(plan: Plan, parent: int, folder: str) -> tuple[Layer, ...]:
    """Apply what this machine offers. Raises OSError when a layer that is offered can't be applied."""
    process.limit_resources(file_bytes=plan.file_bytes)
    basis = Layer("process", True, "a fresh process for each snippet, no environment, no inherited descriptors")
    limits = Layer("limits", True, "time, memory, file size and open files are bounded")
    if not libc.ON_LINUX:
        return (basis, limits, *_unsafe())
    return (
        basis,
        limits,
        _identity(plan, parent),
        _privileges(),
        _files(plan, folder),
        _system_calls(),
    )


def _identity(plan: Plan, parent: int) -> Layer:
    if plan.become_nobody:
        process.become_nobody()
        process.die_with(parent)
        return Layer("user", True, f"runs as the unprivileged user {process.NOBODY}")
    if os.geteuid() == 0:
        return Layer("user", False, "runs as root: another user may not read this Python's folder")
    return Layer("user", True, f"runs as user {os.geteuid()}, as the worker does")


def _privileges() -> Layer:
    process.drop_capabilities()
    process.forbid_inspection()
    process.forbid_new_privileges()
    return Layer("privileges", True, "no capabilities, no_new_privs, memory closed to other processes")


def _files(plan: Plan, folder: str) -> Layer:
    version = landlock.version()
    if not version:
        return Layer("landlock", False, "this kernel has no Landlock: files the worker may read can be read")
    readable = [*landlock.SYSTEM_PATHS, *installation_paths(plan.hidden)]
    landlock.apply(readable=readable, writable=[folder, "/dev/null"])
    return Layer("landlock", True, f"version {version}: reads libraries, writes only its own folder")


def installation_paths(hidden: list[str]) -> list[str]:
    """Where this Python and its packages are, without the project's own packages."""
    named = [sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *(path for path in sys.path if path)]
    roots = dict.fromkeys(os.path.realpath(path) for path in named if os.path.exists(path))
    inner = [root for root in roots if not any(root.startswith(other + os.sep) for other in roots)]
    return [path for root in inner for path in landlock.everything_except(root, hidden)]


def _system_calls() -> Layer:
    machine = seccomp.supported_machine()
    if machine is None:
        return Layer("seccomp", False, "no filter is known for this processor: network and processes are open")
    seccomp.apply(machine)
    return Layer("seccomp", True, "no network, no new processes, no signals to others")


def _unsafe() -> tuple[Layer, ...]:
    reason: Callable[[str], str] = "{} is Linux only: unsafe for strangers' code on this machine".format
    return tuple(Layer(name, False, reason(name)) for name in ("user", "privileges", "landlock", "seccomp"))
