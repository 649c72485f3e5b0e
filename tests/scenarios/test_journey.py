"""The four things that must work, done in the page as a learner and a tutor do them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import LAPTOP, PHONE, act_as, open_page, screenshot, sidebar, write
from tests.scenarios.conftest import Tutor
from tests.support import eventually, shown_text

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


def open_thread(page: Any, ts: str) -> None:
    page.locator(f'#messages [data-ts="{ts}"] button.replies').click()


def send(page: Any, tutor: Tutor, text: str, shown: str) -> str:
    """Write, open the thread that comes of it, never an older one that shows the same, and give its `ts`."""
    known = {message["ts"] for message in tutor.slack.messages("practicals")}
    write(page, text)

    def new() -> list[str]:
        messages = [message for message in tutor.slack.messages("practicals") if message["ts"] not in known]
        return [message["ts"] for message in messages if shown in shown_text(message)]

    ts = eventually(new)[0]
    open_thread(page, ts)
    return ts


def send_privately(page: Any, tutor: Tutor, text: str) -> Any:
    """Write, and give the new message that only the learner sees."""
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    write(page, text)
    ts = tutor.whisper("amina", "practicals", before)["ts"]
    return page.locator(f'#messages .private[data-ts="{ts}"]')


def test_ask(page: Any, tutor: Tutor) -> None:
    send(page, tutor, "why do we divide by sqrt(d_k)?", "why do we divide by sqrt(d_k)?")
    reply = page.locator("#replies .message").nth(1)
    reply.get_by_text("Why divide by sqrt(d_k)?").wait_for()
    reply.get_by_role("button", name="Ask a tutor").wait_for()


def test_run(page: Any, tutor: Tutor) -> None:
    send(page, tutor, SNIPPET, "tanh is flat")
    picture = page.locator("#replies figure img").last
    picture.wait_for()
    assert "tanh is flat far from zero" in picture.get_attribute("alt")
    page.locator("#replies").get_by_text("(100,)").first.wait_for()


def test_run_an_experiment(page: Any, tutor: Tutor) -> None:
    send(page, tutor, "/run attention_map", "attention_map")
    page.locator("#replies figure img").last.wait_for()


def test_check_shapes(page: Any, tutor: Tutor) -> None:
    private = send_privately(page, tutor, "/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8")
    private.get_by_text("The shapes fit").wait_for()
    private.locator("figure img").wait_for()


def test_check_an_exercise(page: Any, tutor: Tutor) -> None:
    send_privately(page, tutor, ATTEMPT).get_by_text("Not yet").wait_for()


def test_escalate(page: Any, tutor: Tutor) -> None:
    question = f"where do I get a power adapter, room {page.viewport_size['width']}?"
    ts = send(page, tutor, question, question)
    page.locator("#replies").get_by_role("button", name="Ask a tutor").click()
    page.locator("#replies").get_by_text("I've asked the tutors").wait_for()
    act_as(page, "Grace Mensah – Tutor")
    sidebar(page, "tutors")
    card = page.locator("#messages .message", has_text=question)
    card.get_by_role("button", name="Claim").click()
    card.get_by_text("Claimed by").wait_for()
    screenshot(page, f"journey-ticket-{page.viewport_size['width']}")
    sidebar(page, "practicals")
    open_thread(page, ts)
    write(page, "At the desk by the door.", "thread")
    page.locator("#replies").get_by_text("has answered").wait_for()
    sidebar(page, "tutors")
    card.get_by_role("button", name="Resolve").click()
    card.get_by_text("Resolved by").wait_for()
