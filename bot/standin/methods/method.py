"""What a Web API method is, and lookups that several families share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.standin.arguments import Arguments
from bot.standin.errors import SlackError
from bot.standin.services import Services
from bot.standin.settings import BOT_USER
from bot.standin.values import Channel, Json, User

STREAMING = "streaming_state"
"""The field of a message that a stream still adds to."""

Handler = Callable[[Services, Arguments], Json]


@dataclass(frozen=True)
class Method:
    """`scope` is needed on a bot token; "{kind}" in it stands for channels, groups or im. `token` is empty when the
    method needs none."""

    run: Handler
    scope: str | None = None
    token: str = "xoxb"


_KIND = {"channel": "channels", "group": "groups", "im": "im"}


def channel_of(slack: Services, args: Arguments, name: str = "channel") -> Channel:
    """A conversation by its id, or a direct message by the person's id. Raises SlackError channel_not_found."""
    identity = args.text(name)
    if not identity:
        raise SlackError("channel_not_found" if name == "channel" else "invalid_arguments")
    if identity in slack.workspace.users:
        return slack.workspace.direct(identity)
    return slack.workspace.channel(identity)


def joined_channel(slack: Services, args: Arguments, name: str = "channel") -> Channel:
    """A conversation that the bot is in. Raises SlackError not_in_channel, or channel_not_found for a private one."""
    channel = channel_of(slack, args, name)
    if not slack.workspace.is_member(channel):
        raise SlackError("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    return channel


def user_of(slack: Services, args: Arguments, name: str = "user") -> User:
    """A person by id. Raises SlackError user_not_found."""
    identity = args.required(name)
    if identity not in slack.workspace.users:
        raise SlackError("user_not_found")
    return slack.workspace.users[identity]


def parent_ts(slack: Services, channel: Channel, args: Arguments) -> str | None:
    """The thread to answer in. Raises SlackError invalid_thread_ts, thread_not_found or cannot_reply_to_message."""
    ts = args.ts("thread_ts")
    if ts is None:
        return None
    parent = slack.workspace.find(channel.id, ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.get("thread_ts", ts) != ts:
        raise SlackError("cannot_reply_to_message", ["thread_ts names a reply; use the ts of the first message"])
    return ts


def page(found: list[Any], args: Arguments, default: int = 100) -> tuple[list[Any], Json]:
    """One page of results and the fields that say whether there are more; the cursor is the place of the next item."""
    limit = min(max(args.integer("limit", default), 1), 999)
    cursor = args.text("cursor") or "0"
    if not cursor.isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor)
    more = start + limit < len(found)
    metadata = {"next_cursor": str(start + limit) if more else ""}
    return found[start : start + limit], {"has_more": more, "response_metadata": metadata}


def check_scope(slack: Services, method: Method, args: Arguments) -> None:
    """Raises SlackError missing_scope when the manifest's bot scopes do not cover the call."""
    if method.scope is None or slack.manifest.scopes is None:
        return
    needed = method.scope
    if "{kind}" in needed:
        identity = args.text("channel") or ""
        if identity not in slack.workspace.channels:
            return
        needed = needed.format(kind=_KIND[slack.workspace.channels[identity].kind])
    if needed not in slack.manifest.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(slack.manifest.scopes)))


def mine(message: Json) -> bool:
    return message.get("user") == BOT_USER
