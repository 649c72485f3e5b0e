"""Puts the layers in force in the calling child, in order, and says which hold on this machine."""

from __future__ import annotations

import os
import sys
import sysconfig
from dataclasses import dataclass
from typing import Literal

from runners.sandbox.layers import landlock, libc, mounts, namespaces, process, seccomp
from runners.sandbox.values import Layer

LayerName = Literal["user", "namespaces", "landlock", "seccomp", "cgroup"]
_FOLDER_BYTES = 256 << 20
_MOST_FILES = 20_000


@dataclass(frozen=True)
class Plan:
    """What a zygote and its children are told.

    `folder` is the sandbox's. Children may not see the paths in `hidden`. `without` names layers that are turned
    off, which only tests of the others do. `no_namespaces` says why there are none; empty when there are."""

    folder: str
    hidden: list[str]
    become_nobody: bool
    file_bytes: int
    without: list[str]
    no_namespaces: str = ""


def lock_in(plan: Plan, parent: int, folder: str) -> tuple[Layer, ...]:
    """Apply what this machine offers. Raises OSError when a layer that is offered can't be applied."""
    process.limit_resources(file_bytes=plan.file_bytes)
    basis = Layer("process", True, "a fresh process for each snippet, no environment, no inherited descriptors")
    limits = Layer("limits", True, "time, memory, threads, file size and open files are bounded")
    if not libc.ON_LINUX:
        return (basis, limits, *_unsafe())
    alone = _namespaces(plan, folder)
    return (
        basis,
        limits,
        alone,
        _identity(plan, None if alone.in_force else parent, alone=alone.in_force),
        _privileges(),
        _files(plan, folder),
        _system_calls(plan),
    )


def why_no_namespaces(plan: Plan, folder: str) -> str:
    """Try them in a process that ends at once; empty when they work, else the kernel's reason."""
    if not libc.ON_LINUX:
        return "Linux only"
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _enter(plan, folder)
        except BaseException as refused:
            os.write(tell, str(refused).encode()[:500])
            os._exit(1)
        os._exit(0)
    os.close(tell)
    with open(told, "rb") as words:
        reason = words.read().decode("utf-8", "replace")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return reason or (f"the trial ended with {status}" if status else "")


def _namespaces(plan: Plan, folder: str) -> Layer:
    if "namespaces" in plan.without:
        return Layer("namespaces", False, "turned off")
    if plan.no_namespaces:
        return Layer("namespaces", False, f"this system does not allow them ({plan.no_namespaces})")
    _enter(plan, folder)
    return Layer("namespaces", True, "processes, files, network, shared memory and host name of its own")


def _enter(plan: Plan, folder: str) -> None:
    as_root = os.geteuid() == 0
    roots = installation_roots()
    namespaces.enter()
    mounts.change_root(
        folder,
        readable=[*landlock.LIBRARY_PATHS, *roots],
        hidden=[path for path in plan.hidden if any(path.startswith(root + os.sep) for root in roots)],
        owner=process.NOBODY if as_root else os.geteuid(),
        folder_bytes=_FOLDER_BYTES,
        most_files=_MOST_FILES,
    )


def _identity(plan: Plan, parent: int | None, *, alone: bool) -> Layer:
    if "user" in plan.without:
        return Layer("user", False, "turned off")
    if os.geteuid() == 0 and (plan.become_nobody or alone):
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
    if "landlock" in plan.without:
        return Layer("landlock", False, "turned off")
    version = landlock.version()
    if not version:
        return Layer("landlock", False, "this kernel has no Landlock: files the worker may read can be read")
    readable = [*landlock.SYSTEM_PATHS, *installation_paths(plan.hidden)]
    landlock.apply(readable=readable, writable=[folder, "/dev/null"])
    return Layer("landlock", True, f"version {version}: reads libraries, writes only its own folder")


def installation_roots() -> list[str]:
    """Where this Python and its packages are."""
    named = [sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *(path for path in sys.path if path)]
    roots = dict.fromkeys(os.path.realpath(path) for path in named if os.path.exists(path))
    return [root for root in roots if not any(root.startswith(other + os.sep) for other in roots)]


def installation_paths(hidden: list[str]) -> list[str]:
    """The same without the project's own packages."""
    return [path for root in installation_roots() for path in landlock.everything_except(root, hidden)]


def _system_calls(plan: Plan) -> Layer:
    if "seccomp" in plan.without:
        return Layer("seccomp", False, "turned off")
    machine = seccomp.supported_machine()
    if machine is None:
        return Layer("seccomp", False, "no filter is known for this processor: network and processes are open")
    seccomp.apply(machine)
    return Layer("seccomp", True, "no network, no new processes, no signals to others")


def _unsafe() -> tuple[Layer, ...]:
    names = ("namespaces", "user", "privileges", "landlock", "seccomp")
    detail = "{} is Linux only: unsafe for strangers' code on this machine"
    return tuple(Layer(name, False, detail.format(name)) for name in names)
