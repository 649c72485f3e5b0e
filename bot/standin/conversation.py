"""Changes of a conversation: each one updates the workspace, tells the open pages and sends the event to the app."""

from __future__ import annotations

from copy import deepcopy

from bot.standin import events
from bot.standin.errors import SlackError
from bot.standin.services import Services
from bot.standin.settings import BOT_USER
from bot.standin.values import Channel, Json
from bot.standin.workspace import is_reply


def post(slack: Services, channel: Channel, message: Json) -> Json:
    """Store a complete message under its ts. Returns the stored message."""
    slack.workspace.messages.setdefault(channel.id, {})[message["ts"]] = message
    parent_ts = message.get("thread_ts")
    if parent_ts and parent_ts != message["ts"]:
        parent = slack.workspace.message(channel.id, parent_ts)
        parent.setdefault("thread_ts", parent_ts)
        message.setdefault("parent_user_id", parent.get("user"))
        count_replies(slack, channel, parent)
        slack.workspace.statuses.pop((channel.id, parent_ts), None)
    if message.get("user") in slack.workspace.users and message["user"] != BOT_USER:
        slack.workspace.read.setdefault(message["user"], {})[channel.id] = message["ts"]
    pushed(slack, channel, message["ts"])
    events.message_posted(slack, channel, deepcopy(message))
    return message


def change(slack: Services, channel: Channel, ts: str, changes: Json) -> Json:
    """Replace fields of a message; a value of None removes the field."""
    message = slack.workspace.message(channel.id, ts)
    previous = deepcopy(message)
    message.update(changes)
    for name in [name for name, value in message.items() if value is None]:
        del message[name]
    pushed(slack, channel, ts)
    events.message_changed(slack, channel, deepcopy(message), previous)
    return message


def delete(slack: Services, channel: Channel, ts: str) -> None:
    """Remove a message; one with replies leaves a tombstone so that the thread stays readable."""
    message = slack.workspace.message(channel.id, ts)
    if message.get("reply_count"):
        kept = {"blocks": None, "files": None, "reactions": None, "metadata": None}
        change(slack, channel, ts, {**kept, "subtype": "tombstone", "text": "This message was deleted."})
        return
    del slack.workspace.messages[channel.id][ts]
    slack.browsers.push({"kind": "deleted", "channel": channel.id, "ts": ts}, channel.members)
    if is_reply(message):
        parent = slack.workspace.find(channel.id, message["thread_ts"])
        if parent is not None:
            count_replies(slack, channel, parent)
    events.message_deleted(slack, channel, message)


def react(slack: Services, channel: Channel, ts: str, user: str, name: str, add: bool) -> None:
    """Raises SlackError already_reacted or no_reaction."""
    message = slack.workspace.message(channel.id, ts)
    reactions: list[Json] = message.setdefault("reactions", [])
    found = next((item for item in reactions if item["name"] == name), None)
    if add == (found is not None and user in found["users"]):
        raise SlackError("already_reacted" if add else "no_reaction")
    users = sorted({*found["users"], user} if found and add else {user} if add else set(found["users"]) - {user})  # type: ignore[index]
    if found is not None:
        reactions.remove(found)
    if users:
        reactions.append({"name": name, "users": users, "count": len(users)})
    if not reactions:
        del message["reactions"]
    pushed(slack, channel, ts)
    events.reaction(slack, "reaction_added" if add else "reaction_removed", user, channel, message, name)


def whisper(slack: Services, channel: Channel, user: str, message: Json) -> Json:
    """Show a message to one person only. Like Slack's, it is not part of the history."""
    stored = {**message, "channel": channel.id, "to": user, "is_ephemeral": True}
    slack.workspace.ephemerals.append(stored)
    pushed(slack, channel, message["ts"], [user])
    return stored


def pushed(slack: Services, channel: Channel, ts: str, users: list[str] | None = None) -> None:
    slack.browsers.push({"kind": "message", "channel": channel.id, "ts": ts}, users or channel.members)


def count_replies(slack: Services, channel: Channel, parent: Json) -> None:
    replies = slack.workspace.replies(channel.id, parent["ts"])
    users = list(dict.fromkeys(reply["user"] for reply in replies))
    parent |= {"reply_count": len(replies), "reply_users": users, "reply_users_count": len(users)}
    if replies:
        parent["latest_reply"] = replies[-1]["ts"]
    else:
        for name in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
            parent.pop(name, None)
    pushed(slack, channel, parent["ts"])
