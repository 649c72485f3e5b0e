"""Messages: post, update, delete, ephemeral, permalink."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bot.standin import conversation
from bot.standin.arguments import Arguments
from bot.standin.checks.messages import check_message, check_metadata
from bot.standin.errors import SlackError
from bot.standin.methods.method import STREAMING, Method, channel_of, joined_channel, mine, parent_ts, user_of
from bot.standin.replying import bot_message
from bot.standin.services import Services
from bot.standin.values import Json

MARKDOWN_TEXT_CHARACTERS = 12_000


def content(slack: Services, args: Arguments) -> tuple[str, list[Json]]:
    """The checked text and blocks of a message."""
    markdown = args.text("markdown_text")
    blocks: Any = args.json("blocks", "invalid_blocks_format")
    if markdown is not None:
        if args.text("text") or blocks:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > MARKDOWN_TEXT_CHARACTERS:
            raise SlackError("msg_too_long")
        blocks = [{"type": "markdown", "text": markdown}]
    text = args.text("text") or ""
    return text or (markdown or ""), check_message(slack.workspace, {"text": text, "blocks": blocks})


def post(slack: Services, args: Arguments) -> Json:
    channel = joined_channel(slack, args)
    thread_ts = parent_ts(slack, channel, args)
    text, blocks = content(slack, args)
    metadata = check_metadata(args.json("metadata", "invalid_metadata_format"))
    message = bot_message(slack, text, blocks)
    if thread_ts is not None:
        message["thread_ts"] = thread_ts
        if args.flag("reply_broadcast"):
            message["subtype"] = "thread_broadcast"
    if metadata is not None:
        message["metadata"] = metadata
    conversation.post(slack, channel, message)
    return {"channel": channel.id, "ts": message["ts"], "message": deepcopy(message)}


def update(slack: Services, args: Arguments) -> Json:
    channel = channel_of(slack, args)
    message = slack.workspace.message(channel.id, args.required("ts"))
    if not mine(message) or message.get("subtype") == "tombstone":
        raise SlackError("cant_update_message")
    if STREAMING in message:
        raise SlackError("streaming_state_conflict")
    text, blocks = content(slack, args)
    changes: Json = {"text": text}
    if "blocks" in args.values or text:
        changes["blocks"] = blocks or None
    if "metadata" in args.values:
        changes["metadata"] = check_metadata(args.json("metadata", "invalid_metadata_format"))
    changed = conversation.change(slack, channel, message["ts"], changes)
    return {"channel": channel.id, "ts": message["ts"], "text": text, "message": deepcopy(changed)}


def delete(slack: Services, args: Arguments) -> Json:
    channel = channel_of(slack, args)
    message = slack.workspace.message(channel.id, args.required("ts"))
    if not mine(message) or STREAMING in message:
        raise SlackError("cant_delete_message")
    conversation.delete(slack, channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


def post_ephemeral(slack: Services, args: Arguments) -> Json:
    channel = joined_channel(slack, args)
    user = user_of(slack, args)
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    thread_ts = parent_ts(slack, channel, args)
    message = bot_message(slack, *content(slack, args))
    if thread_ts is not None:
        message["thread_ts"] = thread_ts
    conversation.whisper(slack, channel, user.id, message)
    return {"message_ts": message["ts"]}


def permalink(slack: Services, args: Arguments) -> Json:
    channel = channel_of(slack, args)
    message = slack.workspace.message(channel.id, args.required("message_ts"))
    link = f"{slack.url}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.getPermalink": Method(permalink),
}
