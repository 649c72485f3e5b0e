"""Who the token belongs to, and the address of a new socket."""

from __future__ import annotations

from bot.standin.arguments import Arguments
from bot.standin.methods.method import Method
from bot.standin.services import Services
from bot.standin.settings import APP_ID, BOT_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, TEAM_NAME
from bot.standin.values import Json


def test(slack: Services, args: Arguments) -> Json:
    who = {"user": slack.workspace.users[BOT_USER].name, "user_id": BOT_USER, "bot_id": BOT_ID}
    return {"url": f"{slack.url}/", "team": TEAM_NAME, "team_id": TEAM_ID, **who, "is_enterprise_install": False}


def open_connection(slack: Services, args: Arguments) -> Json:
    address = slack.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link?ticket={slack.sockets.ticket()}&app_id={APP_ID}"}


def team(slack: Services, args: Arguments) -> Json:
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "icon": {}}}


def bot(slack: Services, args: Arguments) -> Json:
    name = slack.manifest.bot_name
    return {"bot": {"id": BOT_ID, "deleted": False, "name": name, "app_id": APP_ID, "user_id": BOT_USER, "icons": {}}}


def test_api(slack: Services, args: Arguments) -> Json:
    return {"args": args.values}


METHODS = {
    "api.test": Method(test_api),
    "auth.test": Method(test),
    "apps.connections.open": Method(open_connection, token="xapp"),
    "bots.info": Method(bot, "users:read"),
    "team.info": Method(team, "team:read"),
}
