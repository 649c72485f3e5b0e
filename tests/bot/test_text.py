"""Text on its way to Slack: nothing pings, nothing is longer than Slack takes."""

from __future__ import annotations

import pytest

from bot.views.text import clip, clip_middle, code, defuse, duration, escape, plain, quote, unescape

HOSTILE = [
    "<!channel>",
    "<!here|x>",
    "<@U123>",
    "<#C1>",
    "<https://evil.example|safe>",
    "a & b",
    "```",
    "&lt;!channel&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_has_no_control_sequence_and_comes_back(text: str) -> None:
    assert "<" not in escape(text)
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("show", [code, quote, plain])
def test_whatever_shows_a_learners_text_is_safe(text: str, show: object) -> None:
    assert "<!" not in show(text)  # type: ignore[operator]
    assert "<@" not in show(text)  # type: ignore[operator]


def test_a_fence_in_code_does_not_end_the_block() -> None:
    assert code("before ``` after").count("```") == 2


@pytest.mark.parametrize("text", ["x" * 10_000, "<&>" * 4_000, "```" * 3_000, "\n" * 9_000])
@pytest.mark.parametrize("limit", [200, 1_500, 2_900])
def test_a_code_block_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(code(text, limit)) <= limit


def test_what_is_cut_in_the_middle_keeps_both_ends_and_counts() -> None:
    text = "start" + "x" * 5_000 + "end"
    shown = clip_middle(text, 500)
    assert len(shown) <= 500
    assert shown.startswith("start")
    assert shown.endswith("end")
    assert "characters left out" in shown


def test_clip_says_that_something_is_missing() -> None:
    assert clip("short", 10) == "short"
    assert clip("0123456789abc", 10) == "012345678…"


def test_markdown_keeps_its_code_but_pings_nobody() -> None:
    shown = defuse("`a < b` <!channel> <@U1>")
    assert "a < b" in shown
    assert "<!channel>" not in shown
    assert "<@U1>" not in shown


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Bold** and `code`", "Bold and code"),
        ("`sqrt(d_k)` is _not_ d_k", "sqrt(d_k) is not d_k"),
        ("text\n```python\nx = 1\n```\nmore", "text more"),
        ("# Heading\n> quoted", "Heading quoted"),
        ("2 * 3", "2 3"),
    ],
)
def test_a_notification_is_plain(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.004, "0.00 s"), (0.25, "0.25 s"), (3.14, "3.1 s"), (12.4, "12 s"), (200, "3 min")]
)
def test_durations(seconds: float, expected: str) -> None:
    assert duration(seconds) == expected
