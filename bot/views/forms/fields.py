"""The fields of every form, within Slack's limits by construction. A name is that of a field's block and element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.blocks import Block, option, plain_text
from bot.words.values import FormWords

View = dict[str, Any]

OPTIONS = 100
TEXT_LENGTH = 3_000
_PLACEHOLDER = 150
_TICKED = "yes"
_CHANNELS = {"include": ["public", "private"]}
_ONE = ("value", "selected_time", "selected_conversation")
_SEVERAL = ("selected_users", "selected_conversations")


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


def field(label: str, element: Block, *, hint: str = "", optional: bool = False, dispatch: bool = False) -> Block:
    """An input; `dispatch` tells the bot of every choice in it at once."""
    block: Block = {
        "type": "input",
        "block_id": element["action_id"],
        "label": plain_text(label, 2_000),
        "element": element,
        "optional": optional,
        "dispatch_action": dispatch,
    }
    return {**block, "hint": plain_text(hint, 2_000)} if hint else block


def text_box(
    name: str, value: str = "", *, placeholder: str = "", lines: bool = False, longest: int = TEXT_LENGTH
) -> Block:
    element = _element("plain_text_input", name, initial_value=value[:longest], placeholder=_placeholder(placeholder))
    return {**element, "multiline": lines, "max_length": longest}


def number_box(name: str, value: str, *, whole: bool, low: str = "", high: str = "") -> Block:
    element = _element("number_input", name, initial_value=value, min_value=low, max_value=high)
    return {**element, "is_decimal_allowed": not whole}


def time_box(name: str, value: str) -> Block:
    return _element("timepicker", name, initial_time=value)


def menu(
    name: str,
    options: Sequence[Block] | Mapping[str, Sequence[Block]],
    placeholder: str = "",
    chosen: str = "",
) -> Block:
    """A menu of options, or of named groups of them; at most 100 groups of at most 100 are shown."""
    element = _element("static_select", name, placeholder=_placeholder(placeholder))
    if isinstance(options, Mapping):
        groups = [{"label": plain_text(label), "options": list(group)[:OPTIONS]} for label, group in options.items()]
        element["option_groups"] = groups[:OPTIONS]
        offered = [one for group in element["option_groups"] for one in group["options"]]
    else:
        offered = element["options"] = list(options)[:OPTIONS]
    initial = [one for one in offered if one["value"] == chosen]
    return {**element, "initial_option": initial[0]} if initial else element


def one_of(name: str, options: Sequence[Block], chosen: str) -> Block:
    """A few options, all in sight; the first when the chosen one is not among them."""
    initial = next((one for one in options if one["value"] == chosen), options[0])
    return _element("radio_buttons", name, options=list(options), initial_option=initial)


def box_to_tick(name: str, text: str, *, ticked: bool = False) -> Block:
    only = [option(text, _TICKED)]
    return _element("checkboxes", name, options=only, initial_options=only if ticked else [])


def people_menu(name: str, chosen: Sequence[str]) -> Block:
    return _element("multi_users_select", name, initial_users=list(chosen))


def channels_menu(name: str, chosen: Sequence[str]) -> Block:
    """Several channels, public ones and private ones."""
    return _element("multi_conversations_select", name, initial_conversations=list(chosen), filter=_CHANNELS)


def channel_menu(name: str, chosen: str) -> Block:
    return _element("conversations_select", name, initial_conversation=chosen, filter=_CHANNELS)


def read(view: View, name: str) -> str:
    """What a field for one thing holds; empty when it holds nothing or is not there."""
    state = _state(view, name)
    chosen = state.get("selected_option") or {}
    return str(chosen.get("value") or next(filter(None, map(state.get, _ONE)), ""))


def read_several(view: View, name: str) -> list[str]:
    """The ids of the people or channels that were chosen."""
    return list(next(filter(None, map(_state(view, name).get, _SEVERAL)), ()))


def is_ticked(view: View, name: str) -> bool:
    return bool(_state(view, name).get("selected_options"))


def _element(kind: str, name: str, **shown: Any) -> Block:
    """What is empty is left out: Slack refuses an empty initial value."""
    return {"type": kind, "action_id": name, **{key: value for key, value in shown.items() if value}}


def _placeholder(text: str) -> Block | None:
    return plain_text(text, _PLACEHOLDER) if text else None


def _state(view: View, name: str) -> Block:
    values: dict[str, Block] = view["state"]["values"]
    return values.get(name, {}).get(name) or {}
