"""Compiled programs: kept in a file, found by every child, written by none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runners.compiling import compile_behind
from runners.experiments.running import by_default
from runners.sandbox import Sandbox, SandboxError, programs

COUNT_COMPILED = """
import jax, jax.numpy as jnp
asked = []
jax.monitoring.register_event_listener(lambda name, **_: asked.append(name.rpartition('/')[2]))
x = jnp.arange(7.0) * 3
y = jnp.tanh(x).sum()
asked.count('cache_hits'), asked.count('compile_requests_use_cache')
"""
SNIPPET = "import jax.numpy as jnp\nx = jnp.arange(7.0) * 3\njnp.tanh(x).sum()"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs of one snippet; the sandbox that compiled them uses them already."""
    folder = tmp_path_factory.mktemp("programs")
    with Sandbox(size=1) as sandbox:
        sandbox.compile([SNIPPET, *by_default()[:1]], folder)
        assert all_found(sandbox)
    return folder


@pytest.fixture(scope="module")
def later(compiled: Path) -> Iterator[Sandbox]:
    with Sandbox(size=1, programs=[compiled]) as sandbox:
        yield sandbox


def all_found(sandbox: Sandbox) -> bool:
    """Whether a snippet that needs several programs compiles none of them."""
    found, asked = eval(str(sandbox.run(COUNT_COMPILED).result))
    assert asked >= 3
    return bool(found == asked)


def test_a_snippet_finds_what_was_compiled_for_another(later: Sandbox) -> None:
    assert all_found(later)


def test_a_learner_plants_no_program(compiled: Path, later: Sandbox) -> None:
    (path,) = compiled.glob("programs-*")
    before = path.read_bytes()
    plant = (
        "from jax._src import compilation_cache as c\nimport jax\n"
        "jax.config.update('jax_persistent_cache_min_compile_time_secs', 0.0)\n"
        "c._cache.entries = {key: b'planted' for key in c._cache.entries}\n"
        "c._cache.recording = True\njax.jit(lambda x: x * 5)(2.0);"
    )
    reach = f"open({str(path)!r}, 'ab').write(b'planted')\nprint('through')"
    assert later.run(plant).status in ("ok", "error")
    assert "through" not in later.run(reach).stdout
    assert all_found(later)
    assert path.read_bytes() == before


def test_a_snippet_of_ours_that_fails_is_named(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="ZeroDivisionError"):
        sandbox.compile(["1 / 0"], tmp_path)
    assert not list(tmp_path.iterdir())


def test_nothing_is_compiled_behind_a_sandbox_that_has_programs(compiled: Path, tmp_path: Path) -> None:
    assert compile_behind(Sandbox(programs=[compiled]), tmp_path) is None


def test_the_file_survives_and_replaces_those_of_other_versions(tmp_path: Path) -> None:
    (tmp_path / "programs-0123456789abcdef").write_bytes(b"of another version")
    entries = {"jit_f-1": b"abc", "jit_g-2": b""}
    path = programs.write(tmp_path, entries)
    assert programs.find([tmp_path / "nowhere", tmp_path]) == path
    assert programs.read(path) == entries and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("cut", [1, 30, 3])
def test_a_file_that_is_cut_is_refused(tmp_path: Path, cut: int) -> None:
    path = programs.write(tmp_path, {"jit_f-1": b"abc", "jit_g-2": b"defgh"})
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(ValueError, match="cut short"):
        programs.read(path)


def test_a_bad_file_costs_only_time(tmp_path: Path) -> None:
    programs.write(tmp_path, {}).write_bytes(b"nonsense")
    with Sandbox(size=1, programs=[tmp_path]) as sandbox:
        assert sandbox.run("import jax.numpy as jnp\njnp.arange(3).sum()").result == "Array(3, dtype=int32)"
