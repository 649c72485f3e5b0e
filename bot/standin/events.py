"""Events API payloads: what the app hears when something happens in the workspace."""

from __future__ import annotations

import time

from bot.standin.services import Services
from bot.standin.settings import APP_ID, BOT_USER
from bot.standin.values import Channel, Json
from bot.standin.workspace import new_id

_SUBSCRIPTION = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


def message_posted(slack: Services, channel: Channel, message: Json) -> None:
    """`message` in every channel of the bot; `app_mention` when a person names it outside a direct message."""
    event = {**message, **_place(channel), "event_ts": message["ts"]}
    _message(slack, channel, event)
    mentioned = f"<@{BOT_USER}>" in message.get("text", "")
    if mentioned and channel.kind != "im" and not message.get("bot_id") and slack.workspace.is_member(channel):
        mention = {name: value for name, value in event.items() if name not in ("subtype", "channel_type")}
        _send(slack, "app_mention", {**mention, "type": "app_mention"})


def message_changed(slack: Services, channel: Channel, message: Json, previous: Json) -> None:
    ts = slack.workspace.next_ts()
    event = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": ts, "event_ts": ts}
    _message(slack, channel, {**event, **_place(channel), "message": message, "previous_message": previous})


def message_deleted(slack: Services, channel: Channel, previous: Json) -> None:
    ts = slack.workspace.next_ts()
    event = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": ts, "event_ts": ts}
    _message(slack, channel, {**event, **_place(channel), "deleted_ts": previous["ts"], "previous_message": previous})


def reaction(slack: Services, kind: str, user: str, channel: Channel, message: Json, name: str) -> None:
    """`kind` is reaction_added or reaction_removed."""
    item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
    event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.get("user", "")}
    if slack.workspace.is_member(channel):
        _send(slack, kind, {**event, "event_ts": slack.workspace.next_ts()})


def member_joined(slack: Services, user: str, channel: Channel) -> None:
    kind = "G" if channel.kind == "group" else "C"
    event = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": kind,
        "team": slack.settings.team_id,
    }
    _send(slack, "member_joined_channel", {**event, "event_ts": slack.workspace.next_ts()})


def home_opened(slack: Services, user: str, tab: str) -> None:
    channel = slack.workspace.direct(user)
    event: Json = {"type": "app_home_opened", "user": user, "channel": channel.id, "tab": tab}
    if user in slack.workspace.homes and tab == "home":
        event["view"] = slack.workspace.homes[user]
    _send(slack, "app_home_opened", {**event, "event_ts": slack.workspace.next_ts()})


def assistant_started(slack: Services, user: str, channel: Channel, thread_ts: str) -> None:
    thread = {"user_id": user, "context": {}, "channel_id": channel.id, "thread_ts": thread_ts}
    event = {"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": slack.workspace.next_ts()}
    _send(slack, "assistant_thread_started", event)


def tokens_revoked(slack: Services) -> None:
    event = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}}
    _send(slack, "tokens_revoked", {**event, "event_ts": slack.workspace.next_ts()})


def app_uninstalled(slack: Services) -> None:
    _send(slack, "app_uninstalled", {"type": "app_uninstalled", "event_ts": slack.workspace.next_ts()})


def _place(channel: Channel) -> Json:
    return {"channel": channel.id, "channel_type": channel.kind}


def _message(slack: Services, channel: Channel, event: Json) -> None:
    if slack.workspace.is_member(channel):
        _send(slack, _SUBSCRIPTION[channel.kind], event)


def _send(slack: Services, subscription: str, event: Json) -> None:
    if slack.manifest.subscribes(subscription):
        slack.delivery.event(_callback(slack, event))


def _callback(slack: Services, event: Json) -> Json:
    who = {
        "enterprise_id": None,
        "team_id": slack.settings.team_id,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    team, token = slack.settings.team_id, slack.settings.verification_token
    outer = {"token": token, "team_id": team, "api_app_id": APP_ID, "event": event}
    times = {"event_id": new_id("Ev", 12), "event_time": int(time.time())}
    context = {"authorizations": [who], "is_ext_shared_channel": False, "event_context": new_id("EC", 24)}
    return {**outer, "type": "event_callback", **times, **context}
