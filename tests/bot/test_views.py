"""Every message that the bot can send is one that Slack takes; the stand-in's checker is the judge."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import pytest

from bot.jobs import Job
from bot.records.values import Ticket, TicketState
from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Report
from bot.views import notices
from bot.views.answers import answer_message, formulas_message, section_message, shared_answer
from bot.views.blocks import Message, Picture
from bot.views.checks import Verdict, check_message, hint_message, shapes_message
from bot.views.entries import kept_message, withdrawn_message
from bot.views.experiments import experiment_message, guide_message, overview_message
from bot.views.forms.keeping import Keeping, keep_form, with_earlier
from bot.views.runs import headline, run_message, run_request, whole_output
from bot.views.tickets import NO_FACTS, thread_notice, ticket_card
from bot.views.waits import refused_message, wait_message
from bot.words import LANGUAGES, Words, words_in
from knowledge.values import Answer, Passage
from runners.experiments import Section, catalogue
from runners.values import (
    ArraySummary,
    CheckResult,
    ErrorReport,
    Mistake,
    Progress,
    RunResult,
    Seconds,
    ShapeComparison,
    ShapeProblem,
    ShapeStep,
    ShapeWalk,
)
from tests.support import read_by_slack

EN, FR = words_in("en"), words_in("fr")
LONG = "long <!channel> & ``` text " * 900
JOB = Job("j1", "answer", "T1", "C1", "U1", text=LONG, private=True)
PASSAGE = Passage("a.ipynb", (3, 5), ("Practical " + LONG, "Section"), "explanation", 0.5, "https://x.example/a", LONG)
BARE = Passage("a.md", (), (), "faq", 0.5, "knowledge/material/a.md#b", "")
ENTRY = {"id": "t", "question": LONG, "answer": LONG, "author": LONG, "day": "2026-11-26"}
ERROR = ErrorReport("TypeError", LONG, 3, LONG, LONG, LONG)
STEP = ShapeStep(1, LONG, (2, 10, 64), "float32", ("batch", "query", "d_k"))
PROBLEM = ShapeProblem(1, LONG, (LONG, LONG), LONG, LONG)
TICKET = Ticket(7, "T1", "C1", "1.0", "U1", LONG, "open", LONG, 0.3, LONG, "https://x.example/p", "U2", "U3")


def _answer(**changes: Any) -> Answer:
    fields: dict[str, Any] = {"abstained": False, "confidence": 0.9, "answer": LONG, "passages": (PASSAGE, BARE)}
    return Answer("j1", LONG, **{**fields, **changes})


def _declined(reason: Any) -> Answer:
    return _answer(abstained=True, answer="", reason=reason)


def _run(status: Any) -> RunResult:
    arrays = tuple(ArraySummary(f"x{i}", (2, 3), "float32", "<!channel> [1., 2.]") for i in range(40))
    return RunResult(status, LONG, LONG, (), arrays, ERROR if status == "error" else None, Seconds())


def _check(verdict: Any) -> CheckResult:
    mistakes = tuple(Mistake(f"m{i}", LONG, LONG, (LONG,)) for i in range(5))
    shapes = tuple(ShapeComparison(LONG, "2,3", "3,2") for _ in range(9))
    error = ERROR if verdict == "error" else None
    return CheckResult("", "transformers.x", verdict, mistakes, shapes, (), error, (LONG,) * 3)


PICTURES = [Picture(f"F{i}", LONG) for i in range(6)]
RUN_STATES = ["ok", "error", "timeout", "memory", "output_limit", "crashed"]
REASONS = ["logistics", "exam", "small_talk", "instruction", "not_covered"]
VERDICTS = ["correct", "incorrect", "error", "incomplete", "timeout"]
TICKET_STATES: list[TicketState] = ["open", "claimed", "answered", "resolved"]


def _messages(words: Words) -> dict[str, Message]:
    return {
        "answer": answer_message(words, JOB, _answer()),
        "short answer": answer_message(words, JOB, _answer(answer="Yes.\n\n```python\nx = 1\n```", passages=(BARE,))),
        "answer of a model": answer_message(words, JOB, _answer(answer="So [1]. And so [2]. Not [7].")),
        "unsure": answer_message(words, JOB, _answer(abstained=True, answer="")),
        **{
            f"declined {why}": answer_message(words, JOB, _answer(abstained=True, answer="", reason=why))
            for why in REASONS
        },
        "unsure, nothing near": answer_message(words, JOB, _answer(abstained=True, answer="", passages=())),
        "section": section_message(words, PASSAGE, "job"),
        "section with formulas": section_message(words, replace(PASSAGE, formulas=("x^2",)), "job"),
        "formulas": formulas_message(words, PICTURES[:1]),
        "section without text": section_message(words, BARE, "job"),
        "shared": shared_answer(words, JOB, _answer()),
        "run request": run_request(words, JOB, LONG),
        "refused": refused_message(words, LONG, 5),
        "wait: running": wait_message(words, JOB, None),
        "wait: next": wait_message(words, JOB, 0),
        "wait: in line": wait_message(words, JOB, 7),
        "overview": overview_message(words, catalogue(), LONG),
        **{f"guide of {one.name}": guide_message(words, one) for one in catalogue()},
        "wait: progress": wait_message(words, JOB, None, Progress(0.4, LONG, 6.2)),
        "experiment": experiment_message(words, JOB, _run("ok"), PICTURES),
        "experiment with its section": experiment_message(
            words, JOB, _run("ok"), PICTURES, {"heading": LONG, "url": "https://x.example/a#b"}
        ),
        "experiment, stopped": experiment_message(words, JOB, _run("stopped"), PICTURES),
        "experiment, stopped at once": experiment_message(words, JOB, _run("stopped"), []),
        "experiment, failed": experiment_message(words, JOB, _run("timeout"), []),
        **{f"run {status}": run_message(words, JOB, _run(status), PICTURES) for status in RUN_STATES},
        "run, silent": run_message(words, JOB, RunResult("ok"), []),
        **{
            f"check {verdict}": check_message(words, JOB, [Verdict(_check(verdict), PICTURES[:1], 2)])
            for verdict in VERDICTS
        },
        "check of several": check_message(words, JOB, [Verdict(_check(verdict)) for verdict in VERDICTS]),
        "check of a traceback": check_message(words, JOB, [Verdict(CheckResult("", "", "error", error=ERROR))]),
        **{f"hint {step}": hint_message(words, "j1", _check("incorrect"), step) for step in range(3)},
        "shapes": shapes_message(words, JOB, ShapeWalk((STEP,) * 60), PICTURES[:1]),
        "shapes clash": shapes_message(words, JOB, ShapeWalk((STEP,), PROBLEM), []),
        "shapes clash at once": shapes_message(words, JOB, ShapeWalk((), PROBLEM), []),
        "failed": notices.failed(words, "j1"),
        "killed": notices.failed(words, "j1", "killed"),
        "a reason without words": notices.failed(words, "j1", "what it was before"),
        "kept": kept_message(words.keep, ENTRY),
        "kept, nearly the same": kept_message(words.keep, ENTRY, ENTRY),
        "kept in the place of another": kept_message(words.keep, ENTRY, replaced=ENTRY),
        "withdrawn": withdrawn_message(words.keep, "U1", found=True),
        "withdrawn before": withdrawn_message(words.keep, "U1", found=False),
        "experiment that printed nothing": experiment_message(words, JOB, RunResult("ok"), []),
    }


MESSAGES: dict[str, Message] = {
    **_messages(EN),
    **{f"{name}, in French": message for name, message in _messages(FR).items()},
    **{f"card {state}": ticket_card(replace(TICKET, state=state), NO_FACTS, EN.card) for state in TICKET_STATES},
    **{f"notice {state}": thread_notice(replace(TICKET, state=state), EN.ticket) for state in TICKET_STATES},
    "usage": notices.usage(LONG),
}


def problems(blocks: list[dict[str, Any]], surface: str = "message") -> list[str]:
    report = Report(image_files=lambda file_id: file_id.startswith("F"), surface=surface)
    check_blocks(blocks, "/blocks", 50 if surface == "message" else 100, report)
    return report.problems


def test_a_wait_says_how_many_are_before() -> None:
    said = [wait_message(EN, JOB, before).text for before in (None, 0, 1, 7)]
    assert said == [
        "⏳ Still at work. The result will appear here.",
        "⏳ Yours is next in line. The result will appear here.",
        "⏳ In line: 1 other is before yours. The result will appear here.",
        "⏳ In line: 7 others are before yours. The result will appear here.",
    ]


def test_an_answer_offers_the_experiment_that_shows_it() -> None:
    def offered(experiment_section: Section) -> bool:
        heading = ("Practical", "Part", experiment_section.heading)
        passage = Passage(experiment_section.file, (1, 2), heading, "explanation", 0.5, "", "")
        return "run_experiment" in str(answer_message(EN, JOB, _answer(passages=(passage,))))

    section = catalogue()[0].section
    assert offered(section)
    assert not offered(replace(section, heading="Another one"))
    assert not offered(replace(section, file="notebook.ipynb"))


def test_progress_is_a_bar_with_words_and_the_time_left() -> None:
    def said(done: float, left: float) -> str:
        return wait_message(EN, JOB, None, Progress(done, "step 40 of 100, loss 0.31", left)).text

    assert said(0.4, 6.4) == f"⏳ `{'█' * 8}{'░' * 12}` 40% · about 6 s left\nstep 40 of 100, loss 0.31"
    assert said(0.0, 0.0) == f"⏳ `{'░' * 20}` 0%\nstep 40 of 100, loss 0.31"
    assert "about 1 s left" in said(1.0, 0.0)


def test_an_experiment_that_was_stopped_shows_what_there_is() -> None:
    def texts(message: Message) -> str:
        return str(message.blocks)

    early, at_once = MESSAGES["experiment, stopped"], MESSAGES["experiment, stopped at once"]
    assert "This is how far it came" in texts(early) and "image" in texts(early)
    assert "before there was anything to see" in texts(at_once) and "Ask a tutor" not in texts(at_once)
    late = texts(experiment_message(EN, JOB, _run("timeout"), PICTURES))
    assert "Its time was up" in late and "image" in late


@pytest.mark.parametrize("status", [status for status in RUN_STATES if status != "ok"])
def test_an_experiment_that_fails_is_not_called_the_learners_code(status: str) -> None:
    message = experiment_message(EN, JOB, replace(_run(status), figures=()), [])
    assert "your code" not in str(message.blocks).lower()
    assert "Ask a tutor" in str(message.blocks)


def test_numbers_of_an_experiment_are_a_list() -> None:
    message = experiment_message(EN, JOB, RunResult("ok", "Read.", "loss: 0.3\naccuracy: <b>"), [])
    assert "• loss: 0.3\n• accuracy: &lt;b&gt;" in str([b["text"]["text"] for b in message.blocks if "text" in b][1])


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_the_message(name: str) -> None:
    message = MESSAGES[name]
    assert problems(message.blocks) == []
    assert message.text.strip()
    assert len(message.text) <= 3_000


@pytest.mark.parametrize("name", MESSAGES)
def test_nothing_in_a_message_pings(name: str) -> None:
    assert "<!channel>" not in MESSAGES[name].text + str(read_by_slack(MESSAGES[name].blocks))


@pytest.mark.parametrize("name", MESSAGES)
def test_slacks_own_models_accept_the_blocks(name: str) -> None:
    from slack_sdk.models.blocks import Block

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for block in Block.parse_all(MESSAGES[name].blocks):
            block.validate_json()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", LONG])
def test_the_form_to_keep_an_answer_is_a_view_that_slack_takes(text: str, language: str) -> None:
    form = keep_form(Keeping("T1-ticket-1", TICKET.link, "2026-11-26", "C1", "1.1", language), text, text, text)
    for view in (form, with_earlier(form, {**ENTRY, "question": LONG, "answer": LONG})):
        assert problems(view["blocks"], "modal") == []
        assert len(view["private_metadata"]) <= 3_000
        assert len(view["title"]["text"]) <= 24


def test_an_address_in_a_kept_question_is_no_link_of_the_bots() -> None:
    entry = {**ENTRY, "question": "see https://x.example", "answer": "see https://x.example", "author": "Grace"}
    form = keep_form(Keeping("t", TICKET.link, "2026-11-26", "C1", "1.1"), "q", "a", "Grace")
    for body in (with_earlier(form, entry)["blocks"], kept_message(EN.keep, entry, entry, entry).blocks):
        shown = [block["text"] for block in body if block["type"] == "section"]
        assert all(text.get("verbatim") for text in shown if "x.example" in text["text"])
        assert any("x.example" in text["text"] for text in shown)


def test_output_that_does_not_fit_is_attached_whole() -> None:
    assert whole_output(RunResult("ok", "short", "value")) is None
    assert whole_output(RunResult("ok", "a" * 5_000 + "\n", "value")) == "a" * 5_000 + "\n\nvalue\n"
    assert whole_output(RunResult("ok", "<" * 1_000)) == "<" * 1_000 + "\n"


def test_time_and_peak_memory_are_told() -> None:
    assert (
        headline(EN.run, RunResult("ok", seconds=Seconds(run=0.25), memory_bytes=35 << 20))
        == "✅ Done · 0.25 s · 35 MB"
    )
    assert headline(EN.run, RunResult("ok", seconds=Seconds(run=0.25), memory_bytes=4096)) == "✅ Done · 0.25 s"


def test_the_first_hint_is_shown_and_the_others_are_not() -> None:
    mistake = Mistake(
        "not_scaled", "The scores are not scaled.", "Row 0 …", ("Look at the scores.", "Divide.", "By the root.")
    )
    result = CheckResult("", "x.y", "incorrect", (mistake,))
    text = str(check_message(EN, JOB, [Verdict(result)]))
    assert "Look at the scores." in text
    assert "Divide." not in text
    again = check_message(EN, JOB, [Verdict(result, hints=2)])
    assert "Divide." in str(again) and "By the root." not in str(again)
    assert "same mistake as last time" in str(again)
    assert again.blocks[-1]["elements"][0]["value"] == "j1 2 0"


def test_each_exercise_of_several_has_its_verdict_and_its_own_hints() -> None:
    mistake = Mistake("not_scaled", "The scores are not scaled.", "Row 0 …", ("Look.", "Divide."))
    results = [CheckResult("", "a.first", "correct"), CheckResult("", "a.second", "incorrect", (mistake,))]
    message = check_message(EN, JOB, [Verdict(result) for result in results])
    assert "1 of 2 exercises in your code is right" in message.blocks[0]["text"]["text"]
    shown = str(message)
    assert "`first`" in shown and "`second`" in shown
    buttons = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    assert [button["value"] for button in buttons] == ["j1 1 1", "j1"]


def test_every_section_that_a_models_sentence_cites_is_named() -> None:
    first = Passage("a.md", (), ("Attention", "Why?"), "explanation", 1.0, "", "")
    second = Passage("a.md", (), ("Attention", "How?"), "explanation", 0.9, "", "")
    answer = _answer(answer="So [2].\n\n```python\nx[1]\n```", passages=(first, second))
    assert "[2] *Attention › How?*" in str(answer_message(EN, JOB, answer))
    assert "Why?" not in str(answer_message(EN, JOB, answer))
