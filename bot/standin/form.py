"""The values of inputs: what a page or a test gives becomes Slack's `state.values`, checked as Slack's client does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.standin import rich_box
from bot.standin.errors import StandinError
from bot.standin.values import Json

PRESSED = ("button", "feedback_buttons", "icon_button")
_SINGLE = {"static_select": "static", "radio_buttons": "", "overflow": ""}
_MANY = ("checkboxes", "multi_static_select")
_TEXT = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
_PLACES = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_INITIAL = {
    "selected_users": "initial_users",
    "selected_conversations": "initial_conversations",
    "selected_channels": "initial_channels",
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_user": "initial_user",
    "selected_conversation": "initial_conversation",
    "selected_channel": "initial_channel",
}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block."""
    for block in blocks:
        candidates = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        if block["type"] in ("section", "actions", "context_actions", "input"):
            yield from ((block, item) for item in candidates if item and "action_id" in item)


def find_element(blocks: list[Json], action_id: str, block_id: str | None = None) -> tuple[Json, Json]:
    """Raises StandinError that lists the action ids there are."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    known = ", ".join(element["action_id"] for _, element in elements(blocks)) or "none"
    raise StandinError(f"There is no element with the action_id {action_id!r} here. There are: {known}.")


def pressed(element: Json, value: Any) -> Json:
    """What an action says of the button that was pressed; of feedback buttons, `value` is one's.

    Raises StandinError for a value that neither of them has.
    """
    if element["type"] != "feedback_buttons":
        return {name: element[name] for name in ("text", "value", "style") if name in element}
    pair = (element["positive_button"], element["negative_button"])
    chosen = next((one for one in pair if one["value"] == value), None)
    if chosen is None:
        known = " and ".join(one["value"] for one in pair)
        raise StandinError(f"{element['action_id']} has no button {value!r}. There are: {known}.")
    return {"text": chosen["text"], "value": chosen["value"]}


def state_values(blocks: list[Json], given: Json) -> Json:
    """`given` maps a block_id to {action_id: value}, or an action_id or block_id to the value.

    A value is text, an option value, a list of option values, or None. What is not given has its initial value.
    """
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] not in PRESSED:
            value = _given(block, element, given)
            values.setdefault(block["block_id"], {})[element["action_id"]] = typed(element, value)
    return values


def typed(element: Json, value: Any) -> Json:
    """One value in the form of its element's type. Raises StandinError for an option that is not offered."""
    kind = element["type"]
    if kind in _SINGLE:
        return {"type": kind, "selected_option": None if value is None else _option(element, value)}
    if kind in _MANY:
        return {"type": kind, "selected_options": [_option(element, item) for item in value or []]}
    if kind in _PLACES:
        return {"type": kind, _PLACES[kind]: [str(item) for item in value or []]}
    if kind == "rich_text_input":
        box = rich_box.written(element, value) if isinstance(value, str) else value
        return {"type": kind, "rich_text_value": box if rich_box.source(box).strip() else None}
    return {"type": kind, _TEXT.get(kind, "value"): None if value in (None, "") else str(value)}


def missing(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's client itself finds wrong before it sends a form: block_id to the sentence shown."""
    errors: dict[str, str] = {}
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        state = values[block["block_id"]][element["action_id"]]
        content = next((value for name, value in state.items() if name != "type"), None)
        problem = _problem(element, content) if content else ""
        if not content and not block.get("optional"):
            problem = "Please complete this required field."
        if problem:
            errors[block["block_id"]] = problem
    return errors


def options(element: Json) -> list[Json]:
    grouped = [item for group in element.get("option_groups", []) for item in group["options"]]
    return [*element.get("options", []), *grouped]


def _problem(element: Json, content: Any) -> str:
    return (
        _number_problem(element, str(content))
        if element["type"] == "number_input"
        else _length_problem(element, content)
    )


def _number_problem(element: Json, content: str) -> str:
    try:
        number = float(content) if element["is_decimal_allowed"] else int(content)
    except ValueError:
        return "Please enter a number." if element["is_decimal_allowed"] else "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < float(low):
        return f"Please enter a number of at least {low}."
    return f"Please enter a number of at most {high}." if high is not None and number > float(high) else ""


def _length_problem(element: Json, content: Any) -> str:
    length = len(content)
    low, high = element.get("min_length", 0), element.get("max_length", 3000)
    if element["type"] != "plain_text_input" or low <= length <= high:
        return ""
    return f"Please write {'at least ' + str(low) if length < low else 'at most ' + str(high)} characters."


def _given(block: Json, element: Json, given: Json) -> Any:
    block_id, action_id = block["block_id"], element["action_id"]
    inside = given.get(block_id)
    if isinstance(inside, dict) and action_id in inside:
        return inside[action_id]
    if action_id in given:
        return given[action_id]
    if block_id in given and not isinstance(inside, dict):
        return inside
    return initial(element)


def initial(element: Json) -> Any:
    """The value that the element shows before anybody touches it."""
    kind = element["type"]
    if kind in _SINGLE:
        return element.get("initial_option", {}).get("value")
    if kind in _MANY:
        return [item["value"] for item in element.get("initial_options", [])]
    if kind in _PLACES:
        return list(element.get(_INITIAL[_PLACES[kind]], []))
    return element.get(_INITIAL[_TEXT.get(kind, "value")])


def _option(element: Json, value: str) -> Json:
    for item in options(element):
        if item["value"] == value:
            return item
    known = ", ".join(item["value"] for item in options(element))
    raise StandinError(f"{element['action_id']} has no option {value!r}. There are: {known}.")
