"""What a person writes into a `rich_text_input`: typed text becomes Slack's rich text, and back."""

from __future__ import annotations

import re

from bot.standin.values import Json

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)


def written(element: Json, typed: str) -> Json:
    """The rich text of what is typed. In a box that begins with a code block, everything is typed into that block."""
    if begins_with_code(element):
        return {"type": "rich_text", "elements": [_part("rich_text_preformatted", typed)]}
    parts: list[Json] = []
    end = 0
    for fence in _FENCE.finditer(typed):
        parts += _section(typed[end : fence.start()])
        parts.append(_part("rich_text_preformatted", fence.group(1)))
        end = fence.end()
    return {"type": "rich_text", "elements": [*parts, *_section(typed[end:])]}


def begins_with_code(element: Json) -> bool:
    parts = element.get("initial_value", {}).get("elements", [])
    return bool(parts) and parts[0]["type"] == "rich_text_preformatted"


def source(block: Json | None) -> str:
    """The text of rich text, part after part, as the box shows it."""
    parts = (block or {}).get("elements", [])
    return "\n".join("".join(str(leaf.get("text", "")) for leaf in part["elements"]) for part in parts)


def _section(text: str) -> list[Json]:
    return [_part("rich_text_section", text)] if text.strip() else []


def _part(kind: str, text: str) -> Json:
    return {"type": kind, "elements": [{"type": "text", "text": text}]}
