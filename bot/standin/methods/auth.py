"""Who the token belongs to, and the address of a new socket."""

from __future__ import annotations

from bot.standin import events
from bot.standin.arguments import Arguments
from bot.standin.errors import SlackError
from bot.standin.installing import INSTALLER
from bot.standin.methods.method import Method
from bot.standin.services import Services
from bot.standin.settings import APP_ID, BOT_ID, BOT_USER
from bot.standin.values import Json


def test(slack: Services, args: Arguments) -> Json:
    who = {"user": slack.workspace.users[BOT_USER].name, "user_id": BOT_USER, "bot_id": BOT_ID}
    team = {"team": slack.settings.team_name, "team_id": slack.settings.team_id}
    return {"url": f"{slack.url}/", **team, **who, "is_enterprise_install": False}


def open_connection(slack: Services, args: Arguments) -> Json:
    address = slack.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link?ticket={slack.sockets.ticket()}&app_id={APP_ID}"}


def team(slack: Services, args: Arguments) -> Json:
    about = {"id": slack.settings.team_id, "name": slack.settings.team_name, "domain": slack.settings.team_domain}
    return {"team": {**about, "email_domain": "", "icon": {}}}


def bot(slack: Services, args: Arguments) -> Json:
    name = slack.manifest.bot_name
    return {"bot": {"id": BOT_ID, "deleted": False, "name": name, "app_id": APP_ID, "user_id": BOT_USER, "icons": {}}}


def test_api(slack: Services, args: Arguments) -> Json:
    return {"args": args.values}


def access(slack: Services, args: Arguments) -> Json:
    """The bot token for a code. The app shows its id and secret by Basic authentication, or as arguments."""
    settings = slack.settings
    if args.text("client_id") != settings.client_id:
        raise SlackError("invalid_client_id")
    if args.text("client_secret") != settings.client_secret:
        raise SlackError("bad_client_secret")
    slack.installing.exchange(args.required("code"), args.text("redirect_uri") or "")
    return {
        "app_id": APP_ID,
        "authed_user": {"id": INSTALLER},
        "scope": ",".join(sorted(slack.manifest.scopes or ("chat:write",))),
        "token_type": "bot",
        "access_token": settings.bot_token,
        "bot_user_id": BOT_USER,
        "team": {"id": settings.team_id, "name": settings.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def revoke(slack: Services, args: Arguments) -> Json:
    """Take the bot token back; with `test` only say whether that could be done."""
    if args.flag("test"):
        return {"revoked": False}
    events.tokens_revoked(slack)
    slack.installing.installed = False
    return {"revoked": True}


METHODS = {
    "api.test": Method(test_api),
    "auth.revoke": Method(revoke),
    "auth.test": Method(test),
    "apps.connections.open": Method(open_connection, token="xapp"),
    "bots.info": Method(bot, "users:read"),
    "oauth.v2.access": Method(access, token=""),
    "team.info": Method(team, "team:read"),
}
