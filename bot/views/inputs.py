"""Fields of a form, kept within Slack's limits by construction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views.blocks import Block, option, plain_text
from bot.views.text import clip

LABEL = 2_000
TEXT = 3_000
OPTIONS = 100
FORM_TITLE = 24


def field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """An input block whose block and action are both called `name`."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, LABEL),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
    return {**block, "hint": plain_text(hint, LABEL)} if hint else block


def text_box(initial: str, *, multiline: bool = False, longest: int = TEXT) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": longest}
    return {**element, "initial_value": clip(initial, longest)} if initial else element


def number_box(initial: int, least: int, most: int) -> Block:
    limits = {"min_value": str(least), "max_value": str(most)}
    return {"type": "number_input", "is_decimal_allowed": False, "initial_value": str(initial), **limits}


def time_box(initial: str) -> Block:
    return {"type": "timepicker", **({"initial_time": initial} if initial else {})}


def menu(options: Sequence[Block], initial: str) -> Block:
    """A menu of at most 100 options; the one with the value `initial` is chosen."""
    shown = list(options[:OPTIONS])
    chosen = next((one for one in shown if one["value"] == initial), shown[0])
    return {"type": "static_select", "options": shown, "initial_option": chosen}


def choice(options: Sequence[Block], initial: str) -> Block:
    """A few options, all in sight; the one with the value `initial` is chosen."""
    chosen = next((one for one in options if one["value"] == initial), options[0])
    return {"type": "radio_buttons", "options": list(options), "initial_option": chosen}


def tick(text: str, value: str, *, ticked: bool) -> Block:
    """One box to tick."""
    only = [option(text, value)]
    return {"type": "checkboxes", "options": only, **({"initial_options": only} if ticked else {})}


def people_menu(initial: Sequence[str]) -> Block:
    return {"type": "multi_users_select", **({"initial_users": list(initial)} if initial else {})}


def channels_menu(initial: Sequence[str]) -> Block:
    """Several channels, public ones and private ones."""
    chosen = {"initial_conversations": list(initial)} if initial else {}
    return {"type": "multi_conversations_select", "filter": _CHANNELS, **chosen}


def channel_menu(initial: str) -> Block:
    chosen = {"initial_conversation": initial} if initial else {}
    return {"type": "conversations_select", "filter": _CHANNELS, **chosen}


_CHANNELS = {"include": ["public", "private"]}


def form(callback_id: str, metadata: str, title: str, submit: str, close: str, body: Sequence[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": plain_text(title, FORM_TITLE),
        "submit": plain_text(submit, FORM_TITLE),
        "close": plain_text(close, FORM_TITLE),
        "blocks": list(body),
    }
