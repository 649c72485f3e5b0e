"""What a person types, as Slack stores it: escaped text with tokens, and the rich_text block of the same content."""

from __future__ import annotations

import re

from bot.standin.values import Json
from bot.standin.workspace import Workspace

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_INLINE = re.compile(
    r"(?P<code>`[^`\n]+`)|(?P<user><@(?P<uid>[UW][A-Z0-9]+)>)|(?P<room><#(?P<cid>C[A-Z0-9]+)(\|[^>]*)?>)"
    r"|(?P<link>https?://[^\s<>|`]*[^\s<>|`.,;:!?)'\"])"
)
_NAMED = re.compile(r"(?<![\w`<])([@#])([\w-]+)")
_TOKEN = re.compile(r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+(?:\|[^<>]*)?)>")
_URL = re.compile(r"(?<![<|])https?://[^\s<>|`]*[^\s<>|`.,;:!?)'\"]")


def escape(text: str) -> str:
    """Slack's three control characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stored_text(workspace: Workspace, typed: str) -> str:
    """`@grace` and `#general` become tokens, addresses get angle brackets (in code too), the rest is escaped."""
    named = _outside_code(typed, lambda piece: _NAMED.sub(lambda match: _token(workspace, match), piece))
    pieces: list[str] = []
    end = 0
    for match in _TOKEN.finditer(named):
        pieces += [_with_links(named[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*pieces, _with_links(named[end:])])


def rich_text(workspace: Workspace, typed: str) -> Json:
    """The rich_text block that Slack adds to every message a person writes."""
    named = _outside_code(typed, lambda piece: _NAMED.sub(lambda match: _token(workspace, match), piece))
    elements: list[Json] = []
    end = 0
    for fence in _FENCE.finditer(named):
        elements += _section(named[end : fence.start()])
        elements.append({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": fence.group(1)}]})
        end = fence.end()
    elements += _section(named[end:])
    return {"type": "rich_text", "block_id": "typed", "elements": elements}


def _outside_code(text: str, change: object) -> str:
    pieces = re.split(r"(```.*?```|`[^`\n]+`)", text, flags=re.DOTALL)
    return "".join(piece if index % 2 else change(piece) for index, piece in enumerate(pieces))  # type: ignore[operator]


def _token(workspace: Workspace, match: re.Match[str]) -> str:
    mark, name = match.groups()
    if mark == "@":
        found = next((user.id for user in workspace.users.values() if user.name == name.lower()), None)
        return f"<@{found}>" if found else match.group()
    room = next((item for item in workspace.channels.values() if item.name and item.name == name.lower()), None)
    return f"<#{room.id}|{room.name}>" if room else match.group()


def _with_links(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for match in _URL.finditer(text):
        pieces += [escape(text[end : match.start()]), f"<{escape(match.group())}>"]
        end = match.end()
    return "".join([*pieces, escape(text[end:])])


def _section(text: str) -> list[Json]:
    elements: list[Json] = []
    end = 0
    for match in _INLINE.finditer(text):
        elements += _plain(text[end : match.start()])
        elements.append(_inline(match))
        end = match.end()
    elements += _plain(text[end:])
    return [{"type": "rich_text_section", "elements": elements}] if elements else []


def _plain(text: str) -> list[Json]:
    return [{"type": "text", "text": text}] if text else []


def _inline(match: re.Match[str]) -> Json:
    if match.group("code"):
        return {"type": "text", "text": match.group("code")[1:-1], "style": {"code": True}}
    if match.group("user"):
        return {"type": "user", "user_id": match.group("uid")}
    if match.group("room"):
        return {"type": "channel", "channel_id": match.group("cid")}
    return {"type": "link", "url": match.group("link")}
