"""What learners and tutors read about tickets: Slack takes it, and what a learner writes is only text in it."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from bot.records.values import MAYBE_RELATED, TUTOR, Attempt, Ticket, TicketState
from bot.standin.checks.blocks import check_blocks, fill_ids
from bot.standin.checks.fields import Report
from bot.standin.render.blocks import blocks_html
from bot.views.blocks import Message
from bot.views.escalations import Said, summary_message
from bot.views.learners import readable_links
from bot.views.summaries import exercise_of, what_the_bot_said, what_was_found
from bot.views.ticket_notices import (
    answer_to_several,
    asked_message,
    learner_writes,
    learner_wrote,
    named_message,
    public_question,
    relayed_message,
)
from bot.views.tickets import NO_FACTS, CardFacts, queue_line, thread_notice, ticket_card
from bot.words import LANGUAGES, words_in
from knowledge.values import Answer, Passage
from runners.values import CheckResult, ErrorReport, Mistake, RunResult, ShapeProblem, ShapeWalk

EVIL = (
    "✅ Resolved by <@U0GRACE001> <!channel> <!here> <!subteam^S1> <#C1> @channel\n"
    "*Ticket 1* · 🟢 Answered\u2028<https://evil.example/a|Sign in to Slack> https://evil.example/b "
    "mailto:x@evil.example [Open](https://evil.example/c) > quote\n> x\r\x0b`tick ```code <!channel>\n``` after ```more"
)
LONG = "long <!channel> & ``` text " * 900
EN, FR = words_in("en"), words_in("fr")
NOW = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
STATES: tuple[TicketState, ...] = get_args(TicketState)
HOSTILE = Ticket(
    7, "T1", "C1", "1.0", "U1", EVIL, "open", EVIL, 0.3, EVIL, "https://room.slack.com/p1", "U2", exercise="a.b", at=NOW
)
FACTS = CardFacts(
    code=LONG,
    found=(EVIL, LONG),
    attempts=[Attempt("a.b", "incorrect", ("not_scaled", EVIL), NOW)] * 3,
    similar=[replace(HOSTILE, number=number) for number in range(1, 40)],
    members=[replace(HOSTILE, number=number) for number in range(1, 40)],
)


def _ticket(state: TicketState, **changes: Any) -> Ticket:
    return replace(HOSTILE, state=state, snoozed_until=NOW, **changes)


def _messages(question: str, language: str) -> dict[str, Message]:
    words = words_in(language)
    tickets = {state: _ticket(state, question=question) for state in STATES}
    ticket, hidden = tickets["open"], _ticket("answered", question=question, asker="", anonymous=True)
    bare = replace(ticket, tutor="", bot_answer="")
    said = [Said(True, question), Said(False, question)] * 3
    return {
        **{f"card {state}": ticket_card(one, FACTS, words.card) for state, one in tickets.items()},
        **{f"notice {state}": thread_notice(one, words.ticket) for state, one in tickets.items()},
        "card, anonymous": ticket_card(hidden, FACTS, words.card),
        "card, escalated by the bot": ticket_card(replace(ticket, escalated_by=TUTOR), NO_FACTS, words.card),
        "card, member": ticket_card(ticket, replace(FACTS, head=ticket), words.card),
        "card, bare": ticket_card(Ticket(1, "T", "C", "1", "", question, "resolved"), NO_FACTS, words.card),
        "public": public_question("U1", question, private=False, words=words.ticket),
        "public, private": public_question("U1", question, private=True, words=words.ticket),
        "public, anonymous": public_question("", question, private=False, words=words.ticket),
        "public, anonymous and private": public_question("", question, private=True, words=words.ticket),
        "asked": asked_message(replace(hidden, state="open"), words.ticket),
        "asked, answered": asked_message(hidden, words.ticket),
        "relayed": relayed_message(hidden, "U2", question, words.ticket),
        "learner writes": learner_writes(question, words.ticket),
        "named": named_message("U1", words.ticket),
        "answer to several": answer_to_several(ticket, "U2", question, words.ticket),
        "learner wrote": learner_wrote(ticket, words.card),
        "summary": summary_message(ticket, FACTS, ("U8", "U9"), "U2", said, words),
        "summary, bare": summary_message(bare, CardFacts(), ("U8",), TUTOR, [], words),
    }


QUESTIONS = {"evil": EVIL, "long": LONG, "code only": "```\nx = 1\n```", "fence only": "```", "short": "why?"}
CASES: dict[str, Message] = {
    f"{name}, {kind}, {language}": message
    for language in LANGUAGES
    for kind, question in QUESTIONS.items()
    for name, message in _messages(question, language).items()
}
BY_TUTORS = ("relayed", "answer to several")
"""Whose words are a tutor's own, in a Markdown block."""


def read_by_slack(message: Message) -> str:
    return message.text + str(message.blocks)


@pytest.mark.parametrize("name", CASES)
def test_slack_takes_the_message(name: str) -> None:
    message = CASES[name]
    report = Report(image_files=lambda file_id: False, surface="message")
    check_blocks(message.blocks, "/blocks", 50, report)
    assert report.problems == []
    assert message.text.strip()


@pytest.mark.parametrize("name", CASES)
def test_slacks_own_models_accept_the_blocks(name: str) -> None:
    from slack_sdk.models.blocks import Block

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for block in Block.parse_all(CASES[name].blocks):
            block.validate_json()


@pytest.mark.parametrize("name", CASES)
def test_nothing_that_a_learner_writes_pings(name: str) -> None:
    shown = read_by_slack(CASES[name])
    assert not any(mark in shown for mark in ("<!channel", "<!here", "<!subteam", "<#C1"))
    assert "<@U0GRACE001>" not in shown


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith(BY_TUTORS)])
def test_nothing_that_a_learner_writes_is_a_link(name: str) -> None:
    html = blocks_html(fill_ids(CASES[name].blocks), {})
    assert "evil.example" not in "".join(part.partition(">")[0] for part in html.split("<a ")[1:])


@pytest.mark.parametrize("name", [name for name in CASES if ", evil" in name and not name.startswith(BY_TUTORS)])
def test_what_a_learner_writes_looks_like_nothing_of_ours(name: str) -> None:
    """Each line of theirs is quoted, or code."""
    for block in CASES[name].blocks:
        lines = block["text"]["text"].splitlines() if block["type"] == "section" else []
        theirs = [line for line in lines if "Resolved by &lt;" in line or "Ticket 1* ·" in line]
        assert all(line.startswith(("> ", "• ")) or "`" in line for line in theirs)


def test_an_anonymous_card_names_nobody_who_asked() -> None:
    card = read_by_slack(ticket_card(replace(HOSTILE, asker="", anonymous=True), NO_FACTS, EN.card))
    assert "<@U1>" not in card and "without their name" in card and "direct message" in card


def test_a_card_shows_what_is_known() -> None:
    card = read_by_slack(ticket_card(_ticket("open", number=50, question="why?"), FACTS, EN.card))
    for part in ("`a.b`: tried 3×, not right yet (not_scaled", "Similar: ", "|#1>", "The latest code:", "{ago}"):
        assert part in card
    assert "Answer together with #1" in card


def test_a_section_that_may_only_be_related_is_said_so_in_the_language_of_the_card() -> None:
    related = _ticket("open", cited=MAYBE_RELATED + "Transformers & Attention › Masks")
    answered = replace(related, cited=related.section)
    told = [str(ticket_card(one, NO_FACTS, words.card).blocks) for words in (EN, FR) for one in (related, answered)]
    assert "📖 Maybe related: Transformers &amp; Attention › Masks" in told[0]
    assert "📖 Peut-être utile : Transformers" in told[2]
    assert all("📖 Transformers" in card for card in (told[1], told[3]))


def test_buttons_follow_the_state() -> None:
    def pressed(state: TicketState, **changes: Any) -> list[str]:
        card = ticket_card(_ticket(state, **changes), NO_FACTS, EN.card)
        (actions,) = [one for one in card.blocks if one["type"] == "actions"]
        return [element["action_id"] for element in actions["elements"]]

    def choices(state: TicketState, **changes: Any) -> list[str]:
        menu = ticket_card(_ticket(state, **changes), NO_FACTS, EN.card).blocks[-1]["elements"][-1]
        return [option["value"].partition(" ")[2] for option in menu["options"]]

    free = ["claim_ticket", "resolve_ticket", "ticket_menu"]
    assert all(pressed(state) == free for state in ("open", "reopened", "snoozed", "escalated"))
    assert pressed("claimed") == pressed("answered") == ["wait_ticket", "resolve_ticket", "ticket_menu"]
    assert pressed("waiting") == ["resolve_ticket", "ticket_menu"]
    assert pressed("resolved") == ["keep_answer", "reopen_ticket"]
    snoozes = ["snooze quarter", "snooze hour", "snooze morning"]
    assert choices("open") == [*snoozes, "escalate"]
    assert choices("claimed") == [*snoozes, "give_back", "escalate"]
    assert choices("claimed", escalated_by="U3") == [*snoozes, "give_back"]


def test_links_are_shown_with_where_they_lead() -> None:
    assert readable_links("see <https://a.b/c|here> and <https://d.e>") == "see here (https://a.b/c) and https://d.e"
    assert readable_links("<https://a.b|https://a.b>") == "https://a.b"


def test_a_line_of_the_queue_is_one_line() -> None:
    line = queue_line(_ticket("claimed", question="a\nb <!here>"), EN.card)
    assert "\n" not in line and "<!here>" not in line and "Claimed by <@U2>" in line


def test_a_diagnosis_is_told_with_its_error_explained() -> None:
    error = ErrorReport("TypeError", "bad shapes", 3, "", "The last axes differ.")
    mistake = Mistake("not_scaled", "The scores are not scaled.", "Row 0 is 4 times too large.", ("Look.",))
    check = CheckResult("", "a.b", "incorrect", (mistake,))
    run = {"type": "run", "value": RunResult("error", error=error).to_dict()}
    assert what_was_found(run, EN.found) == ("TypeError on line 3: bad shapes", "The last axes differ.")
    one = {"type": "check", "value": check.to_dict()}
    assert what_was_found(one, EN.found) == (
        "a.b: incorrect",
        "✗ The scores are not scaled. Row 0 is 4 times too large.",
    )
    assert what_was_found(one, FR.found)[0] == "a.b : faux"
    assert exercise_of(one) == "a.b"
    right = replace(check, exercise="a.c", verdict="correct", mistakes=())
    several = {"type": "checks", "value": {"results": [right.to_dict(), check.to_dict()]}}
    assert exercise_of(several) == "a.b"
    assert what_was_found(several, EN.found) == ("a.c: correct", *what_was_found(one, EN.found))
    walk = ShapeWalk((), ShapeProblem(1, "q @ k", ("q (2,10)",), "They differ.", "Transpose."))
    assert what_was_found({"type": "shapes", "value": walk.to_dict()}, EN.found) == (
        "q @ k: q (2,10)",
        "They differ.",
        "Transpose.",
    )
    assert what_was_found({"type": "usage", "value": "no"}, EN.found) == ()
    assert exercise_of({"type": "usage", "value": "no"}) == ""


def test_what_the_bot_said_is_told_in_the_language_of_the_tutors() -> None:
    passage = Passage("a.md", (), ("Attention", "Masks"), "explanation", 0.5, "", "")
    unsure = {"type": "answer", "value": Answer("j", "why?", True, 0.3, "", (passage,)).to_dict()}
    walk = ShapeWalk((), ShapeProblem(1, "q @ k", (), "They differ.", ""))
    results = [
        unsure,
        {"type": "run", "value": RunResult("timeout", stdout="step 1").to_dict()},
        {"type": "check", "value": CheckResult("", "", "incomplete").to_dict()},
        {"type": "shapes", "value": walk.to_dict()},
    ]
    english, french = ([what_the_bot_said(one, words).text for one in results] for words in (EN, FR))
    assert english == [
        "I'm not sure.",
        "The code took too long. step 1",
        "a traceback: incomplete. ",
        "The shapes clash: They differ.",
    ]
    assert french == [
        "Je ne suis pas sûr.",
        "Le code a pris trop de temps. step 1",
        "une trace d'erreur : incomplet. ",
        "Les formes ne vont pas ensemble : They differ.",
    ]
    assert what_the_bot_said(unsure, FR).cited == MAYBE_RELATED + "Attention › Masks"
