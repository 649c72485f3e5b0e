"""What people send by mistake gets a kind sentence, and the next one is served."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Tutor
from tests.support import shown_text

FENCE = "```"


@pytest.mark.parametrize("command", ["/ask", "/run", "/check", "/tutor"])
@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_after_a_command_opens_its_form(tutor: Tutor, command: str, text: str) -> None:
    assert tutor.slack.command("amina", "practicals", command, text).payload in (None, {})
    (view,) = tutor.slack.views("amina")
    assert view["callback_id"] == f"{command.strip('/')}_form"
    tutor.slack.close_view("amina", view["id"])


@pytest.mark.parametrize("command", ["/ask", "/run", "/check", "/tutor"])
def test_a_form_that_slack_does_not_open_is_told_in_words(tutor: Tutor, command: str) -> None:
    tutor.slack.fault("api", "error", "views.open")
    assert command in tutor.slack.command("amina", "practicals", command, "").payload["text"]


@pytest.mark.parametrize("text", ["why " * 25_000, "?", "why " + "\u202e\u0000\ud83d\ude00" * 10, "?" * 3_000])
def test_a_strange_question_is_replied_to(tutor: Tutor, text: str) -> None:
    ts = tutor.slack.post("amina", "practicals", f"<@{tutor.slack.bot_user}> {text}")
    assert shown_text(tutor.reply(ts)).strip()


@pytest.mark.parametrize("code", ["x = 1\n" * 17_000, "print('\u0000')", "(" * 5_000, f"{FENCE}\n{FENCE}", "\u202e"])
def test_strange_code_is_replied_to(tutor: Tutor, code: str) -> None:
    known = {m["ts"] for m in tutor.slack.messages("practicals")}
    tutor.slack.command("thabo", "practicals", "/run", code)
    request = tutor.find("practicals", lambda m: m["ts"] not in known and "runs:" in shown_text(m))
    assert shown_text(tutor.reply(request["ts"])).strip()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("attention q=2,10", "k"),
        ("attention q=a,b k=1,2 v=1,2", "q"),
        ("no_such_exercise\n```\nx = 1\n```", "no_such_exercise"),
        ("```\n```", "code"),
        ("hello there", "exercise"),
        ("x" * 100_000, ""),
    ],
)
def test_a_check_of_nothing_is_a_sentence_for_the_asker(tutor: Tutor, text: str, says: str) -> None:
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    tutor.slack.command("thabo", "practicals", "/check", text)
    assert says in shown_text(tutor.whisper("thabo", "practicals", before))


def test_after_all_that_a_question_is_answered(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "what does vmap do?")
    assert "vmap" in shown_text(tutor.reply(ts))
