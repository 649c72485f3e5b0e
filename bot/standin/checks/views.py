"""What a modal or a Home tab may hold."""

from __future__ import annotations

import json
from typing import Any

from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Check, Report, Shape, anything, boolean, choice, string, text
from bot.standin.checks.messages import picture_check
from bot.standin.errors import SlackError
from bot.standin.values import Json
from bot.standin.workspace import Workspace

VIEW_BLOCKS = 100
VIEW_BYTES = 250_000

_COMMON: dict[str, Check] = {
    "type": choice("modal", "home"),
    "blocks": anything,
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_SHAPES = {
    "modal": Shape(
        {
            **_COMMON,
            "title": text(24, True),
            "submit": text(24, True),
            "close": text(24, True),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        ("type", "title", "blocks"),
    ),
    "home": Shape(_COMMON, ("type", "blocks")),
}


def check_view(workspace: Workspace, view: Any, kind: str) -> Json:
    """The view with ids filled in. Raises SlackError invalid_arguments with JSON pointers, or view_too_large."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["must be an object [json-pointer:/view]"])
    if view.get("type") != kind:
        raise SlackError("invalid_arguments", [f"must be a view of type {kind} [json-pointer:/view/type]"])
    if len(json.dumps(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")
    report = Report(picture_check(workspace), surface=kind)
    _SHAPES[kind](view, "/view", report)
    blocks = check_blocks(view.get("blocks"), "/view/blocks", VIEW_BLOCKS, report)
    if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in blocks):
        report.problem("/view/submit", "must have a submit button because there are input blocks")
    if report.problems:
        raise SlackError("invalid_arguments", report.problems)
    return {**view, "blocks": blocks}
