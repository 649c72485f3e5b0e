"""What Slack refuses in blocks: a table of one fault each, and payloads judged by the SDK's own models."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.standin import Standin
from tests.standin.toy_app import answer_blocks, button, mrkdwn, options, plain, run_view, section

Json = dict[str, Any]


def actions(*elements: Json, **extra: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **extra}


def select(**extra: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "placeholder": plain("p"), "options": options("a"), **extra}


def table() -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}


REFUSED: dict[str, list[Any]] = {
    "51 blocks": [{"type": "divider"}] * 51,
    "unknown block": [{"type": "paragraph", "text": plain("x")}],
    "no type": [{"text": plain("x")}],
    "not an object": ["section"],
    "section of 3,001": [section("x" * 3001)],
    "empty section": [section("")],
    "section with nothing": [{"type": "section"}],
    "11 fields": [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    "field of 2,001": [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
    "text without type": [{"type": "section", "text": {"text": "x"}}],
    "unknown property": [{**section("x"), "colour": "red"}],
    "header of 151": [{"type": "header", "text": plain("x" * 151)}],
    "header in mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "no actions": [actions()],
    "26 actions": [actions(*(button("x", f"a{number}") for number in range(26)))],
    "repeated action_id": [actions(button("x", "same"), button("y", "same"))],
    "repeated block_id": [{**section("x"), "block_id": "b"}, {**section("y"), "block_id": "b"}],
    "block_id of 256": [{**section("x"), "block_id": "b" * 256}],
    "button text of 76": [actions(button("x" * 76, "a"))],
    "button in mrkdwn": [actions({"type": "button", "text": mrkdwn("x"), "action_id": "a"})],
    "button value of 2,001": [actions(button("x", "a", value="v" * 2001))],
    "empty button value": [actions(button("x", "a", value=""))],
    "unknown style": [actions(button("x", "a", style="green"))],
    "confirm without text": [actions(button("x", "a", confirm={"title": plain("t")}))],
    "text input among actions": [actions({"type": "plain_text_input", "action_id": "a"})],
    "unknown element": [actions({"type": "slider", "action_id": "a"})],
    "101 options": [actions(select(options=options(*(f"v{number}" for number in range(101)))))],
    "no options": [actions(select(options=[]))],
    "option value of 151": [actions(select(options=options("v" * 151)))],
    "initial option not offered": [actions(select(initial_option=options("b")[0]))],
    "six overflow options": [actions({"type": "overflow", "action_id": "o", "options": options(*"abcdef")})],
    "11 context elements": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "button in context": [{"type": "context", "elements": [button("x", "a")]}],
    "image without alt": [{"type": "image", "image_url": "https://example.org/x.png"}],
    "image without source": [{"type": "image", "alt_text": "x"}],
    "image of unknown file": [{"type": "image", "alt_text": "x", "slack_file": {"id": "F0NOTHING1"}}],
    "markdown of 12,001": [{"type": "markdown", "text": "x" * 12001}],
    "12,001 in two": [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6001}],
    "two tables": [table(), table()],
    "table of 101 rows": [{**table(), "rows": table()["rows"] * 101}],
    "input without label": [{"type": "input", "element": {"type": "plain_text_input", "action_id": "a"}}],
    "rich text without elements": [{"type": "rich_text"}],
}

ACCEPTED: dict[str, list[Json]] = {
    "50 blocks": [{"type": "divider"}] * 50,
    "section of 3,000": [section("x" * 3000)],
    "same action_id in two blocks": [actions(button("x", "a")), actions(button("y", "a"))],
    "answer": answer_blocks(),
    "fields and accessory": [{"type": "section", "fields": [mrkdwn("x")], "accessory": button("x", "a")}],
    "table": [table()],
    "markdown": [{"type": "markdown", "text": "# x"}],
    "context": [{"type": "context", "elements": [mrkdwn("x" * 100), plain("y")]}],
    "image": [{"type": "image", "alt_text": "x", "image_url": "https://example.org/x.png", "title": plain("t")}],
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(client: WebClient, name: str) -> None:
    with pytest.raises(SlackApiError) as refusal:
        client.chat_postMessage(channel="C0GENERAL1", text="fallback", blocks=REFUSED[name])
    assert refusal.value.response["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks" in refusal.value.response["response_metadata"]["messages"][0]


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_with_ids_filled_in(client: WebClient, name: str) -> None:
    answer = client.chat_postMessage(channel="C0GENERAL1", text="fallback", blocks=ACCEPTED[name])
    assert all(block["block_id"] for block in answer["message"]["blocks"])


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_accepted_here_passes_the_models_of_the_sdk(name: str) -> None:
    for block in Block.parse_all([item for item in ACCEPTED[name] if item["type"] != "table"]):
        block.validate_json()


def test_text_over_40000_is_refused(client: WebClient) -> None:
    client.chat_postMessage(channel="C0GENERAL1", text="x" * 40_000)
    with pytest.raises(SlackApiError, match="msg_too_long"):
        client.chat_postMessage(channel="C0GENERAL1", text="x" * 40_001)


VIEWS: dict[str, dict[str, Any]] = {
    "no title": {"title": None},
    "title of 25": {"title": plain("x" * 25)},
    "input without submit": {"submit": None},
    "markdown block": {"blocks": [{"type": "markdown", "text": "x"}]},
    "private_metadata of 3,001": {"private_metadata": "x" * 3001},
    "101 blocks": {"blocks": [{"type": "divider"}] * 101},
    "home": {"type": "home"},
}


@pytest.mark.parametrize("name", VIEWS)
def test_view_refused(bare: Standin, client: WebClient, name: str) -> None:
    view = {key: value for key, value in {**run_view(), **VIEWS[name]}.items() if value is not None}
    with pytest.raises(SlackApiError) as refusal:
        client.views_open(trigger_id=bare._slack.triggers.issue("U0AMINA001"), view=view)
    assert refusal.value.response["error"] == "invalid_arguments"
    assert "[json-pointer:/view" in refusal.value.response["response_metadata"]["messages"][0]
