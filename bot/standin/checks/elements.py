"""The shapes of block elements: buttons, menus, inputs, and the objects they are made of."""

from __future__ import annotations

from typing import Any

from bot.standin.checks.fields import (
    Check,
    Report,
    Shape,
    anything,
    boolean,
    choice,
    integer,
    items,
    one_of,
    string,
    text,
)

ACTION_ID = string(255)
BUTTON_VALUE = 2000
OPTION_VALUE = 150

CONFIRM = Shape(
    {
        "title": text(100, True),
        "text": text(300),
        "confirm": text(30, True),
        "deny": text(30, True),
        "style": choice("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)


def option(formatted: bool = False) -> Shape:
    """An option of a menu; checkboxes and radio buttons allow formatted text."""
    label = text(75, plain=not formatted)
    fields = {"text": label, "value": string(OPTION_VALUE), "description": text(75, plain=not formatted)}
    return Shape({**fields, "url": string(3000)}, ("text", "value"))


def slack_file(value: Any, pointer: str, report: Report) -> None:
    """A picture that was uploaded to Slack, named by id or url."""
    Shape({"id": string(255), "url": string(3000)}, exactly_one=("id", "url"))(value, pointer, report)
    name = value.get("id") or value.get("url") if isinstance(value, dict) else None
    if isinstance(name, str) and not report.image_files(name):
        report.problem(pointer, "invalid slack file")


def focus(value: Any, pointer: str, report: Report) -> None:
    boolean(value, pointer, report)
    report.focused += value is True
    if report.focused > 1:
        report.problem(pointer, "only one element may have focus_on_load")


def _interactive(fields: dict[str, Check], required: tuple[str, ...] = (), **sets: tuple[str, ...]) -> Shape:
    return Shape({"type": anything, "action_id": ACTION_ID, **fields}, required, **sets)


def _input(fields: dict[str, Check], required: tuple[str, ...] = (), **sets: tuple[str, ...]) -> Shape:
    return _interactive({"focus_on_load": focus, "placeholder": text(150, True), **fields}, required, **sets)


def rich_text_value(value: Any, pointer: str, report: Report) -> None:
    """A rich text block as the initial value of a box: no empty text in it."""
    parts = value.get("elements") if isinstance(value, dict) and value.get("type") == "rich_text" else None
    if not isinstance(parts, list):
        report.problem(pointer, "must be a rich_text object with elements")
        return
    for index, part in enumerate(parts):
        leaves = part.get("elements") if isinstance(part, dict) else None
        if not leaves or any(leaf.get("type") == "text" and not leaf.get("text") for leaf in leaves):
            report.problem(f"{pointer}/elements/{index}", "must have elements, and none with an empty text")


_DISPATCH = Shape({"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 1, 2)})
_GROUPS = items(Shape({"label": text(75, True), "options": items(option(), 1, 100)}, ("label", "options")), 1, 100)
_MENU: dict[str, Check] = {"options": items(option(), 1, 100), "option_groups": _GROUPS, "confirm": CONFIRM}
_BOXES: dict[str, Check] = {"options": items(option(True), 1, 10), "confirm": CONFIRM, "focus_on_load": focus}
_IDS = items(string(255), 0, 1000)
_SEVERAL: dict[str, Check] = {"max_selected_items": integer(1, 1000), "confirm": CONFIRM}
CONVERSATION_FILTER = Shape(
    {
        "include": items(choice("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    at_least_one=("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
_WRITTEN: dict[str, Check] = {"initial_value": string(3000), "dispatch_action_config": _DISPATCH}

BUTTON = _interactive(
    {
        "text": text(75, True),
        "value": string(BUTTON_VALUE),
        "url": string(3000),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
    ("text",),
)
SELECTS = {
    "static_select": _input({**_MENU, "initial_option": option()}, exactly_one=("options", "option_groups")),
    "multi_static_select": _input(
        {**_MENU, "initial_options": items(option(), 1, 100), "max_selected_items": integer(1, 100)},
        exactly_one=("options", "option_groups"),
    ),
    "users_select": _input({"initial_user": string(255), "confirm": CONFIRM}),
    "conversations_select": _input(
        {
            "initial_conversation": string(255),
            "confirm": CONFIRM,
            "filter": CONVERSATION_FILTER,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
        }
    ),
    "multi_users_select": _input({"initial_users": _IDS, **_SEVERAL}),
    "multi_conversations_select": _input(
        {
            "initial_conversations": _IDS,
            **_SEVERAL,
            "filter": CONVERSATION_FILTER,
            "default_to_current_conversation": boolean,
        }
    ),
    "multi_channels_select": _input({"initial_channels": _IDS, **_SEVERAL}),
    "channels_select": _input({"initial_channel": string(255), "confirm": CONFIRM, "response_url_enabled": boolean}),
}
CHOICES = {
    "checkboxes": _interactive({**_BOXES, "initial_options": items(option(True), 1, 10)}, ("options",)),
    "radio_buttons": _interactive({**_BOXES, "initial_option": option(True)}, ("options",)),
}
DATES = {
    "datepicker": _input({"initial_date": string(10), "confirm": CONFIRM}),
    "timepicker": _input({"initial_time": string(5), "confirm": CONFIRM, "timezone": string(255)}),
}
WRITING = {
    "plain_text_input": _input(
        {**_WRITTEN, "multiline": boolean, "min_length": integer(0, 3000), "max_length": integer(1, 3000)}
    ),
    "email_text_input": _input(_WRITTEN),
    "url_text_input": _input(_WRITTEN),
    "rich_text_input": _input(
        {
            "initial_value": rich_text_value,
            "dispatch_action_config": _DISPATCH,
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
        }
    ),
    "number_input": _input(
        {**_WRITTEN, "is_decimal_allowed": boolean, "min_value": string(50), "max_value": string(50)},
        ("is_decimal_allowed",),
    ),
}
_FEEDBACK = Shape(
    {"text": text(75, True), "value": string(BUTTON_VALUE), "accessibility_label": string(75)}, ("text", "value")
)
CONTEXT_ACTIONS = {
    "feedback_buttons": _interactive(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, ("positive_button", "negative_button")
    ),
    "icon_button": _interactive(
        {
            "icon": choice("trash"),
            "text": text(75, True),
            "value": string(BUTTON_VALUE),
            "accessibility_label": string(75),
            "visible_to_user_ids": items(string(255), 1, 10),
            "confirm": CONFIRM,
        },
        ("icon", "text"),
    ),
}
OVERFLOW = _interactive({"options": items(option(), 1, 5), "confirm": CONFIRM}, ("options",))
IMAGE = Shape(
    {"type": anything, "image_url": string(3000), "slack_file": slack_file, "alt_text": string(2000)},
    ("alt_text",),
    exactly_one=("image_url", "slack_file"),
)

PRESSED = {"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **CHOICES, **DATES}
in_actions = one_of(PRESSED, "element in an actions block")
in_context_actions = one_of(CONTEXT_ACTIONS, "element in a context_actions block")
in_section = one_of({**PRESSED, "image": IMAGE}, "accessory of a section block")
in_input = one_of({**SELECTS, **CHOICES, **DATES, **WRITING}, "element in an input block")
_CONTEXT_TEXT = {
    "mrkdwn": Shape({"type": anything, "text": string(3000), "verbatim": boolean}, ("text",)),
    "plain_text": Shape({"type": anything, "text": string(3000), "emoji": boolean}, ("text",)),
}
in_context = one_of({"image": IMAGE, **_CONTEXT_TEXT}, "element in a context block")
