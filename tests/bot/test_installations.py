"""Who has installed the tutor: slack_sdk's store on our database, and the tokens that an uninstallation removes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import Engine, text

from bot.installations import Installations, InstalledBot, app_for_many, bot_scopes
from bot.records.database import open_database
from bot.replies.client import make_client
from bot.settings import Settings, read_settings

CLIENT = "2210.2022"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'tutor.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def installations(engine: Engine) -> Installations:
    return Installations(CLIENT, engine)


def install(installations: Installations, team: str, token: str, day: int = 1, organisation: str | None = None) -> None:
    installations.save(
        Installation(
            app_id="A1",
            team_id=team,
            enterprise_id=organisation,
            user_id="U0GRACE001",
            bot_id="B1",
            bot_user_id="U0TUTORBOT",
            bot_token=token,
            bot_scopes=["chat:write"],
            installed_at=datetime(2026, 8, day, tzinfo=UTC).timestamp(),
        )
    )


def token_of(installations: Installations, team: str) -> str | None:
    bot = installations.bot_of(team)
    return bot.bot_token if bot else None


def kept_tokens(engine: Engine) -> set[str]:
    tables = ("slack_bots", "slack_installations")
    with engine.connect() as connection:
        rows = [connection.execute(text(f"select bot_token from {table}")).scalars().all() for table in tables]
    return {token for found in rows for token in found}


def test_each_workspace_has_its_own_token_and_the_newest(installations: Installations) -> None:
    install(installations, "T1", "xoxb-one")
    install(installations, "T2", "xoxb-two", organisation="E1")
    install(installations, "T1", "xoxb-one-again", day=2)
    assert token_of(installations, "T1") == "xoxb-one-again"
    assert token_of(installations, "T2") == "xoxb-two"
    assert token_of(installations, "T3") is None
    assert installations.names() == ["T1", "T2"]


def test_an_uninstallation_leaves_no_token_of_that_workspace(engine: Engine, installations: Installations) -> None:
    install(installations, "T1", "xoxb-one")
    install(installations, "T1", "xoxb-one-again", day=2)
    install(installations, "T2", "xoxb-two")
    installations.delete_all(enterprise_id=None, team_id="T1")
    assert kept_tokens(engine) == {"xoxb-two"}


def test_a_revoked_token_is_gone_from_both_tables(engine: Engine, installations: Installations) -> None:
    install(installations, "T1", "xoxb-one")
    install(installations, "T2", "xoxb-two")
    installations.delete_bot(enterprise_id=None, team_id="T1")
    assert kept_tokens(engine) == {"xoxb-two"}


def test_forgetting_a_dead_token_keeps_the_one_that_came_after_it(engine: Engine, installations: Installations) -> None:
    install(installations, "T1", "xoxb-one")
    install(installations, "T1", "xoxb-one-again", day=2)
    installations.forget_token("xoxb-one")
    assert kept_tokens(engine) == {"xoxb-one-again"}


def test_who_has_not_installed_the_tutor_is_not_authorized(installations: Installations) -> None:
    install(installations, "T1", "xoxb-one")
    authorize = InstalledBot(installations)
    found = authorize(context={}, enterprise_id=None, team_id="T1", user_id="U1")  # type: ignore[arg-type]
    assert found is not None
    assert (found.bot_token, found.bot_user_id) == ("xoxb-one", "U0TUTORBOT")
    assert authorize(context={}, enterprise_id=None, team_id="T2", user_id="U1") is None  # type: ignore[arg-type]


def many(tmp_path: Path) -> Settings:
    return read_settings(data=tmp_path, slack_client_id=CLIENT, slack_client_secret="secret", slack_signing_secret="s")


def test_people_are_sent_to_slack_with_the_scopes_of_the_manifest(tmp_path: Path, engine: Engine) -> None:
    settings = many(tmp_path)
    app = app_for_many(settings, make_client(settings, token=""), engine, signing_secret="s")
    assert app.oauth_flow is not None
    url = app.oauth_flow.settings.authorize_url_generator.generate(state="s1")
    assert url.startswith("https://slack.com/oauth/v2/authorize?state=s1&client_id=2210.2022&scope=")
    assert all(scope in url for scope in bot_scopes())


def test_for_one_workspace_nothing_of_this_is_loaded(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from bot.app import make_app
from bot.settings import read_settings
make_app(read_settings(data=Path({str(tmp_path)!r}), slack_bot_token="xoxb-1"), print)
print("bot.installations" in sys.modules)
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "False\n"
