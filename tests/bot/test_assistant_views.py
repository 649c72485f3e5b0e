"""What the assistant pane shows: taken by Slack, pinging nobody, and within its limits."""

from __future__ import annotations

import pytest

from bot.jobs import Job
from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Report
from bot.views.assistant import FEEDBACK, code_offer, greeting, pane_answer, prompts, thread_title
from bot.views.blocks import Message
from bot.words import LANGUAGES, words_in
from knowledge.values import Answer, Passage
from runners.experiments import catalogue

LONG = "long <!channel> & ``` text " * 900
JOB = Job("j1", "answer", "T1", "D1", "U1", text=LONG, data={"pane": True})
PASSAGE = Passage("a.md", (3, 5), ("Practical " + LONG, "Section"), "explanation", 0.5, "https://x.example/a", LONG)
PRACTICALS = list(dict.fromkeys(experiment.practical for experiment in catalogue()))
CODE = "Prose.\n\n```python\nx = 1\n```\n\nMore."


def _answer(text: str, *, abstained: bool = False, language: str = "en") -> Answer:
    reason = "not_covered" if abstained else ""
    return Answer("j1", LONG, abstained, 0.9, text, (PASSAGE,), reason=reason, language=language)  # type: ignore[arg-type]


MESSAGES: dict[str, Message] = {
    "answer": pane_answer(JOB, _answer(LONG)),
    "answer with code": pane_answer(JOB, _answer(CODE)),
    "answer that is code": pane_answer(JOB, _answer("```python\nx = 1\n```")),
    "French answer": pane_answer(JOB, _answer("Oui [1].", language="fr")),
    "declined": pane_answer(JOB, _answer("", abstained=True)),
    **{f"greeting {code}": greeting(words_in(code).pane) for code in LANGUAGES},
    **{f"offer {code}": code_offer(JOB, words_in(code).pane) for code in LANGUAGES},
}


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_the_message(name: str) -> None:
    report = Report(lambda file: True)
    check_blocks(MESSAGES[name].blocks, "/blocks", 50, report)
    assert report.problems == []
    assert MESSAGES[name].text


@pytest.mark.parametrize("name", MESSAGES)
def test_nothing_in_a_message_pings(name: str) -> None:
    assert "<!channel>" not in str(MESSAGES[name].blocks) + MESSAGES[name].text


def test_the_code_is_a_block_below_the_prose() -> None:
    first, second, *_ = pane_answer(JOB, _answer(CODE)).blocks
    assert (first["text"], second["text"]) == ("Prose.", "```python\nx = 1\n```\n\nMore.")


def test_the_feedback_is_asked_for_once() -> None:
    message = pane_answer(JOB, _answer("Yes."))
    ids = [item.get("action_id") for block in message.blocks for item in block.get("elements", [])]
    assert ids.count(FEEDBACK) == 1
    assert "helpful" not in ids and "not_helpful" not in ids
    assert "ask_tutor" in ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_practical_has_four_questions_and_so_has_none(language: str) -> None:
    words = words_in(language).pane
    assert set(words.prompts) == set(PRACTICALS)
    for practical in (*PRACTICALS, "", "Unknown"):
        found = prompts(words, practical)
        assert len({prompt["message"] for prompt in found}) == 4
        assert all(len(prompt["title"]) <= 75 for prompt in found)


def test_a_title_is_one_short_line() -> None:
    assert thread_title("why\n  is\n```\nx\n```\nthat?") == "why is x that?"
    assert len(thread_title(LONG)) == 80
