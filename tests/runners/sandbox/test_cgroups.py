"""cgroup v2: where no part of the tree is delegated, the reason is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from runners.sandbox import Sandbox
from runners.sandbox.cgroups import Cgroup, Unavailable, layer, possible_parents


def group_folder(path: Path, controllers: str) -> Path:
    """A folder with the files of a group that the kernel would make."""
    path.mkdir(parents=True)
    (path / "cgroup.controllers").write_text(controllers)
    return path


def test_a_group_without_the_controllers_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    parent = group_folder(tmp_path / "service", "cpu hugetlb\n")
    with pytest.raises(Unavailable, match="does not have the controllers memory, pids"):
        Cgroup([parent], memory_bytes=1 << 30, threads=64)
    assert [entry.name for entry in parent.iterdir()] == ["cgroup.controllers"]


def test_without_any_cgroup_the_reason_is_told() -> None:
    with pytest.raises(Unavailable, match="no cgroup v2 is mounted"):
        Cgroup([], memory_bytes=1 << 30, threads=64)
    assert "no cgroup v2" in layer(None, "no cgroup v2 is mounted").detail


def test_a_child_is_bounded_and_its_group_goes_with_it(tmp_path: Path) -> None:
    shut, delegated = tmp_path / "absent", group_folder(tmp_path / "delegated", "cpu memory pids\n")
    group = Cgroup([shut, delegated], memory_bytes=1 << 30, threads=64)
    assert (delegated / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (group.folder / "cgroup.subtree_control").read_text() == "+memory +pids"
    bounded = group.for_child("run-1")
    assert (bounded / "memory.max").read_text() == str((1 << 30) + (512 << 20))
    assert (bounded / "pids.max").read_text() == str(64 + 256)
    assert layer(group).in_force and "1536 MB" in layer(group).detail


def test_the_sandbox_uses_what_this_system_offers(sandbox: Sandbox) -> None:
    """The real tree: either its bounds are in force in the child, or the layer says why not."""
    (found,) = (one for one in sandbox.layers() if one.name == "cgroup")
    assert found.in_force or ":" in found.detail
    parents = possible_parents()
    assert all((parent / "cgroup.procs").exists() for parent in parents[:1])
