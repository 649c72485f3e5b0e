"""The offer and the lines that take its place."""

from __future__ import annotations

import pytest

from bot.jobs import Job
from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Report
from bot.views.blocks import Message
from bot.views.listening import offer_message, offer_note
from bot.words import LANGUAGES, words_in

LONG = "long <!channel> & ``` text <@U1> " * 900
JOB = Job("j1", "heard", "T1", "C1", "U1", text=LONG, message="1234567890.123456")

MESSAGES: dict[str, Message] = {}
for language in LANGUAGES:
    words = words_in(language).listening
    MESSAGES[f"offer {language}"] = offer_message(words, JOB)
    for line in ("looking", "declined", "gone"):
        MESSAGES[f"{line} {language}"] = offer_note(getattr(words, line))


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_the_message_and_nothing_in_it_pings(name: str) -> None:
    message = MESSAGES[name]
    report = Report(image_files=lambda file_id: True, surface="message")
    check_blocks(message.blocks, "/blocks", 50, report)
    assert report.problems == []
    assert 0 < len(message.text) <= 3_000
    assert "<!" not in str(message) and "<@" not in str(message)


def test_the_buttons_carry_the_message_and_the_language_of_its_words() -> None:
    french = offer_message(words_in("fr").listening, Job("j", "heard", "T", "C", "U", text="le masque", message="1.5"))
    buttons = french.blocks[-1]["elements"]
    assert [(button["action_id"], button["value"]) for button in buttons] == [
        ("offer_taken", "1.5 fr"),
        ("offer_declined", "1.5 fr"),
    ]
