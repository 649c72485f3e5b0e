"""Payloads of commands, actions, shortcuts and views."""

from __future__ import annotations

from bot.standin.response_urls import Origin
from bot.standin.services import Services
from bot.standin.settings import APP_ID
from bot.standin.values import Channel, Json, User


def command(slack: Services, user: User, channel: Channel, name: str, text: str) -> Json:
    origin = Origin(user.id, channel.id)
    team = {"team_id": slack.settings.team_id, "team_domain": slack.settings.team_domain}
    who = {"user_id": user.id, "user_name": user.name, **team}
    where = {"channel_id": channel.id, "channel_name": shown_name(channel)}
    what = {"command": name, "text": text, "api_app_id": APP_ID, "is_enterprise_install": "false"}
    return {"token": slack.settings.verification_token, **who, **where, **what, **_rights(slack, origin)}


def block_action(slack: Services, user: User, action: Json, state: Json) -> Json:
    """The common part; `in_message` or `in_view` adds where the element is."""
    return {**_outer(slack, "block_actions", user), "actions": [action], "state": {"values": state}}


def in_message(slack: Services, user: User, channel: Channel, message: Json) -> Json:
    private = bool(message.get("is_ephemeral"))
    origin = Origin(user.id, channel.id, message["ts"], message.get("thread_ts"))
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": private}
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    shown = {name: value for name, value in message.items() if name not in ("to", "is_ephemeral")}
    where: Json = {"container": container, "channel": {"id": channel.id, "name": shown_name(channel)}}
    return {**where, **({} if private else {"message": shown}), **_rights(slack, origin)}


def in_view(slack: Services, user: User, view: Json) -> Json:
    trigger = {"trigger_id": slack.triggers.issue(user.id)}
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view, **trigger}


def message_shortcut(slack: Services, user: User, callback_id: str, channel: Channel, message: Json) -> Json:
    origin = Origin(user.id, channel.id, None, message.get("thread_ts"))
    what = {"callback_id": callback_id, "message_ts": message["ts"], "message": message}
    where = {"channel": {"id": channel.id, "name": shown_name(channel)}, "action_ts": slack.workspace.next_ts()}
    return {**_outer(slack, "message_action", user), **what, **where, **_rights(slack, origin)}


def global_shortcut(slack: Services, user: User, callback_id: str) -> Json:
    what = {"callback_id": callback_id, "action_ts": slack.workspace.next_ts()}
    return {**_outer(slack, "shortcut", user), **what, "trigger_id": slack.triggers.issue(user.id)}


def view_submission(slack: Services, user: User, view: Json) -> Json:
    trigger = {"trigger_id": slack.triggers.issue(user.id), "response_urls": []}
    return {**_outer(slack, "view_submission", user), "view": view, **trigger}


def view_closed(slack: Services, user: User, view: Json, cleared: bool) -> Json:
    return {**_outer(slack, "view_closed", user), "view": view, "is_cleared": cleared}


def action_of(slack: Services, block: Json, element: Json, state: Json) -> Json:
    """The action inside a block_actions payload; `state` is the typed value of the element, or the button pressed."""
    base = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    return {**base, **state, "action_ts": slack.workspace.next_ts()}


def shown_name(channel: Channel) -> str:
    return {"im": "directmessage", "group": channel.name}.get(channel.kind, channel.name)


def _outer(slack: Services, kind: str, user: User) -> Json:
    who = {"id": user.id, "username": user.name, "name": user.name, "team_id": slack.settings.team_id}
    team = {"id": slack.settings.team_id, "domain": slack.settings.team_domain}
    token = slack.settings.verification_token
    return {
        "type": kind,
        "user": who,
        "team": team,
        "api_app_id": APP_ID,
        "token": token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _rights(slack: Services, origin: Origin) -> Json:
    url = slack.url + slack.response_urls.issue(origin)
    return {"response_url": url, "trigger_id": slack.triggers.issue(origin.user)}
