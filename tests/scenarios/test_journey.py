"""The four things that must work, done in the page as a learner and a tutor do them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import LAPTOP, PHONE, act_as, open_page, screenshot, sidebar, write
from tests.scenarios.conftest import Tutor

pytestmark = pytest.mark.browser
FENCE = "```"
SNIPPET = f"""/run
{FENCE}
import jax.numpy as jnp
import matplotlib.pyplot as plt
x = jnp.linspace(-3, 3, 100)
plt.plot(x, jnp.tanh(x))
plt.title("tanh is flat far from zero")
x.shape
{FENCE}"""
ATTEMPT = f"""/check scaled_dot_product_attention
{FENCE}
import jax
import jax.numpy as jnp
def scaled_dot_product_attention(query, key, value):
    d_k = query.shape[-1]
    scores = query @ jnp.swapaxes(key, -1, -2) / d_k
    weights = jax.nn.softmax(scores, axis=-1)
    return weights @ value, weights
{FENCE}"""


@pytest.fixture(params=["laptop", "phone"])
def page(request: pytest.FixtureRequest, browser: Any, tutor: Tutor) -> Iterator[Any]:
    device = PHONE if request.param == "phone" else LAPTOP
    with open_page(browser, tutor.slack.url, device, f"journey-{request.node.name}") as page:
        yield page


def open_thread(page: Any, text: str) -> None:
    page.locator("#messages .message", has_text=text).last.locator("button.replies").click()


def test_ask(page: Any) -> None:
    write(page, "why do we divide by sqrt(d_k)?")
    open_thread(page, "why do we divide by sqrt(d_k)?")
    reply = page.locator("#replies .message").nth(1)
    reply.get_by_text("Why divide by sqrt(d_k)?").wait_for()
    reply.get_by_role("button", name="Ask a tutor").wait_for()


def test_run(page: Any) -> None:
    write(page, SNIPPET)
    open_thread(page, "tanh is flat")
    picture = page.locator("#replies figure img").last
    picture.wait_for()
    assert "tanh is flat far from zero" in picture.get_attribute("alt")
    page.locator("#replies").get_by_text("(100,)").first.wait_for()


def test_run_an_experiment(page: Any) -> None:
    write(page, "/run attention_map")
    open_thread(page, "attention_map")
    page.locator("#replies figure img").last.wait_for()


def test_check_shapes(page: Any) -> None:
    write(page, "/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8")
    private = page.locator(".message.private").last
    private.get_by_text("The shapes fit").wait_for()
    private.locator("figure img").wait_for()


def test_check_an_exercise(page: Any) -> None:
    write(page, ATTEMPT)
    page.locator(".message.private").last.get_by_text("Not yet").wait_for()


def test_escalate(page: Any) -> None:
    question = f"where do I get a power adapter, room {page.viewport_size['width']}?"
    write(page, question)
    open_thread(page, question)
    page.locator("#replies").get_by_role("button", name="Ask a tutor").click()
    page.locator("#replies").get_by_text("I've asked the tutors").wait_for()
    act_as(page, "Grace Mensah – Tutor")
    sidebar(page, "tutors")
    card = page.locator("#messages .message", has_text=question)
    card.get_by_role("button", name="Claim").click()
    card.get_by_text("Claimed by").wait_for()
    screenshot(page, f"journey-ticket-{page.viewport_size['width']}")
    sidebar(page, "practicals")
    open_thread(page, question)
    write(page, "At the desk by the door.", "thread")
    page.locator("#replies").get_by_text("has answered").wait_for()
    sidebar(page, "tutors")
    card.get_by_role("button", name="Resolve").click()
    card.get_by_text("Resolved by").wait_for()
