"""`tutor doctor` for several workspaces names those that have installed the tutor."""

from __future__ import annotations

from pathlib import Path

from slack_sdk.oauth.installation_store import Installation

from bot.cli.diagnosis import _installed
from bot.installations import Installations
from bot.records.database import open_database
from bot.settings import read_settings


def test_the_workspaces_are_named(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path, slack_client_id="1.2", slack_client_secret="s", slack_signing_secret="s")
    assert "none has installed" in _installed(settings).detail
    engine = open_database(settings.database)
    installed = Installation(user_id="U1", team_id="T1", team_name="IndabaX", bot_token="xoxb-1", app_id="A1")
    Installations("1.2", engine).save(installed)
    engine.dispose()
    assert _installed(settings).detail == "IndabaX"


def test_without_the_signing_secret_it_is_asked_for(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path, slack_client_id="1.2", slack_client_secret="s", slack_signing_secret="")
    assert "SLACK_SIGNING_SECRET is not set" in _installed(settings).detail
