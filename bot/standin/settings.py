"""Tokens, identities and time limits of one stand-in."""

from __future__ import annotations

from dataclasses import dataclass

TEAM_ID = "T0INDABA01"
TEAM_NAME = "Indaba"
TEAM_DOMAIN = "indaba"
APP_ID = "A0INDABA01"
BOT_ID = "B0INDABA01"
BOT_USER = "U0TUTORBOT"


@dataclass(frozen=True)
class Settings:
    """All times are in seconds; the defaults are Slack's. With `limits` too many calls are answered with 429.

    `redirect_url` is where a person who installs the app is sent back to when the app names no other address.
    """

    bot_token: str = "xoxb-standin-bot"
    app_token: str = "xapp-1-standin-app"
    signing_secret: str = "standin-signing-secret"
    verification_token: str = "standin-verification"
    client_id: str = "2210.2022"
    client_secret: str = "standin-client-secret"
    redirect_url: str = ""
    team_id: str = TEAM_ID
    team_name: str = TEAM_NAME
    team_domain: str = TEAM_DOMAIN
    limits: bool = False
    events_url: str | None = None
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    response_url_uses: int = 5
    response_url_seconds: float = 1800.0
    ticket_seconds: float = 30.0
