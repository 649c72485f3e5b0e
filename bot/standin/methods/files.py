"""Files: the external upload flow and what is known about a file."""

from __future__ import annotations

from typing import Any

from bot.standin import conversation, files
from bot.standin.arguments import Arguments
from bot.standin.checks.messages import check_message
from bot.standin.errors import SlackError
from bot.standin.methods.method import Method, joined_channel, parent_ts
from bot.standin.replying import bot_message
from bot.standin.services import Services
from bot.standin.settings import BOT_USER
from bot.standin.values import File, Json


def upload_url(slack: Services, args: Arguments) -> Json:
    name, length = args.required("filename"), args.integer("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments", ["must be greater than 0: length"])
    alt_txt = args.text("alt_txt") or ""
    if len(alt_txt) > 1000:
        raise SlackError("alt_txt_too_large")
    file = files.create(slack, name, BOT_USER, alt_txt)
    file.size = length
    return {"file_id": file.id, "upload_url": slack.url + files.upload_path(file)}


def complete(slack: Services, args: Arguments) -> Json:
    wanted: Any = args.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", ["missing required field: files"])
    ready = [_titled(files.ready(slack, str(item.get("id"))), item) for item in wanted]
    rooms = [name for name in (args.text("channels") or "").split(",") if name]
    targets = [args.text("channel_id")] if args.text("channel_id") else rooms
    shown = [files.describe(slack, file) for file in ready]
    for target in targets:
        _share(slack, Arguments({**args.values, "channel": target}), ready)
    for file in ready:
        file.complete = True
    return {"files": shown}


def info(slack: Services, args: Arguments) -> Json:
    file = slack.workspace.file(args.required("file"))
    return {"file": files.describe(slack, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(slack: Services, args: Arguments) -> Json:
    file = slack.workspace.file(args.required("file"))
    if file.user != BOT_USER:
        raise SlackError("cant_delete_file")
    del slack.workspace.files[file.id]
    return {}


def retired(slack: Services, args: Arguments) -> Json:
    raise SlackError("method_deprecated")


def _share(slack: Services, args: Arguments, ready: list[File]) -> None:
    channel = joined_channel(slack, args)
    thread_ts = parent_ts(slack, channel, args)
    blocks: Any = args.json("blocks", "invalid_blocks_format")
    comment = args.text("initial_comment") or ""
    message = bot_message(slack, comment, check_message(slack.workspace, {"text": comment or "file", "blocks": blocks}))
    if thread_ts is not None:
        message["thread_ts"] = thread_ts
    message |= {"subtype": "file_share", "files": files.share(slack, ready, channel, message["ts"], thread_ts)}
    conversation.post(slack, channel, message)


def _titled(file: File, item: Json) -> File:
    if item.get("title"):
        file.title = str(item["title"])
    return file


METHODS = {
    "files.getUploadURLExternal": Method(upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete, "files:write"),
    "files.info": Method(info, "files:read"),
    "files.delete": Method(delete, "files:write"),
    "files.upload": Method(retired, "files:write"),
}
