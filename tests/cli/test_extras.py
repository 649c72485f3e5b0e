"""An installation that runs only the bot says what a heavier command lacks."""

from __future__ import annotations

import importlib.util

import pytest

from bot.cli import extras
from bot.cli.problems import CommandError


def test_what_is_installed_is_not_missed() -> None:
    extras.require(*extras.EXTRAS)


def test_what_is_missing_is_named_with_the_command_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(extras.EXTRAS, "runners", ("jax", "surely_not_installed"))
    with pytest.raises(CommandError) as problem:
        extras.require("runners")
    assert str(problem.value) == "This needs surely_not_installed. Run: pip install 'indaba-tutor[runners]'"


@pytest.mark.parametrize("extra", extras.EXTRAS)
def test_each_module_of_an_extra_exists(extra: str) -> None:
    assert all(importlib.util.find_spec(module) for module in extras.EXTRAS[extra])
