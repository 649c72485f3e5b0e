"""Layout blocks: their shapes, what is unique among them, and the ids that Slack fills in."""

from __future__ import annotations

from copy import deepcopy
from secrets import choice as pick
from string import ascii_letters, digits
from typing import Any

from bot.standin.checks.elements import IMAGE, in_actions, in_context, in_context_actions, in_input, in_section
from bot.standin.checks.fields import (
    Check,
    Report,
    Shape,
    anything,
    boolean,
    identifiers,
    items,
    one_of,
    repeated,
    string,
    text,
)
from bot.standin.values import Json

MARKDOWN_CHARACTERS = 12_000
TABLE_CHARACTERS = 10_000


def _block(fields: dict[str, Check], required: tuple[str, ...] = (), **sets: tuple[str, ...]) -> Shape:
    return Shape({"type": anything, "block_id": string(255), **fields}, required, **sets)


def _markdown_text(value: Any, pointer: str, report: Report) -> None:
    string(MARKDOWN_CHARACTERS)(value, pointer, report)
    report.markdown += len(value) if isinstance(value, str) else 0
    if report.markdown > MARKDOWN_CHARACTERS >= len(value):
        report.problem(pointer, f"all markdown blocks together must be less than {MARKDOWN_CHARACTERS + 1} characters")


def _rich_part(value: Any, pointer: str, report: Report) -> None:
    kinds = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    if not isinstance(value, dict) or value.get("type") not in kinds or not isinstance(value.get("elements"), list):
        report.problem(pointer, f"must have a type of {', '.join(kinds)} and elements")


def _cell(value: Any, pointer: str, report: Report) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in ("raw_text", "rich_text"):
        report.problem(pointer, "must be a cell of type raw_text or rich_text")
    elif kind == "raw_text":
        Shape({"type": anything, "text": string(TABLE_CHARACTERS)}, ("text",))(value, pointer, report)


def _rows(value: Any, pointer: str, report: Report) -> None:
    report.tables += 1
    if report.tables > 1:
        report.problem(pointer, "only one table is allowed in a message")
    items(items(_cell, 1, 20), 1, 100)(value, pointer, report)


SHAPES = {
    "section": _block(
        {"text": text(3000), "fields": items(text(2000), 1, 10), "accessory": in_section, "expand": boolean},
        at_least_one=("text", "fields"),
    ),
    "actions": _block({"elements": items(in_actions, 1, 25)}, ("elements",)),
    "context_actions": _block({"elements": items(in_context_actions, 1, 5)}, ("elements",)),
    "context": _block({"elements": items(in_context, 1, 10)}, ("elements",)),
    "divider": _block({}),
    "header": _block({"text": text(150, True)}, ("text",)),
    "image": _block(
        {**IMAGE.fields, "title": text(2000, True)}, ("alt_text",), exactly_one=("image_url", "slack_file")
    ),
    "input": _block(
        {
            "label": text(2000, True),
            "element": in_input,
            "hint": text(2000, True),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        ("label", "element"),
    ),
    "rich_text": _block({"elements": items(_rich_part, 1, 100)}, ("elements",)),
    "markdown": _block({"text": _markdown_text}, ("text",)),
    "table": _block({"rows": _rows, "column_settings": items(anything, 1, 20)}, ("rows",)),
}
_ONLY_IN_MESSAGES = ("markdown", "table", "context_actions")


def check_blocks(blocks: Any, pointer: str, most: int, report: Report) -> list[Json]:
    """Note every problem of a list of blocks. Returns a copy with the missing block and action ids filled in."""
    allowed = SHAPES if report.surface == "message" else {k: v for k, v in SHAPES.items() if k not in _ONLY_IN_MESSAGES}
    items(one_of(allowed, "block"), 0, most)(blocks, pointer, report)
    if report.problems:
        return []
    repeated([block["block_id"] for block in blocks if "block_id" in block], pointer, "block_id", report)
    for index, block in enumerate(blocks):
        repeated(identifiers(block.get("elements", [])), f"{pointer}/{index}/elements", "action_id", report)
        for element in _elements(block):
            _check_initial(element, f"{pointer}/{index}", report)
    return fill_ids(blocks)


def fill_ids(blocks: list[Json]) -> list[Json]:
    filled = deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", _short_id())
        for element in _elements(block):
            if element["type"] not in ("image", "mrkdwn", "plain_text"):
                element.setdefault("action_id", _short_id())
    return filled


def _elements(block: Json) -> list[Json]:
    if block["type"] not in ("section", "actions", "context_actions", "input"):
        return []
    single = [block[name] for name in ("accessory", "element") if name in block]
    return [*block.get("elements", []), *single]


def _check_initial(element: Json, pointer: str, report: Report) -> None:
    """What is chosen at first must be among the options."""
    grouped = [item for group in element.get("option_groups", []) for item in group["options"]]
    offered = [*element.get("options", []), *grouped]
    chosen = [
        *element.get("initial_options", []),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    if any(item not in offered for item in chosen):
        report.problem(pointer, "initial option must be one of the options")


def _short_id() -> str:
    return "".join(pick(ascii_letters + digits) for _ in range(5))
