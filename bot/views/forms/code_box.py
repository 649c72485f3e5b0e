"""The box for code.

Slack's plain text input shows no monospaced letters. Its rich text input does in a code block, and there takes stars,
underscores and indentation as they are typed; so the box is a rich text input that begins inside a code block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.views.blocks import Block, plain_text
from runners.run import extract_code

LONGEST_CODE = 3_000
_STARTER = "# "
_MARKS = (("code", "`"), ("strike", "~"), ("italic", "_"), ("bold", "*"))


def code_box(name: str, starter: str, code: str = "") -> Block:
    """A box with `code` in it, or with a comment that says what to write below it."""
    shown = code or f"{_STARTER}{starter}\n"
    block = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": shown}]}
    return {
        "type": "rich_text_input",
        "action_id": name,
        "initial_value": {"type": "rich_text", "elements": [block]},
        "placeholder": plain_text(starter, 150),
    }


def read_code(view: dict[str, Any], name: str, starters: tuple[str, ...]) -> str:
    """The code as it was typed, without the comment that the box began with, in any of its languages, and without
    the fences of a message that was pasted whole."""
    state = view["state"]["values"].get(name, {}).get(name) or {}
    value = state.get("rich_text_value") or {}
    text = "\n".join(_texts(value.get("elements", ())))
    first, _, rest = text.lstrip("\n").partition("\n")
    code = (rest if first.strip() in {f"{_STARTER}{starter}" for starter in starters} else text).strip("\n").rstrip()
    return extract_code(code) if code.lstrip().startswith("```") else code


def _texts(parts: Any) -> Iterator[str]:
    """Each part's text. What was typed beside the code block is code as well: marks that Slack took for formatting
    are put back."""
    for part in parts:
        if part["type"] == "rich_text_list":
            yield from (f"- {text}" for text in _texts(part["elements"]))
        else:
            yield "".join(_leaf(leaf) for leaf in part["elements"])


def _leaf(leaf: dict[str, Any]) -> str:
    if leaf["type"] == "emoji":
        return f":{leaf.get('name', '')}:"
    text = str(leaf.get("text") or leaf.get("url") or "")
    style = leaf.get("style") or {}
    for name, mark in _MARKS:
        text = f"{mark}{text}{mark}" if style.get(name) else text
    return text
