"""The page in headless Chromium, at the width of a laptop and of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.standin import Standin
from tests.browser import LAPTOP, PHONE, open_page, sidebar, write
from tests.standin.conftest import connected
from tests.standin.toy_app import MANIFEST, PNG

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workspace() -> Iterator[Standin]:
    with Standin(manifest=MANIFEST, ack_seconds=1.0) as running, connected(running):
        yield running


@pytest.fixture(params=["laptop", "phone"])
def page(request: pytest.FixtureRequest, browser: Any, workspace: Standin) -> Iterator[Any]:
    device = PHONE if request.param == "phone" else LAPTOP
    name = request.node.name.replace("[", "-").strip("]")
    with open_page(browser, workspace.url, device, name) as page:
        yield page


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def tools(page: Any, message: Any, tool: str) -> None:
    message.hover()
    if page.locator("#open-sidebar").is_visible():
        message.locator(".content").click()
    message.locator(f"[data-tool={tool}]").click()


def test_question_thread_and_buttons(page: Any) -> None:
    width = page.viewport_size["width"]
    write(page, f"why {width}? <img src=x onerror=alert(1)>\n```\nx = 1\n```")
    last = page.locator("#messages .message", has_text=f"why {width}?")
    last.locator("button.replies").click()
    reply = page.locator("#replies .message").nth(1)
    assert reply.locator("b").first.inner_text() == "Toy Tutor"
    assert last.locator("img").count() == 0 and "<img src=x" in last.inner_text()
    reply.get_by_role("button", name="Ask a tutor").click()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("A tutor comes").last.wait_for()
    reply.get_by_role("button", name="Helpful").click()
    page.locator("#replies").get_by_text("yes thanks").wait_for()
    write(page, "and a reply", "thread")
    page.locator("#replies .message").nth(4).wait_for()
    assert "Answer: divide by" in page.locator("#replies .message").nth(4).inner_text()
    assert fits(page)
    page.click("#close-thread")
    assert page.locator("#thread").is_hidden()


def test_a_thread_that_is_opened_while_the_channel_loads_stays_open(page: Any) -> None:
    write(page, "a slow line?")
    page.locator("#messages .message", has_text="a slow line?").last.locator("button.replies").wait_for()
    address = page.url
    page.goto("about:blank")
    held: list[Any] = []
    page.route("**/page/read", lambda route: held.append(route), times=1)
    page.goto(address)
    page.locator("#messages .message", has_text="a slow line?").last.locator("button.replies").click()
    page.locator("#replies .message").nth(1).wait_for()
    with page.expect_request("**/page/changes*"):
        held[0].continue_()
    assert page.locator("#replies").is_visible()


def test_an_answer_of_the_server_that_was_overtaken_is_not_drawn(page: Any) -> None:
    question = f"who is faster at {page.viewport_size['width']}?"
    write(page, question)
    page.locator("#messages .message", has_text=question).last.locator("button.replies").click()
    page.locator("#replies .message").nth(1).wait_for()
    held: list[tuple[Any, Any]] = []

    def hold(route: Any) -> None:
        held.append((route, route.fetch()))

    page.route("**/page/messages*thread=*", hold, times=1)
    write(page, "first reply", "thread")
    page.wait_for_function("document.querySelector('#text-thread').value === ''")
    while not held:
        page.wait_for_timeout(10)
    write(page, "second reply", "thread")
    page.locator("#replies").get_by_text("second reply").wait_for()
    with page.expect_response("**/page/messages*thread=*"):
        held[0][0].fulfill(response=held[0][1])
    page.wait_for_timeout(100)
    assert page.locator("#replies").get_by_text("second reply").is_visible()


def test_command_completion_and_picture(page: Any) -> None:
    page.locator("#text-channel").press_sequentially("/r")
    page.get_by_role("option", name="/run").click()
    page.locator("#text-channel").press_sequentially("attention_map")
    page.click("form[data-place=channel] .send")
    page.locator("#messages .message", has_text="running attention_map").last.locator("button.replies").click()
    picture = page.locator("#replies figure img")
    picture.wait_for()
    assert picture.get_attribute("alt") == "One dark pixel"
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 1


def test_modal_shows_errors_and_submits(page: Any) -> None:
    write(page, "/run")
    modal = page.locator("#modal")
    modal.get_by_role("button", name="Run").click()
    modal.get_by_text("Please complete this required field.").wait_for()
    modal.get_by_label("Code").fill("import os")
    modal.get_by_role("button", name="Run").click()
    modal.get_by_text("os is not available here").wait_for()
    modal.get_by_label("Code").fill("push")
    modal.get_by_role("button", name="Run").click()
    modal.get_by_role("button", name="Back").click()
    assert modal.get_by_label("Code").input_value() in ("push", "")
    modal.get_by_label("Code").fill("x = 2")
    modal.get_by_label("PLOTS").check()
    modal.get_by_role("button", name="Run").click()
    modal.wait_for(state="hidden")
    sidebar(page, "general")
    page.get_by_text("code x = 2 wishes ['plots'] place thread").last.wait_for()


def test_private_answer_menu_and_failed_commands(page: Any) -> None:
    write(page, "/ask what is a mask")
    private = page.locator(".message.private").last
    private.get_by_text("Only visible to you").wait_for()
    private.locator("select").select_option("gnn")
    page.get_by_text("picked gnn").last.wait_for()
    write(page, "/mute")
    page.get_by_text("/mute failed with the error “operation_timeout”").last.wait_for()
    write(page, "/nonsense")
    page.get_by_text("/nonsense is not a valid command.").last.wait_for()


def test_message_menu_shortcut_edit_reaction_delete(page: Any, workspace: Standin) -> None:
    write(page, "frist words")
    page.locator("#messages .message", has_text="frist words").last.locator("button.replies").wait_for()
    ts = workspace.messages("practicals")[-1]["ts"]
    message = page.locator(f'#messages .message[data-ts="{ts}"]')
    tools(page, message, "emoji")
    page.locator("#menu button").first.click()
    message.locator(".reactions button").wait_for()
    tools(page, message, "more")
    page.get_by_role("menuitem", name="Run this code").click()
    page.get_by_text("runs frist words").last.wait_for()
    tools(page, message, "more")
    page.get_by_role("menuitem", name="Edit message").click()
    message.locator("textarea").fill("first words")
    message.get_by_role("button", name="Save").click()
    message.get_by_text("(edited)").wait_for()
    tools(page, message, "more")
    page.get_by_role("menuitem", name="Delete message").click()
    page.locator("#confirm").get_by_role("button", name="Delete").click()
    message.get_by_text("This message was deleted.").wait_for()


def test_home_tab_and_acting_as_a_tutor(page: Any, workspace: Standin) -> None:
    sidebar(page, "Home")
    page.get_by_text("Home of the learner").wait_for()
    if page.locator("#open-sidebar").is_visible():
        page.click("#open-sidebar")
    assert page.locator("#sidebar >> text=tutors").count() == 0
    page.select_option("#act-as", label="Grace Mensah – Tutor")
    page.get_by_role("heading", name="Toy Tutor").wait_for()
    page.locator("body:not(.sidebar-open)").wait_for()
    sidebar(page, "tutors")
    page.get_by_role("heading", name="tutors").wait_for()
    write(page, "for tutors only")
    page.get_by_text("for tutors only").last.wait_for()
    workspace.post("amina", "general", "news")
    page.locator("#channels button.unread", has_text="general").wait_for(state="attached")


def test_file_from_the_page_reaches_the_app(page: Any) -> None:
    page.set_input_files(
        "form[data-place=channel] input[type=file]", {"name": "p.png", "mimeType": "image/png", "buffer": PNG}
    )
    write(page, "see my plot")
    message = page.locator("#messages .message", has_text="see my plot").last
    message.locator("figure img").wait_for()
    message.locator("button.replies").click()
    page.get_by_text("got p.png").last.wait_for()


def test_page_says_when_the_app_is_not_connected(browser: Any, bare: Standin) -> None:
    page = browser.new_page()
    page.goto(bare.url)
    page.get_by_text("Connecting to the tutor…").wait_for()
    with connected(bare):
        page.get_by_text("Connecting to the tutor…").wait_for(state="hidden")
        page.get_by_text("Tutor connected").wait_for()
    page.get_by_text("Server is not running", exact=True).wait_for()
    page.close()
