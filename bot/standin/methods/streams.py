"""Text streams of the assistant: a message that grows, and the assistant thread's status, title and prompts."""

from __future__ import annotations

from copy import deepcopy

from bot.standin import conversation
from bot.standin.arguments import Arguments
from bot.standin.checks.messages import check_message
from bot.standin.errors import SlackError
from bot.standin.methods.method import Method, joined_channel, parent_ts
from bot.standin.replying import bot_message
from bot.standin.services import Services
from bot.standin.values import Channel, Json

STREAMING = "streaming_state"


def start(slack: Services, args: Arguments) -> Json:
    channel = joined_channel(slack, args)
    args.required("thread_ts")
    message = bot_message(slack, args.text("markdown_text") or "")
    message |= {"thread_ts": parent_ts(slack, channel, args), STREAMING: "in_progress"}
    message["blocks"] = _markdown(message["text"])
    conversation.post(slack, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


def append(slack: Services, args: Arguments) -> Json:
    channel, message = _streaming(slack, args)
    text = message["text"] + args.required("markdown_text")
    conversation.change(slack, channel, message["ts"], {"text": text, "blocks": _markdown(text)})
    return {"channel": channel.id, "ts": message["ts"]}


def stop(slack: Services, args: Arguments) -> Json:
    channel, message = _streaming(slack, args)
    text = message["text"] + (args.text("markdown_text") or "")
    extra = args.json("blocks", "invalid_blocks_format")
    blocks = check_message(slack.workspace, {"text": text, "blocks": [*_markdown(text), *(extra or [])]})
    changed = conversation.change(slack, channel, message["ts"], {"text": text, "blocks": blocks, STREAMING: None})
    return {"channel": channel.id, "ts": message["ts"], "message": deepcopy(changed)}


def set_status(slack: Services, args: Arguments) -> Json:
    key = _thread(slack, args)
    slack.workspace.statuses[key] = args.text("status") or ""
    slack.browsers.push({"kind": "thread", "channel": key[0], "ts": key[1]})
    return {}


def set_title(slack: Services, args: Arguments) -> Json:
    channel_id, ts = _thread(slack, args)
    title = args.required("title")
    slack.workspace.message(channel_id, ts)["assistant_app_thread"] = {"title": title}
    return {}


def set_prompts(slack: Services, args: Arguments) -> Json:
    key = _thread(slack, args)
    prompts = args.json("prompts") or []
    if not 1 <= len(prompts) <= 4 or not all(item.get("title") and item.get("message") for item in prompts):
        raise SlackError("invalid_arguments", ["prompts must be 1 to 4 objects with title and message"])
    slack.workspace.prompts[key] = prompts
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


def _markdown(text: str) -> list[Json]:
    return [{"type": "markdown", "text": text, "block_id": "stream"}] if text else []


METHODS = {
    "chat.startStream": Method(start, "chat:write"),
    "chat.appendStream": Method(append, "chat:write"),
    "chat.stopStream": Method(stop, "chat:write"),
    "assistant.threads.setStatus": Method(set_status, "assistant:write"),
    "assistant.threads.setTitle": Method(set_title, "assistant:write"),
    "assistant.threads.setSuggestedPrompts": Method(set_prompts, "assistant:write"),
}
