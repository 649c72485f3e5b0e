"""The fields of forms, within Slack's limits by construction. A field's name is its block's and its element's id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.blocks import Block, option, plain_text
from bot.words.values import FormWords

View = dict[str, Any]

OPTIONS = 100
TEXT_LENGTH = 3_000


def modal(callback_id: str, title: str, body: Sequence[Block], metadata: str, words: FormWords, submit: str) -> View:
    """A form. Without `submit` there is only something to read in it."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": plain_text(title, 24),
        "close": plain_text(words.close, 24),
        "blocks": list(body)[:100],
    }
    return {**view, "submit": plain_text(submit, 24)} if submit else view


def field(
    label: str, element: Block, *, hint: str = "", optional: bool = False, dispatch: bool = False, name: str = ""
) -> Block:
    """An input; `dispatch` tells the bot of every choice in it at once."""
    block: Block = {
        "type": "input",
        "block_id": name or element["action_id"],
        "label": plain_text(label, 2_000),
        "element": element,
        "optional": optional,
        "dispatch_action": dispatch,
    }
    return {**block, "hint": plain_text(hint, 2_000)} if hint else block


def text_box(
    name: str, value: str = "", *, placeholder: str = "", lines: bool = False, longest: int = TEXT_LENGTH
) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "multiline": lines, "max_length": longest}
    if placeholder:
        element["placeholder"] = plain_text(placeholder, 150)
    if value:
        element["initial_value"] = value[:longest]
    return element


def number_box(name: str, value: str, *, whole: bool, low: str = "", high: str = "") -> Block:
    element: Block = {
        "type": "number_input",
        "action_id": name,
        "is_decimal_allowed": not whole,
        "initial_value": value,
    }
    bounds = {"min_value": low, "max_value": high}
    return {**element, **{bound: number for bound, number in bounds.items() if number}}


def menu(
    name: str,
    options: Sequence[Block] | Mapping[str, Sequence[Block]],
    placeholder: str,
    chosen: str = "",
) -> Block:
    """A menu of options, or of named groups of them; at most 100 groups of at most 100 are shown."""
    element: Block = {"type": "static_select", "action_id": name, "placeholder": plain_text(placeholder, 150)}
    if isinstance(options, Mapping):
        groups = [{"label": plain_text(label), "options": list(group)[:OPTIONS]} for label, group in options.items()]
        element["option_groups"] = groups[:OPTIONS]
        offered = [one for group in element["option_groups"] for one in group["options"]]
    else:
        offered = element["options"] = list(options)[:OPTIONS]
    initial = [one for one in offered if one["value"] == chosen]
    return {**element, "initial_option": initial[0]} if initial else element


def one_of(name: str, options: Sequence[Block], chosen: str) -> Block:
    """A few options, all in sight."""
    initial = next(one for one in options if one["value"] == chosen)
    return {"type": "radio_buttons", "action_id": name, "options": list(options), "initial_option": initial}


def box_to_tick(name: str, text: str) -> Block:
    return {"type": "checkboxes", "action_id": name, "options": [option(text, "yes")]}


def read(view: View, name: str) -> str:
    """What a text, a number, a menu or a few options hold; empty when it holds nothing or is not there."""
    state = view["state"]["values"].get(name, {}).get(name) or {}
    chosen = state.get("selected_option")
    return str(chosen["value"] if chosen else state.get("value") or "")


def is_ticked(view: View, name: str) -> bool:
    return bool(view["state"]["values"][name][name].get("selected_options"))
