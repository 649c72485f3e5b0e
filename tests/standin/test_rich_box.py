"""The box for rich text and the box for numbers: what is refused, and what comes back from them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.standin import form
from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Report
from bot.standin.render.blocks import blocks_html

Json = dict[str, Any]


def rich(kind: str, text: str) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": [{"type": "text", "text": text}]}]}


def box(**extra: Any) -> list[Json]:
    element = {"type": "rich_text_input", "action_id": "code", **extra}
    return [{"type": "input", "block_id": "code", "label": {"type": "plain_text", "text": "Code"}, "element": element}]


def number(**extra: Any) -> list[Json]:
    element = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, **extra}
    return [{"type": "input", "block_id": "n", "label": {"type": "plain_text", "text": "N"}, "element": element}]


def refused(blocks: list[Json]) -> list[str]:
    report = Report(lambda file: True, surface="modal")
    check_blocks(blocks, "/blocks", 100, report)
    return report.problems


def test_a_box_may_begin_with_code() -> None:
    assert refused(box(initial_value=rich("rich_text_preformatted", "x = 1\n"))) == []
    assert refused(box(focus_on_load=True, placeholder={"type": "plain_text", "text": "Code"})) == []


@pytest.mark.parametrize(
    "extra",
    [
        {"initial_value": "x = 1"},
        {"initial_value": rich("rich_text_preformatted", "")},
        {"initial_value": {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}},
        {"multiline": True},
        {"max_length": 100},
    ],
)
def test_a_box_that_slack_refuses(extra: Json) -> None:
    assert refused(box(**extra))


def test_what_is_typed_in_a_code_block_stays_there() -> None:
    blocks = box(initial_value=rich("rich_text_preformatted", "# start\n"))
    state = form.state_values(blocks, {"code": "  *a*\n\tb"})["code"]["code"]
    assert state == {"type": "rich_text_input", "rich_text_value": rich("rich_text_preformatted", "  *a*\n\tb")}
    untouched = form.state_values(blocks, {})["code"]["code"]
    assert untouched["rich_text_value"] == rich("rich_text_preformatted", "# start\n")


def test_a_fence_that_is_typed_elsewhere_begins_a_code_block() -> None:
    typed = form.state_values(box(), {"code": "so:\n```\nx = 1\n```"})["code"]["code"]["rich_text_value"]
    assert [part["type"] for part in typed["elements"]] == ["rich_text_section", "rich_text_preformatted"]


def test_an_empty_box_is_asked_for() -> None:
    blocks = box()
    assert form.missing(blocks, form.state_values(blocks, {})) == {"code": "Please complete this required field."}


def test_the_page_shows_code_in_letters_of_one_width() -> None:
    html = blocks_html(box(initial_value=rich("rich_text_preformatted", "a < b\n")), {})
    assert 'class="code"' in html and "a &lt; b\n</textarea>" in html


@pytest.mark.parametrize(
    ("extra", "value", "says"),
    [
        ({}, "x", "whole number"),
        ({}, "1.5", "whole number"),
        ({"is_decimal_allowed": True}, "1.5", ""),
        ({"min_value": "1", "max_value": "8"}, "9", "at most 8"),
        ({"min_value": "1", "max_value": "8"}, "0", "at least 1"),
        ({"min_value": "1", "max_value": "8"}, "8", ""),
    ],
)
def test_a_number_is_looked_at_before_it_is_sent(extra: Json, value: str, says: str) -> None:
    blocks = number(**extra)
    problem = form.missing(blocks, form.state_values(blocks, {"n": value})).get("n", "")
    assert says in problem and bool(says) == bool(problem)
