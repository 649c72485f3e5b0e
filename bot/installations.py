"""Which workspaces have installed the tutor, and with which token it speaks in each.

One workspace needs none of this: its token is a setting. With Slack's client id and secret set, any workspace installs
the tutor at `/slack/install`, and its token is kept in the database.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, desc, select

from bot.settings import Settings

_MANIFEST = Path(__file__).with_name("manifest.json")
_MINUTES_TO_INSTALL = 10


class Installations(SQLAlchemyInstallationStore):
    """The bot tokens by workspace. What removes a token removes it from both tables of the store."""

    def bot_of(self, team: str) -> Bot | None:
        """The newest installation in a workspace, whatever organisation that belongs to."""
        table = self.bots.c
        of_team = self.bots.select().where(
            table.client_id == self.client_id, table.team_id == team, table.bot_token.is_not(None)
        )
        with self.engine.connect() as connection:
            row = connection.execute(of_team.order_by(desc(table.installed_at), desc(table.id))).mappings().first()
        return self.build_bot_entity(row) if row else None

    def names(self) -> list[str]:
        """The names of the workspaces that have the tutor, in order."""
        table = self.bots.c
        with self.engine.connect() as connection:
            found = connection.execute(
                select(table.team_name, table.team_id).where(table.client_id == self.client_id).distinct()
            )
            return sorted(str(name or team) for name, team in found)

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        super().delete_bot(enterprise_id=enterprise_id, team_id=team_id)
        self.delete_installation(enterprise_id=enterprise_id, team_id=team_id)

    def forget_token(self, token: str) -> None:
        """Slack says that a token is dead."""
        with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                connection.execute(table.delete().where(table.c.bot_token == token))


class InstalledBot(Authorize):
    """Finds the token for what comes from a workspace, without asking Slack about it each time."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def __call__(
        self, *, context: BoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        bot = self._installations.bot_of(team_id) if team_id else None
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id,
            team_id=bot.team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )


def bot_scopes() -> Sequence[str]:
    """The scopes that the manifest asks for."""
    scopes: list[str] = json.loads(_MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
    return scopes


def app_for_many(settings: Settings, client: WebClient, engine: Engine, **options: Any) -> App:
    """A Bolt app that any workspace can install and that forgets those which take it out again.

    `client` has no token; `engine` is a database whose tables are up to date.
    """
    installations = Installations(settings.slack_client_id, engine)
    flow = OAuthFlow(
        client=client,
        settings=OAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret,
            scopes=bot_scopes(),
            user_scopes=[],
            authorization_url=_authorization_url(settings),
            installation_store=installations,
            installation_store_bot_only=True,
            state_store=SQLAlchemyOAuthStateStore(60 * _MINUTES_TO_INSTALL, engine),
        ),
    )
    authorize: Any = InstalledBot(installations)
    app = App(client=client, oauth_flow=flow, authorize=authorize, **options)
    app.enable_token_revocation_listeners()
    return app


def _authorization_url(settings: Settings) -> str:
    return settings.slack_api_url.removesuffix("api/") + "oauth/v2/authorize"
