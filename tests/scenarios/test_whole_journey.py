"""One question on its whole way: the bot is not sure, a tutor answers and keeps the answer, the next learner gets it.

The learners are on phones, the tutor on a laptop.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import LAPTOP, PHONE, act_as, open_page, screenshot, sidebar, write
from tests.scenarios.conftest import Tutor

pytestmark = pytest.mark.browser

QUESTION = "my kernel dies when I open the second notebook on the shared cluster, what can I do?"
NEXT = "what can I do when the kernel dies on the shared cluster when I open the second notebook?"
ADVICE = "Close the first notebook before you open the second one: the cluster gives 2 GB to each of us."


@pytest.fixture
def phone(browser: Any, tutor: Tutor) -> Iterator[Any]:
    with open_page(browser, tutor.slack.url, PHONE, "way-end-phone") as page:
        yield page


@pytest.fixture
def laptop(browser: Any, tutor: Tutor) -> Iterator[Any]:
    with open_page(browser, tutor.slack.url, LAPTOP, "way-end-laptop") as page:
        act_as(page, "Grace Mensah – Tutor")
        yield page


def open_thread(page: Any, text: str) -> Any:
    page.locator("#messages .message", has_text=text).last.locator("button.replies").click()
    return page.locator("#replies")


def in_sight(page: Any, found: Any, name: str) -> Any:
    """Wait for what a person looks for, and keep what they see."""
    found.wait_for()
    found.scroll_into_view_if_needed()
    screenshot(page, name)
    return found


def test_from_a_question_without_an_answer_to_knowledge(phone: Any, laptop: Any) -> None:
    act_as(phone, "Thabo Mokoena")
    write(phone, QUESTION)
    thread = open_thread(phone, QUESTION)
    in_sight(phone, thread.get_by_text("I'm not sure"), "way-1-not-sure")
    thread.get_by_role("button", name="Ask a tutor").click()
    in_sight(phone, thread.get_by_text("I've asked the tutors"), "way-2-asked")

    sidebar(laptop, "tutors")
    card = laptop.locator("#messages .message", has_text=QUESTION)
    in_sight(laptop, card.get_by_role("button", name="Claim"), "way-3-card").click()
    card.get_by_text("Claimed by").wait_for()
    sidebar(laptop, "practicals")
    open_thread(laptop, QUESTION)
    write(laptop, ADVICE, "thread")
    in_sight(phone, thread.get_by_text("has answered"), "way-4-answered")
    thread.get_by_role("button", name="Solved", exact=True).click()
    thread.get_by_text("Resolved").wait_for()

    sidebar(laptop, "tutors")
    card.get_by_role("button", name="Keep as knowledge").click()
    form = laptop.locator("#modal")
    in_sight(laptop, form.get_by_role("button", name="Keep", exact=True), "way-5-keep").click()
    card.locator("button.replies").click()
    in_sight(laptop, laptop.locator("#replies").get_by_text("Kept as knowledge"), "way-6-kept")

    act_as(phone, "Amina Diallo")
    write(phone, NEXT)
    thread = open_thread(phone, NEXT)
    in_sight(phone, thread.get_by_text("2 GB"), "way-7-next-learner")
    thread.get_by_text("Answered by Grace Mensah").wait_for()
