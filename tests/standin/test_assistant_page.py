"""The assistant pane of the page: suggestions, status, a message that grows, feedback; on a laptop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.standin import Standin
from tests.browser import LAPTOP, PHONE, open_page, screenshot, sidebar, write
from tests.standin.conftest import connected
from tests.standin.toy_app import MANIFEST

pytestmark = pytest.mark.browser
SCOPES = ["assistant:write", "chat:write", "im:history"]
WITH_PANE = {
    **MANIFEST,
    "features": {**MANIFEST["features"], "assistant_view": {"assistant_description": "Ask about the practicals"}},
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {"event_subscriptions": {"bot_events": []}},
}
DM = "D0AMINA001"


@pytest.fixture(scope="module")
def workspace() -> Iterator[Standin]:
    with Standin(manifest=WITH_PANE) as running, connected(running):
        yield running


@pytest.fixture(params=["laptop", "phone"])
def page(request: pytest.FixtureRequest, browser: Any, workspace: Standin) -> Iterator[Any]:
    device = PHONE if request.param == "phone" else LAPTOP
    with open_page(browser, workspace.url, device, f"assistant-{request.param}-end") as page:
        yield page


def feedback() -> dict[str, Any]:
    def button(text: str, value: str) -> dict[str, Any]:
        return {"text": {"type": "plain_text", "text": text}, "value": value}

    pair = {"positive_button": button("Helpful", "good"), "negative_button": button("Not helpful", "bad")}
    return {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "f", **pair}]}


def test_the_pane(page: Any, workspace: Standin) -> None:
    width = page.viewport_size["width"]
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    sidebar(page, "Assistant")
    page.locator("#thread h2", has_text="Assistant").wait_for()
    thread = str(workspace.messages("dm", user="amina")[-1]["ts"])
    place, named = {"channel": DM, "thread_ts": thread}, {"channel_id": DM, "thread_ts": thread}

    client.chat_postMessage(text="Hello! Ask me about the practicals.", **place)
    prompts = [{"title": text, "message": text} for text in ("What does vmap do?", "What is broadcasting?")]
    client.assistant_threads_setSuggestedPrompts(title="Try one of these", prompts=prompts, **named)
    page.get_by_text("Try one of these").wait_for()
    screenshot(page, f"assistant-{width}-prompts")
    page.get_by_role("button", name="What does vmap do?").click()
    page.locator("#replies .message", has_text="What does vmap do?").wait_for()
    page.locator(".prompts").wait_for(state="detached")

    client.assistant_threads_setStatus(status="is looking in the practicals…", **named)
    client.assistant_threads_setTitle(title="What does vmap do?", **named)
    page.locator("#replies .status", has_text="is looking in the practicals…").wait_for()
    screenshot(page, f"assistant-{width}-status")
    ts = client.chat_startStream(markdown_text="`vmap` turns a function of one example [1]. ", **place)["ts"]
    answer = page.locator("#replies .message", has_text="turns a function")
    answer.get_by_text("writing…").wait_for()
    assert page.locator("#replies .status").count() == 0
    client.chat_appendStream(channel=DM, ts=ts, markdown_text="It becomes one of a batch [1]. ")
    answer.get_by_text("one of a batch").wait_for()
    screenshot(page, f"assistant-{width}-growing")

    workspace.clear()
    client.chat_stopStream(channel=DM, ts=ts, blocks=[feedback()])
    answer.get_by_text("writing…").wait_for(state="detached")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    pressed = workspace.wait_for(lambda: workspace.envelopes("interactive"))[0]["payload"]["actions"][0]
    assert (pressed["type"], pressed["value"]) == ("feedback_buttons", "good")
    assert page.locator("#thread-place").inner_text() == "What does vmap do?"
    write(page, "and pmap?", "thread")
    page.locator("#replies .message", has_text="and pmap?").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
