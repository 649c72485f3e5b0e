"""Text streams of the assistant: a message that grows, and the assistant thread's status, title and prompts."""

from __future__ import annotations

from copy import deepcopy

from bot.standin import conversation
from bot.standin.arguments import Arguments
from bot.standin.checks.blocks import MARKDOWN_CHARACTERS
from bot.standin.checks.messages import check_message, check_metadata
from bot.standin.errors import SlackError
from bot.standin.methods.method import STREAMING, Method, joined_channel, parent_ts
from bot.standin.replying import bot_message
from bot.standin.services import Services
from bot.standin.values import Channel, Json


def start(slack: Services, args: Arguments) -> Json:
    channel = joined_channel(slack, args)
    args.required("thread_ts")
    for name in ("recipient_user_id", "recipient_team_id"):
        if channel.kind != "im" and not args.text(name):
            raise SlackError(f"missing_{name}")
    message = bot_message(slack, _written(args))
    message |= {"thread_ts": parent_ts(slack, channel, args), STREAMING: "in_progress"}
    message["blocks"] = _markdown(message["text"])
    conversation.post(slack, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


def append(slack: Services, args: Arguments) -> Json:
    channel, message = _streaming(slack, args)
    args.required("markdown_text")
    text = message["text"] + _written(args)
    conversation.change(slack, channel, message["ts"], {"text": text, "blocks": _markdown(text)})
    return {"channel": channel.id, "ts": message["ts"]}


def stop(slack: Services, args: Arguments) -> Json:
    channel, message = _streaming(slack, args)
    text = message["text"] + _written(args)
    extra = args.json("blocks", "invalid_blocks_format")
    blocks = check_message(slack.workspace, {"text": text, "blocks": [*_markdown(text), *(extra or [])]})
    ended: Json = {"text": text, "blocks": blocks, STREAMING: None}
    if "metadata" in args.values:
        ended["metadata"] = check_metadata(args.json("metadata", "invalid_metadata_format"))
    changed = conversation.change(slack, channel, message["ts"], ended)
    return {"channel": channel.id, "ts": message["ts"], "message": deepcopy(changed)}


def set_status(slack: Services, args: Arguments) -> Json:
    key = _thread(slack, args)
    if "status" not in args.values:
        raise SlackError("invalid_arguments", ["missing required field: status"])
    if len(args.json("loading_messages") or []) > 10:
        raise SlackError("invalid_arguments", ["loading_messages must be at most 10"])
    slack.workspace.statuses[key] = args.text("status") or ""
    slack.browsers.push({"kind": "thread", "channel": key[0], "ts": key[1]})
    return {}


def set_title(slack: Services, args: Arguments) -> Json:
    channel_id, ts = _thread(slack, args)
    title = args.required("title")
    slack.workspace.message(channel_id, ts)["assistant_app_thread"] = {"title": title}
    slack.browsers.push({"kind": "thread", "channel": channel_id, "ts": ts})
    return {}


def set_prompts(slack: Services, args: Arguments) -> Json:
    key = _thread(slack, args)
    prompts = args.json("prompts") or []
    if not 1 <= len(prompts) <= 4 or not all(item.get("title") and item.get("message") for item in prompts):
        raise SlackError("invalid_arguments", ["prompts must be 1 to 4 objects with title and message"])
    slack.workspace.prompts[key] = {"title": args.text("title") or "", "prompts": prompts}
    slack.browsers.push({"kind": "thread", "channel": key[0], "ts": key[1]})
    return {}


def _thread(slack: Services, args: Arguments) -> tuple[str, str]:
    channel = slack.workspace.channel(args.required("channel_id"))
    ts = args.required("thread_ts")
    if slack.workspace.find(channel.id, ts) is None:
        raise SlackError("invalid_thread_ts")
    return channel.id, ts


def _streaming(slack: Services, args: Arguments) -> tuple[Channel, Json]:
    channel = joined_channel(slack, args)
    message = slack.workspace.message(channel.id, args.required("ts"))
    if STREAMING not in message:
        raise SlackError("message_not_in_streaming_state")
    return channel, message


def _written(args: Arguments) -> str:
    """The text of one call. Raises SlackError msg_too_long."""
    text = args.text("markdown_text") or ""
    if len(text) > MARKDOWN_CHARACTERS:
        raise SlackError("msg_too_long")
    return text


def _markdown(text: str) -> list[Json]:
    return [{"type": "markdown", "text": text, "block_id": "stream"}] if text else []


METHODS = {
    "chat.startStream": Method(start, "chat:write"),
    "chat.appendStream": Method(append, "chat:write"),
    "chat.stopStream": Method(stop, "chat:write"),
    "assistant.threads.setStatus": Method(set_status, "chat:write"),
    "assistant.threads.setTitle": Method(set_title, "assistant:write"),
    "assistant.threads.setSuggestedPrompts": Method(set_prompts, "assistant:write"),
}
