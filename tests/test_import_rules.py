"""What each room may load, seen from a fresh interpreter."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import pytest

import bot

_HEAVY = {"jax", "jaxlib", "torch", "faiss", "sentence_transformers", "matplotlib"}


def loaded_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after `code`."""
    report = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def bot_modules() -> list[str]:
    found = pkgutil.walk_packages(bot.__path__, "bot.")
    return [
        module.name for module in found if ".migrations" not in module.name and not module.name.endswith("__main__")
    ]


def test_no_module_of_the_bot_loads_jax_torch_or_faiss() -> None:
    names = ", ".join(name for name in bot_modules() if not name.startswith("bot.standin"))
    assert not loaded_after(f"import {names}") & _HEAVY


def test_the_listeners_wait_for_no_arrays_and_no_database() -> None:
    names = ", ".join(name for name in bot_modules() if name.startswith(("bot.app", "bot.listeners")))
    assert not loaded_after(f"import {names}") & {"numpy", "sqlalchemy"}


def test_the_bot_starts_without_the_stand_in() -> None:
    names = ", ".join(name for name in bot_modules() if not name.startswith(("bot.standin", "bot.bench")))
    assert "aiohttp" not in loaded_after(f"import {names}")


@pytest.mark.parametrize("package", ["knowledge", "runners"])
def test_what_the_bot_shares_with_a_room_is_light(package: str) -> None:
    assert not loaded_after(f"import {package}, {package}.values") & {*_HEAVY, "numpy", "bot", "workers"}


def test_a_process_that_forks_learners_has_no_backend() -> None:
    assert not loaded_after("import runners.sandbox, workers.tasks, workers.worker") & _HEAVY


def test_nothing_starts_on_import() -> None:
    code = "import threading, bot.app, workers.tasks, workers.machine; assert threading.active_count() == 1"
    loaded_after(code)
