"""What people do with messages and channels; the page and the tests call the same functions."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from bot.standin import conversation, events, files
from bot.standin.compose import rich_text, stored_text
from bot.standin.errors import SlackError
from bot.standin.services import Services
from bot.standin.settings import BOT_USER
from bot.standin.values import Channel, File, Json, User


def room(slack: Services, user: User, channel: str) -> Channel:
    """A channel the person is in; "dm" is the person's direct message with the bot."""
    found = slack.workspace.direct(user.id) if channel in ("dm", "@bot") else slack.workspace.channel(channel)
    if user.id not in found.members:
        raise SlackError("not_in_channel")
    return found


def post(
    slack: Services,
    user_name: str,
    channel_name: str,
    text: str,
    thread_ts: str | None = None,
    uploads: Sequence[File] = (),
) -> Json:
    """Write a message as a person. Returns the stored message."""
    user = slack.workspace.user(user_name)
    channel = room(slack, user, channel_name)
    if not text.strip() and not uploads:
        raise SlackError("no_text")
    if thread_ts is not None:
        parent = slack.workspace.message(channel.id, thread_ts)
        thread_ts = parent.get("thread_ts", parent["ts"])
    message: Json = {
        "type": "message",
        "user": user.id,
        "text": stored_text(slack.workspace, text),
        "team": slack.settings.team_id,
        "ts": slack.workspace.next_ts(),
        "client_msg_id": str(uuid4()),
    }
    if text.strip():
        message["blocks"] = [rich_text(slack.workspace, text)]
    if thread_ts is not None:
        message["thread_ts"] = thread_ts
    if uploads:
        message |= {"subtype": "file_share", "files": files.share(slack, uploads, channel, message["ts"], thread_ts)}
    return conversation.post(slack, channel, message)


def edit(slack: Services, user_name: str, channel_name: str, ts: str, text: str) -> Json:
    user = slack.workspace.user(user_name)
    channel = room(slack, user, channel_name)
    if slack.workspace.message(channel.id, ts).get("user") != user.id:
        raise SlackError("cant_update_message")
    edited = {"user": user.id, "ts": slack.workspace.next_ts()}
    typed_blocks = [rich_text(slack.workspace, text)]
    changes = {"text": stored_text(slack.workspace, text), "blocks": typed_blocks, "edited": edited}
    return conversation.change(slack, channel, ts, changes)


def delete(slack: Services, user_name: str, channel_name: str, ts: str) -> None:
    user = slack.workspace.user(user_name)
    channel = room(slack, user, channel_name)
    if slack.workspace.message(channel.id, ts).get("user") != user.id:
        raise SlackError("cant_delete_message")
    conversation.delete(slack, channel, ts)


def react(slack: Services, user_name: str, channel_name: str, ts: str, name: str, add: bool | None = None) -> None:
    """Add or remove a reaction; None switches it."""
    user = slack.workspace.user(user_name)
    channel = room(slack, user, channel_name)
    reactions = slack.workspace.message(channel.id, ts).get("reactions", [])
    mine = any(item["name"] == name and user.id in item["users"] for item in reactions)
    conversation.react(slack, channel, ts, user.id, name, (not mine) if add is None else add)


def open_home(slack: Services, user_name: str, tab: str = "home") -> None:
    events.home_opened(slack, slack.workspace.user(user_name).id, tab)


def join(slack: Services, user_name: str, channel_name: str) -> None:
    user, channel = slack.workspace.user(user_name), slack.workspace.channel(channel_name)
    if user.id not in channel.members:
        channel.members.append(user.id)
        slack.browsers.push({"kind": "workspace"})
        events.member_joined(slack, user.id, channel)


def uninstall(slack: Services) -> None:
    """An admin takes the app out of the workspace: its token is dead, and it is told of both."""
    slack.installing.installed = False
    events.tokens_revoked(slack)
    events.app_uninstalled(slack)


def open_assistant(slack: Services, user_name: str) -> str:
    """Start a thread in the assistant pane. Returns the thread's ts."""
    user = slack.workspace.user(user_name)
    channel = slack.workspace.direct(user.id)
    ts = slack.workspace.next_ts()
    root: Json = {"type": "message", "subtype": "assistant_app_thread", "user": BOT_USER, "text": "New conversation"}
    root |= {"team": slack.settings.team_id, "assistant_app_thread": {"title": "New conversation"}}
    stored = {**root, "ts": ts, "thread_ts": ts}
    slack.workspace.messages.setdefault(channel.id, {})[ts] = stored
    conversation.pushed(slack, channel, ts)
    events.assistant_started(slack, user.id, channel, ts)
    return ts
