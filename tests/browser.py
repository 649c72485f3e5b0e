"""Headless Chromium for the tests that look at the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

LAPTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 375, "height": 700}, "is_mobile": True, "has_touch": True}
SCREENSHOTS = Path(os.environ.get("TUTOR_SCREENSHOTS", "screenshots"))
_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser. Without Chromium the test is skipped, and fails where all tests must run (`CI=true`)."""
    path = shutil.which("chromium")
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is not installed.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Any, url: str, device: dict[str, Any], name: str) -> Iterator[Any]:
    """A page that is connected; leaves a screenshot, and fails for a script error or a refused resource."""
    context = browser.new_context(**device)
    page = context.new_page()
    page.set_default_timeout(20_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.goto(url)
    page.get_by_text("Tutor connected").wait_for(state="attached")
    yield page
    screenshot(page, name)
    context.close()
    assert problems == []


def screenshot(page: Any, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENSHOTS / f"{name}.png"))


def write(page: Any, text: str, place: str = "channel") -> None:
    page.fill(f"#text-{place}", text)
    page.click(f"form[data-place={place}] .send")


def close_thread(page: Any) -> None:
    """On a phone the thread covers everything else."""
    if page.locator("#close-thread").is_visible():
        page.click("#close-thread")


def sidebar(page: Any, name: str) -> None:
    close_thread(page)
    if page.locator("#open-sidebar").is_visible():
        page.click("#open-sidebar")
    page.click(f"#sidebar >> text={name}")


def act_as(page: Any, person: str) -> None:
    close_thread(page)
    if page.locator("#open-sidebar").is_visible():
        page.click("#open-sidebar")
    page.select_option("#act-as", label=person)
    page.locator("body:not(.sidebar-open)").wait_for()
