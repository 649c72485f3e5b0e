"""`tutor doctor` against a Slack that works, one that refuses, and none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.standin import Standin

MANIFEST = Path(__file__).parents[2] / "bot" / "manifest.json"


@pytest.fixture(scope="module")
def slack() -> Iterator[Standin]:
    with Standin(port=0, manifest=MANIFEST) as running:
        yield running


def doctor(data: Path, **environment: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit code, and each finding by its name."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "doctor", "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "TUTOR_DATA": str(data), **environment},
    )
    assert "Traceback" not in done.stderr
    return done.returncode, {finding["name"]: finding for finding in json.loads(done.stdout)}


def tokens(slack: Standin) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "TUTOR_SLACK_API_URL": slack.api_url,
    }


def test_without_tokens_everything_that_the_demo_needs_is_in_order(tmp_path: Path) -> None:
    code, findings = doctor(tmp_path)
    assert code == 0
    assert findings["slack"]["warning"]
    assert all(finding["ok"] or finding["warning"] for finding in findings.values())
    assert any(name.startswith("sandbox") for name in findings)


def test_with_real_tokens(tmp_path: Path, slack: Standin) -> None:
    code, findings = doctor(tmp_path, **tokens(slack))
    assert code == 0
    assert findings["slack bot token"]["ok"]
    assert findings["slack app token"]["ok"]
    assert findings["channel tutors"]["ok"]


@pytest.mark.parametrize(
    ("setting", "value", "finding", "says"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "slack bot token", "invalid_auth"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "slack app token", "invalid_auth"),
        ("SLACK_BOT_TOKEN", "xoxp-other", "settings", "xoxb-"),
        ("TUTOR_TUTORS_CHANNEL", "helpers", "channel tutors", "no channel #helpers"),
        ("TUTOR_REDIS_URL", "redis://127.0.0.1:1/0", "broker", "does not answer"),
        ("TUTOR_DATABASE_URL", "sqlite:////proc/x/tutor.db", "database", "TUTOR_DATA"),
        ("TUTOR_SLACK_API_URL", "http://127.0.0.1:1/api/", "slack bot token", "can't be reached"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, slack: Standin, setting: str, value: str, finding: str, says: str
) -> None:
    code, findings = doctor(tmp_path, **{**tokens(slack), setting: value})
    assert code == 1
    assert not findings[finding]["ok"]
    assert says in findings[finding]["detail"]


def test_a_setup_file_that_is_right_and_one_that_is_not(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "docs" / "setup.example.toml"
    code, findings = doctor(tmp_path, TUTOR_SETUP=str(example))
    assert code == 0
    assert "3 practicals in the schedule" in findings["setup file"]["detail"]
    wrong = tmp_path / "setup.toml"
    wrong.write_text('timezone = "Dakar"', encoding="utf-8")
    code, findings = doctor(tmp_path, TUTOR_SETUP=str(wrong))
    assert code == 1
    assert "timezone: “Dakar” is no time zone" in findings["setup file"]["detail"]
