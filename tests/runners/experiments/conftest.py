"""One sandbox for all tests of this folder, and programs that are compiled once for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import jax
import pytest
from jax.experimental.compilation_cache import compilation_cache

from runners.sandbox import Limits, Sandbox

WORTH_KEEPING_SECONDS = 0.1


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=60.0), size=1) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def kept_programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Training loops are closures, which JAX compiles anew for each test that runs one."""
    kept = {
        "jax_compilation_cache_dir": str(tmp_path_factory.mktemp("programs")),
        "jax_persistent_cache_min_compile_time_secs": WORTH_KEEPING_SECONDS,
    }
    before = {name: getattr(jax.config, name) for name in kept}
    _configure(kept)
    yield
    _configure(before)


def _configure(settings: dict[str, object]) -> None:
    compilation_cache.reset_cache()
    for name, value in settings.items():
        jax.config.update(name, value)
