"""Each layer alone, with the others turned off; and all of them for a user without privileges."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runners.sandbox import Sandbox
from tests.runners.sandbox import attacks
from tests.runners.sandbox.attacks import ATTACKS, LANDLOCK, NAMESPACES, PLAIN, SECCOMP

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
ALONE = (LANDLOCK, SECCOMP, NAMESPACES)
PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def bare() -> Iterator[Sandbox]:
    """A sandbox with none of the layers that can be turned off."""
    with Sandbox(size=1, without=["landlock", "seccomp", "namespaces", "user", "cgroup"]) as running:
        yield running


def contained_by(layer: str) -> set[str]:
    return {name for name, (_, layers) in ATTACKS.items() if layers & {layer, PLAIN}}


def test_there_are_enough_attacks_and_all_layers_together_contain_them(sandbox: Sandbox) -> None:
    assert len(ATTACKS) >= 60
    assert attacks.through(sandbox, ATTACKS) == set()
    assert sandbox.run("6 * 7").result == "42"


@pytest.mark.parametrize("layer", ALONE)
def test_a_layer_alone_contains_what_is_its_own(layer: str) -> None:
    others = [name for name in (*ALONE, "cgroup") if name != layer]
    with Sandbox(size=1, without=others) as sandbox:  # type: ignore[arg-type]
        if not next(found.in_force for found in sandbox.layers() if found.name == layer):
            pytest.skip(f"this system does not offer {layer}")
        assert attacks.through(sandbox, ATTACKS) & contained_by(layer) == set()
        assert sandbox.run("6 * 7").result == "42"


@pytest.mark.parametrize("layer", ALONE)
def test_the_attacks_work_where_no_layer_stands_in_the_way(bare: Sandbox, layer: str) -> None:
    only = {name: ATTACKS[name] for name in contained_by(layer) if PLAIN not in ATTACKS[name][1]}
    assert len(attacks.through(bare, only)) >= len(only) // 2


def test_an_unprivileged_user_without_namespaces_is_contained_too(tmp_path: Path) -> None:
    found = as_nobody(tmp_path, "namespaces") if os.geteuid() == 0 else tried([], "namespaces")
    assert found["user"] != 0 and not found["layers"]["namespaces"]
    assert found["layers"]["seccomp"] and found["layers"]["privileges"]
    open_files = set() if found["layers"]["landlock"] else {name for name in found["through"] if name in attacks.FILES}
    assert set(found["through"]) - open_files == set()
    assert found["after"] == "42"


def test_an_unprivileged_user_has_namespaces_where_the_system_allows_them(tmp_path: Path) -> None:
    found = as_nobody(tmp_path) if os.geteuid() == 0 else tried([])
    assert found["layers"]["namespaces"] == user_namespaces_are_allowed()
    open_files = found["layers"]["namespaces"] or found["layers"]["landlock"]
    assert not open_files or found["through"] == []
    assert found["after"] == "42"


def user_namespaces_are_allowed() -> bool:
    command = ["setpriv", "--reuid", "65534", "--clear-groups"] if os.geteuid() == 0 else []
    trial = [*command, "unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--mount-proc", "true"]
    return subprocess.run(trial, capture_output=True).returncode == 0


def tried(before: list[str], *without: str) -> dict[str, Any]:
    command = [*before, sys.executable, "-m", "tests.runners.sandbox.attacks", *without]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def as_nobody(folder: Path, *without: str) -> dict[str, Any]:
    """The attacks of user 65534, in a view of the files in which that user may read Python and the project."""
    needed = dict.fromkeys([Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), PROJECT.resolve()])
    shut = dict.fromkeys(place for path in needed for place in (*path.parents, path) if not place.stat().st_mode & 1)
    lines = ["set -e"]
    for number, path in enumerate(needed):
        lines.append(f"mkdir -p {folder}/{number} && mount --bind {path} {folder}/{number}")
    lines += [f"mount -t tmpfs -o mode=755 open {place}" for place in shut if place not in needed]
    for number, path in enumerate(needed):
        if any(place in path.parents for place in shut):
            lines.append(f"mkdir -p {path} && mount --bind {folder}/{number} {path}")
    lines.append('exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set -all "$@"')
    return tried(["unshare", "--mount", "sh", "-c", "\n".join(lines), "sh"], *without)
