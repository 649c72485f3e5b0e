"""Rich text blocks to HTML."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.standin.render.emoji import EMOJI
from bot.standin.render.mrkdwn import Names, escaped, link, mention
from bot.standin.values import Json

_TAGS = (("code", "code"), ("bold", "b"), ("italic", "i"), ("strike", "s"), ("underline", "u"))
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def rich_text(block: Json, names: Names) -> str:
    return "".join(_part(part, names) for part in block["elements"])


def _part(part: Json, names: Names) -> str:
    kind = part["type"]
    if kind == "rich_text_list":
        tag = "ol" if part.get("style") == "ordered" else "ul"
        start = f' start="{int(part["offset"]) + 1}"' if tag == "ol" and part.get("offset") else ""
        items = "".join(f"<li>{_inline(item['elements'], names)}</li>" for item in part["elements"])
        return f'<{tag}{start} class="indent{min(int(part.get("indent", 0)), 4)}">{items}</{tag}>'
    inside = _inline(part["elements"], names)
    if kind == "rich_text_preformatted":
        return f"<pre>{inside}</pre>"
    if kind == "rich_text_quote":
        return f"<blockquote>{_broken(inside)}</blockquote>"
    return f'<div class="text">{_broken(inside)}</div>'


def _inline(elements: list[Json], names: Names) -> str:
    return "".join(_styled(element, _leaf(element, names)) for element in elements)


def _leaf(element: Json, names: Names) -> str:
    kind = element.get("type")
    if kind == "text":
        return escaped_exactly(str(element.get("text", "")))
    if kind == "link":
        return link(str(element.get("url", "")), str(element.get("text") or element.get("url", "")))
    if kind == "user":
        return mention(str(element.get("user_id")), names, "@")
    if kind == "channel":
        return mention(str(element.get("channel_id")), names, "#")
    if kind == "broadcast":
        return f'<span class="mention">@{escaped(str(element.get("range", "")))}</span>'
    if kind == "emoji":
        name = str(element.get("name", ""))
        return EMOJI.get(name, escaped(f":{name}:"))
    if kind == "date":
        moment = datetime.fromtimestamp(int(element.get("timestamp", 0)), UTC)
        return escaped(str(element.get("fallback") or moment.strftime("%d %B %Y %H:%M")))
    if kind == "color" and _COLOR.fullmatch(str(element.get("value"))):
        return escaped(str(element["value"]))
    return ""


def _styled(element: Json, inside: str) -> str:
    style = element.get("style")
    for name, tag in _TAGS:
        if isinstance(style, dict) and style.get(name):
            inside = f"<{tag}>{inside}</{tag}>"
    return inside


def escaped_exactly(text: str) -> str:
    """Rich text is not entity-encoded by Slack: an ampersand in it is an ampersand."""
    return escaped(text.replace("&", "&amp;"))


def _broken(inside: str) -> str:
    return inside.replace("\n", "<br>")
