"""Conversations: what is in them, who is in them, and the reactions on their messages."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bot.standin import conversation, events
from bot.standin.arguments import Arguments
from bot.standin.errors import SlackError
from bot.standin.methods.method import Method, channel_of, joined_channel, page, user_of
from bot.standin.services import Services
from bot.standin.settings import BOT_USER
from bot.standin.values import Channel, Json


def history(slack: Services, args: Arguments) -> Json:
    channel = joined_channel(slack, args)
    found = _between(slack.workspace.in_channel(channel.id), args)
    chosen, more = page(found[::-1], args)
    return {"messages": _shown(chosen, args), **more}


def replies(slack: Services, args: Arguments) -> Json:
    channel = joined_channel(slack, args)
    ts = args.required("ts")
    first = slack.workspace.find(channel.id, ts)
    if first is None:
        raise SlackError("thread_not_found")
    root = slack.workspace.find(channel.id, first.get("thread_ts", ts)) or first
    found = [root, *_between(slack.workspace.replies(channel.id, root["ts"]), args)]
    chosen, more = page(found, args, 1000)
    return {"messages": _shown(chosen, args), **more}


def info(slack: Services, args: Arguments) -> Json:
    channel = channel_of(slack, args)
    return {"channel": {**channel.to_dict(), "is_member": slack.workspace.is_member(channel)}}


def members(slack: Services, args: Arguments) -> Json:
    chosen, more = page(channel_of(slack, args).members, args)
    return {"members": chosen, "response_metadata": more["response_metadata"]}


def join(slack: Services, args: Arguments) -> Json:
    channel = channel_of(slack, args)
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if not slack.workspace.is_member(channel):
        channel.members.append(BOT_USER)
        events.member_joined(slack, BOT_USER, channel)
    return {"channel": channel.to_dict()}


def list_all(slack: Services, args: Arguments) -> Json:
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
    wanted = [kinds.get(kind.strip()) for kind in (args.text("types") or "public_channel").split(",")]
    seen = [item for item in slack.workspace.channels.values() if item.kind in wanted and _visible(slack, item)]
    chosen, more = page(seen, args)
    shown = [{**item.to_dict(), "is_member": slack.workspace.is_member(item)} for item in chosen]
    return {"channels": shown, "response_metadata": more["response_metadata"]}


def open_direct(slack: Services, args: Arguments) -> Json:
    if args.text("channel"):
        return {"channel": channel_of(slack, args).to_dict()}
    people = args.required("users").split(",")
    if len(people) != 1:
        raise SlackError("not_enough_users" if not people else "method_not_supported_for_channel_type")
    if people[0] not in slack.workspace.users:
        raise SlackError("user_not_found")
    return {"channel": slack.workspace.direct(people[0]).to_dict()}


def react(slack: Services, args: Arguments, add: bool = True) -> Json:
    channel = joined_channel(slack, args)
    name = args.required("name")
    if ":" in name or not name.strip():
        raise SlackError("invalid_name")
    conversation.react(slack, channel, args.required("timestamp"), BOT_USER, name, add)
    return {}


def unreact(slack: Services, args: Arguments) -> Json:
    return react(slack, args, add=False)


def users(slack: Services, args: Arguments) -> Json:
    chosen, more = page(list(slack.workspace.users.values()), args)
    return {"members": [user.to_dict() for user in chosen], "response_metadata": more["response_metadata"]}


def user_info(slack: Services, args: Arguments) -> Json:
    return {"user": user_of(slack, args).to_dict()}


def user_by_email(slack: Services, args: Arguments) -> Json:
    email = args.required("email").lower()
    found = next((user for user in slack.workspace.users.values() if user.email == email), None)
    if found is None:
        raise SlackError("users_not_found")
    return {"user": found.to_dict()}


def _visible(slack: Services, channel: Channel) -> bool:
    return channel.kind == "channel" or slack.workspace.is_member(channel)


def _between(messages: list[Json], args: Arguments) -> list[Json]:
    oldest, latest = args.text("oldest") or "0", args.text("latest")
    inclusive = args.flag("inclusive")

    def inside(ts: str) -> bool:
        if inclusive and ts in (oldest, latest):
            return True
        return float(ts) > float(oldest) and (latest is None or float(ts) < float(latest))

    return [message for message in messages if inside(message["ts"])]


def _shown(messages: list[Any], args: Arguments) -> list[Json]:
    shown = deepcopy(messages)
    if not args.flag("include_all_metadata"):
        for message in shown:
            message.pop("metadata", None)
    return shown


METHODS = {
    "conversations.history": Method(history, "{kind}:history"),
    "conversations.replies": Method(replies, "{kind}:history"),
    "conversations.info": Method(info, "{kind}:read"),
    "conversations.members": Method(members, "{kind}:read"),
    "conversations.join": Method(join, "channels:join"),
    "conversations.list": Method(list_all, "channels:read"),
    "conversations.open": Method(open_direct, "im:write"),
    "reactions.add": Method(react, "reactions:write"),
    "reactions.remove": Method(unreact, "reactions:write"),
    "users.info": Method(user_info, "users:read"),
    "users.list": Method(users, "users:read"),
    "users.lookupByEmail": Method(user_by_email, "users:read.email"),
}
