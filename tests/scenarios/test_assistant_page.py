"""A learner opens the pane, presses a suggestion, and says whether the answer helped; on a laptop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import LAPTOP, PHONE, open_page, screenshot, sidebar, write
from tests.scenarios.conftest import Tutor

pytestmark = pytest.mark.browser


@pytest.fixture(params=["laptop", "phone"])
def page(request: pytest.FixtureRequest, browser: Any, tutor: Tutor) -> Iterator[Any]:
    device = PHONE if request.param == "phone" else LAPTOP
    with open_page(browser, tutor.slack.url, device, f"pane-{request.param}-end") as page:
        yield page


def test_from_a_suggestion_to_feedback(page: Any) -> None:
    width = page.viewport_size["width"]
    sidebar(page, "Assistant")
    page.locator(".prompts button").nth(3).wait_for()
    page.locator("#replies").get_by_text("Ask me about the practicals").wait_for()
    screenshot(page, f"pane-{width}-prompts")
    page.get_by_role("button", name="Why divide by sqrt(d_k)?").click()
    answer = page.locator("#replies .message", has_text="to keep the scores at the same size")
    answer.get_by_text("Why divide by sqrt(d_k)?").wait_for()
    screenshot(page, f"pane-{width}-answer")
    answer.get_by_role("button", name="👍 Helpful").click()
    page.locator("#replies").get_by_text("Thank you").wait_for()
    assert page.locator("#thread-place").inner_text() == "Why divide by sqrt(d_k)?"
    write(page, "```\nimport jax.numpy as jnp\njnp.arange(4)\n```", "thread")
    page.locator("#replies").get_by_role("button", name="Check this").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
