"""A setting that can't be used is one sentence with its name, its value and the valid ones."""

from __future__ import annotations

import pytest

from bot.settings import SettingsError, read_settings
from runners.sandbox import Limits


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-secret", "must start with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1-secret", "must start with xapp-"),
        ("TUTOR_SLACK_API_URL", "http://slack.example", "https://"),
        ("TUTOR_SNIPPET_SECONDS", "soon", "number"),
        ("TUTOR_SNIPPET_SECONDS", "-1", "greater than 0"),
        ("TUTOR_SNIPPET_MEMORY_MB", "64", "greater than or equal to 256"),
        ("TUTOR_SNIPPET_FILES", "99", "less than or equal to 20"),
        ("TUTOR_SNIPPET_THREADS", "0", "greater than or equal to 1"),
        ("TUTOR_SANDBOX", "maybe", "'auto' or 'strict'"),
    ],
)
def test_a_value_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as problem:
        read_settings()
    assert name in str(problem.value)
    assert says in str(problem.value)
    assert "secret" not in str(problem.value)


def test_limits_carry_the_names_of_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_SNIPPET_FILES", "2")
    monkeypatch.setenv("TUTOR_SNIPPET_THREADS", "9")
    limits = Limits(**read_settings().snippet_limits)
    assert (limits.files, limits.threads) == (2, 9)


def test_settings_are_frozen() -> None:
    with pytest.raises(Exception, match="frozen"):
        read_settings().snippet_seconds = 5  # type: ignore[misc]


def test_a_channel_may_be_written_with_its_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_TUTORS_CHANNEL", "#helpers")
    assert read_settings().tutors_channel == "helpers"
