"""What the page shows: the workspace, messages, views and files as one person sees them, ready to display."""

from __future__ import annotations

from bot.standin.files import PREVIEWED
from bot.standin.render.blocks import blocks_html, message_body
from bot.standin.render.emoji import EMOJI
from bot.standin.render.mrkdwn import plain
from bot.standin.services import Services
from bot.standin.settings import BOT_USER
from bot.standin.values import Json, User
from bot.standin.workspace import is_reply


def names(slack: Services) -> dict[str, str]:
    """Shown names by id; channels are there too."""
    rooms = {room.id: room.name for room in slack.workspace.channels.values() if room.name}
    return {user.id: user.name for user in slack.workspace.users.values()} | rooms


def state(slack: Services, user: User) -> Json:
    """Everything around the messages."""
    rooms = [
        {
            "id": room.id,
            "name": room.name,
            "kind": room.kind,
            "topic": room.topic,
            "members": len(room.members),
            "unread": slack.workspace.unread(user.id, room.id),
            "read": slack.workspace.read.get(user.id, {}).get(room.id, ""),
        }
        for room in slack.workspace.channels.values()
        if user.id in room.members
    ]
    people = [
        {
            "id": item.id,
            "name": item.name,
            "real_name": item.real_name,
            "role": item.role,
            "title": item.title,
            "color": item.color,
        }
        for item in slack.workspace.users.values()
    ]
    manifest = slack.manifest
    return {
        "team": slack.settings.team_name,
        "me": user.id,
        "bot": BOT_USER,
        "connected": slack.delivery.connected,
        "channels": rooms,
        "users": people,
        "commands": [vars(command) for command in manifest.commands],
        "shortcuts": [vars(shortcut) for shortcut in manifest.shortcuts],
        "emoji": EMOJI,
        "assistant": {"on": manifest.assistant, "description": manifest.assistant_description},
    }


def channel(slack: Services, user: User, channel_id: str) -> list[Json]:
    """Messages of the channel and what only this person sees there, oldest first."""
    private = [item for item in slack.workspace.ephemeral(user.id, channel_id) if not is_reply(item)]
    found = sorted([*slack.workspace.in_channel(channel_id), *private], key=lambda item: item["ts"])
    return [message(slack, user, item) for item in found[-300:]]


def thread(slack: Services, user: User, channel_id: str, ts: str) -> Json:
    root = slack.workspace.message(channel_id, ts)
    private = [
        item for item in slack.workspace.ephemeral(user.id, channel_id) if is_reply(item) and item["thread_ts"] == ts
    ]
    found = sorted([*slack.workspace.replies(channel_id, ts), *private], key=lambda item: item["ts"])
    key = (channel_id, ts)
    begun = any(item.get("user") == user.id for item in found)
    return {
        "pane": root.get("subtype") == "assistant_app_thread",
        "root": message(slack, user, root),
        "replies": [message(slack, user, item) for item in found],
        "status": slack.workspace.statuses.get(key, ""),
        "prompts": {} if begun else slack.workspace.prompts.get(key, {}),
    }


def message(slack: Services, user: User, item: Json) -> Json:
    """One message; `html` is safe to insert."""
    known = names(slack)
    shown = {
        "ts": item["ts"],
        "user": item.get("user"),
        "thread_ts": item.get("thread_ts"),
        "reply": is_reply(item),
        "edited": "edited" in item,
        "private": bool(item.get("is_ephemeral")),
        "replies": item.get("reply_count", 0),
        "latest_reply": item.get("latest_reply"),
        "repliers": item.get("reply_users", []),
        "subtype": item.get("subtype"),
        "streaming": item.get("streaming_state") == "in_progress",
        "mine": item.get("user") == user.id and not item.get("is_ephemeral") and item.get("subtype") != "tombstone",
    }
    title = item.get("assistant_app_thread", {}).get("title")
    shown["html"] = plain(title) if title else message_body(item, known)
    shown["files"] = [_file(slack, file) for file in item.get("files", [])]
    shown["reactions"] = [
        {
            **reaction,
            "emoji": EMOJI.get(reaction["name"], f":{reaction['name']}:"),
            "mine": user.id in reaction["users"],
        }
        for reaction in item.get("reactions", [])
    ]
    if shown["mine"]:
        shown["source"] = typed_source(item, known)
    return shown


def view(slack: Services, item: Json) -> Json:
    known = names(slack)
    shown: Json = {"id": item["id"], "hash": item["hash"], "html": blocks_html(item["blocks"], known)}
    for name in ("title", "submit", "close"):
        shown[name] = plain(item[name]["text"]) if item.get(name) else ""
    return shown


def typed_source(item: Json, known: dict[str, str]) -> str:
    """What the person typed, from the rich_text block: the text to edit."""
    pieces: list[str] = []
    for block in item.get("blocks", []):
        for part in block.get("elements", []):
            inside = "".join(_typed(leaf, known) for leaf in part["elements"])
            pieces.append(f"```\n{inside}\n```" if part["type"] == "rich_text_preformatted" else inside)
    return "".join(pieces)


def _typed(leaf: Json, known: dict[str, str]) -> str:
    kind = leaf["type"]
    if kind == "user":
        return f"@{known.get(leaf['user_id'], leaf['user_id'])}"
    if kind == "channel":
        return f"#{known.get(leaf['channel_id'], leaf['channel_id'])}"
    if kind == "link":
        return str(leaf["url"])
    return f"`{leaf['text']}`" if leaf.get("style", {}).get("code") else str(leaf["text"])


def _file(slack: Services, shown: Json) -> Json:
    stored = slack.workspace.files.get(shown["id"])
    return {
        "id": shown["id"],
        "name": shown["name"],
        "title": shown["title"],
        "size": shown["size"],
        "kind": shown["filetype"],
        "alt": shown.get("alt_txt", ""),
        "gone": stored is None,
        "picture": shown["mimetype"] in PREVIEWED,
        "width": shown.get("original_w", 0),
        "height": shown.get("original_h", 0),
    }
