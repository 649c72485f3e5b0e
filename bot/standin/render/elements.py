"""Interactive elements to HTML. The page's script finds them by their data attributes."""

from __future__ import annotations

import html
import json
from collections.abc import Callable

from bot.standin import rich_box
from bot.standin.form import initial, options
from bot.standin.render.mrkdwn import Names, mrkdwn, plain
from bot.standin.values import Json

_FIELDS = {
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
}


def attribute(name: str, value: object) -> str:
    """` name="value"`, empty for a value of None or an empty text."""
    return "" if value in (None, "") else f' {name}="{html.escape(str(value), quote=True)}"'


def text_of(text: Json, names: Names) -> str:
    if text["type"] != "mrkdwn":
        return plain(text["text"])
    return mrkdwn(text["text"], names, verbatim=bool(text.get("verbatim")))


def element(item: Json, block: Json, names: Names) -> str:
    """`names` maps ids to shown names, for the menus of people and channels too."""
    renderers: dict[str, Callable[[Json, str, Names], str]] = {
        "button": _button,
        "feedback_buttons": _feedback_buttons,
        "icon_button": _button,
        "overflow": _overflow,
        "static_select": _select,
        "multi_static_select": _select,
        "users_select": _names_select,
        "multi_users_select": _names_select,
        "multi_conversations_select": _names_select,
        "multi_channels_select": _names_select,
        "conversations_select": _names_select,
        "channels_select": _names_select,
        "checkboxes": _choices,
        "radio_buttons": _choices,
        "plain_text_input": _text_input,
        "rich_text_input": _rich_input,
    }
    marks = attribute("data-action-id", item["action_id"]) + attribute("data-block-id", block["block_id"])
    marks += attribute("data-element", item["type"])
    if block["type"] != "input" or block.get("dispatch_action"):
        marks += ' data-dispatch="1"'
    if "confirm" in item:
        marks += attribute("data-confirm", json.dumps(_confirm(item["confirm"])))
    return renderers.get(item["type"], _field)(item, marks, names)


def _confirm(confirm: Json) -> Json:
    return {
        "title": confirm["title"]["text"],
        "text": confirm["text"]["text"],
        "confirm": confirm["confirm"]["text"],
        "deny": confirm["deny"]["text"],
        "style": confirm.get("style", "primary"),
    }


def _button(item: Json, marks: str, names: Names) -> str:
    label = attribute("aria-label", item.get("accessibility_label")) + attribute("data-url", item.get("url"))
    style = item.get("style", "default")
    shown = plain(item["text"]["text"])
    return f'<button type="button" class="button {html.escape(style)}"{marks}{label}>{shown}</button>'


def _feedback_buttons(item: Json, marks: str, names: Names) -> str:
    pair = (item["positive_button"], item["negative_button"])
    return "".join(
        f'<button type="button" class="button feedback"{marks}{attribute("data-value", one["value"])}'
        f"{attribute('aria-label', one.get('accessibility_label'))}>{plain(one['text']['text'])}</button>"
        for one in pair
    )


def _overflow(item: Json, marks: str, names: Names) -> str:
    rows = "".join(
        f'<button type="button" role="menuitem"{attribute("data-value", option.get("value"))}'
        f"{attribute('data-url', option.get('url'))}{marks}>{plain(option['text']['text'])}</button>"
        for option in item["options"]
    )
    summary = '<summary aria-label="More options">⋯</summary>'
    return f'<details class="overflow">{summary}<div role="menu">{rows}</div></details>'


def _select(item: Json, marks: str, names: Names) -> str:
    chosen = initial(item)
    several = item["type"].startswith("multi")
    rows = "".join(_option(option, chosen if several else [chosen]) for option in item.get("options", []))
    for group in item.get("option_groups", []):
        inside = "".join(_option(option, chosen if several else [chosen]) for option in group["options"])
        rows += f"<optgroup{attribute('label', group['label']['text'])}>{inside}</optgroup>"
    return _menu(item, marks + (" multiple" if several else ""), rows, chosen is None)


def _names_select(item: Json, marks: str, names: Names) -> str:
    several = item["type"].startswith("multi")
    mark = "U" if item["type"].endswith("users_select") else "C"
    known = [{"value": key, "text": {"text": name}} for key, name in names.items() if key.startswith(mark)]
    chosen = initial(item) if several else [initial(item)]
    rows = "".join(_option(option, chosen) for option in known)
    return _menu(item, marks + (" multiple" if several else ""), rows, not any(chosen))


def _menu(item: Json, marks: str, rows: str, empty: bool) -> str:
    hint = item.get("placeholder", {}).get("text", "Choose")
    first = (
        f'<option value=""{" selected" if empty else ""}>{html.escape(hint)}</option>'
        if "multiple" not in marks
        else ""
    )
    return f"<select{marks}{attribute('aria-label', hint)}>{first}{rows}</select>"


def _option(option: Json, chosen: list[str | None]) -> str:
    selected = " selected" if option["value"] in chosen else ""
    return f"<option{attribute('value', option['value'])}{selected}>{plain(option['text']['text'])}</option>"


def _choices(item: Json, marks: str, names: Names) -> str:
    kind = "checkbox" if item["type"] == "checkboxes" else "radio"
    chosen = initial(item) if kind == "checkbox" else [initial(item)]
    group = attribute("name", item["action_id"]) if kind == "radio" else ""
    rows = []
    for option in options(item):
        checked = " checked" if option["value"] in chosen else ""
        note = f"<small>{text_of(option['description'], names)}</small>" if "description" in option else ""
        box = f'<input type="{kind}"{group}{attribute("value", option["value"])}{checked}>'
        rows.append(f"<label>{box}<span>{text_of(option['text'], names)}{note}</span></label>")
    return f'<div class="choices" role="group"{marks}>{"".join(rows)}</div>'


def _text_input(item: Json, marks: str, names: Names) -> str:
    marks += attribute("placeholder", item.get("placeholder", {}).get("text"))
    marks += attribute("maxlength", item.get("max_length", 3000)) + (" autofocus" if item.get("focus_on_load") else "")
    value = item.get("initial_value", "")
    if item.get("multiline"):
        return f'<textarea rows="7" spellcheck="false"{marks}>\n{html.escape(value)}</textarea>'
    return f'<input type="text"{attribute("value", value)}{marks}>'


def _rich_input(item: Json, marks: str, names: Names) -> str:
    marks += attribute("placeholder", item.get("placeholder", {}).get("text"))
    marks += " autofocus" if item.get("focus_on_load") else ""
    kind = ' class="code"' if rich_box.begins_with_code(item) else ""
    shown = html.escape(rich_box.source(item.get("initial_value")))
    return f'<textarea rows="7" spellcheck="false" autocapitalize="off"{kind}{marks}>\n{shown}</textarea>'


def _field(item: Json, marks: str, names: Names) -> str:
    kind = _FIELDS.get(item["type"], "text")
    step = ' step="any"' if item.get("is_decimal_allowed") else ""
    bounds = attribute("min", item.get("min_value")) + attribute("max", item.get("max_value")) + step
    hint = attribute("placeholder", item.get("placeholder", {}).get("text"))
    return f'<input type="{kind}"{attribute("value", initial(item))}{hint}{bounds}{marks}>'
