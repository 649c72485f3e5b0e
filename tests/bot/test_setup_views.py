"""The forms and messages of the set-up and of reminders: what Slack takes, pings nobody by accident, and reads back."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from bot.records.practicals import practicals
from bot.records.setup import Setup, Slot
from bot.records.values import Ticket
from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Report
from bot.standin.checks.views import check_view
from bot.standin.form import missing, state_values
from bot.standin.snapshot import new_workspace
from bot.standin.values import Json
from bot.views.blocks import Message
from bot.views.reminders import Wait, no_leads_message, unanswered_message, unclaimed_message
from bot.views.setup import FORMS, changed_message, setup_blocks
from bot.views.setup_forms import BY_CHANNEL, Choices, setup_form
from bot.views.setup_values import read_setup_form
from bot.words import LANGUAGES, words_in

LONG = "long <!channel> & ``` text " * 900
SLOT = Slot("Array Algebra", "2026-08-22T09:00:00+00:00", "2026-08-22T12:00:00+00:00")
FULL = Setup(
    ("C0PRACTICE", "C0GENERAL1"),
    "C0TUTORS01",
    "S0TUTORS01",
    {practical: tuple(f"U0PERSON{n:02}" for n in range(20)) for practical in ("", *practicals())},
    tuple(SLOT for _ in range(40)),
    quiet=True,
    fold=False,
    unclaimed_minutes=1,
    unanswered_minutes=2,
    escalate_minutes=3,
    timezone="Africa/Lagos",
    opens="09:00",
    closes="17:00",
    language="fr",
)
GROUPS = [(f"S0GROUP{n:04}", f"group-{n}" * 20) for n in range(300)]
CHOICES = Choices(FULL.practicals_channels, FULL.tutors_channel, [("S0TUTORS01", "tutors"), *GROUPS], "Africa/Lagos")
WAITS = [Wait(Ticket(n, "T1", "C1", "1.0", "U1", LONG, "open", link="https://x.example/p"), n) for n in range(1, 40)]
CLAIMED = [Wait(Ticket(7, "T1", "C1", "1.0", "U1", LONG, "claimed", tutor="U2"), 16)]


def messages(language: str) -> dict[str, Message]:
    words = words_in(language)
    return {
        "one unclaimed": unclaimed_message(words.reminder, WAITS[:1]),
        "many unclaimed": unclaimed_message(words.reminder, WAITS),
        "unanswered": unanswered_message(words.reminder, CLAIMED),
        "many unanswered": unanswered_message(words.reminder, CLAIMED * 2),
        "nobody leads it": no_leads_message(words.reminder, WAITS[:1]),
        "nobody leads many": no_leads_message(words.reminder, WAITS),
        "everything changed": changed_message(words.setup, Setup(), FULL, ["C0PRACTICE"]),
        "nothing changed": changed_message(words.setup, FULL, FULL, []),
    }


ALL = [(name, language) for name in messages("en") for language in LANGUAGES]


@pytest.mark.parametrize(("name", "language"), ALL)
def test_slack_takes_every_message(name: str, language: str) -> None:
    message = messages(language)[name]
    report = Report(lambda _: False)
    check_blocks(message.blocks, "/blocks", 50, report)
    assert report.problems == []
    assert 0 < len(message.text) <= 3_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_learner_wrote_pings_nobody(language: str) -> None:
    for message in messages(language).values():
        assert "<!channel>" not in str(message.blocks) + message.text


def test_a_question_that_is_free_can_be_claimed_at_once() -> None:
    message = no_leads_message(words_in("en").reminder, WAITS[:1])
    assert message.blocks[1]["accessory"]["action_id"] == "claim_ticket"
    assert "accessory" not in unanswered_message(words_in("en").reminder, CLAIMED).blocks[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("setup", [Setup(), FULL], ids=["defaults", "full"])
@pytest.mark.parametrize("lacking", [[], ["practicals", "tutors"]], ids=["in order", "lacking"])
def test_slack_takes_the_part_of_the_home_tab(language: str, setup: Setup, lacking: list[str]) -> None:
    body = setup_blocks(words_in(language).setup, setup, lacking)
    check_view(new_workspace("tutor"), {"type": "home", "blocks": body}, "home")
    assert str(body).count("⚠️") == len(lacking)


def opened(name: Any, setup: Setup, choices: Choices = CHOICES, language: str = "en") -> Json:
    """A form as Slack keeps it, with what its fields show."""
    form = setup_form(name, words_in(language).setup, language, setup, choices)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        view = check_view(new_workspace("tutor"), form, "modal")
    return {**view, "state": {"values": state_values(view["blocks"], {})}}


def filled(view: Json, **values: Any) -> Json:
    state = state_values(view["blocks"], values)
    assert missing(view["blocks"], state) == {}
    return {**view, "state": {"values": state}}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(name: str, language: str) -> None:
    setup = Setup.from_dict({**FULL.to_dict(), "schedule": (vars(SLOT),)})
    view = opened(name, setup, language=language)
    changes, errors = read_setup_form(filled(view))
    assert errors == {}
    after = Setup.from_dict({**setup.to_dict(), **changes})
    if name == "schedule":
        assert after.schedule[0].start == "2026-08-22T10:00:00+01:00", "the same moment, in Lagos"
        after = Setup.from_dict({**after.to_dict(), "schedule": (vars(SLOT),)})
    assert after == setup


@pytest.mark.parametrize("name", FORMS)
def test_the_defaults_fill_a_form(name: str) -> None:
    view = opened(name, Setup(), Choices(("C0PRACTICE",), "C0TUTORS01"))
    _, errors = read_setup_form(filled(view))
    assert errors == {}


def test_without_user_groups_the_form_says_who_the_tutors_are() -> None:
    view = opened("channels", FULL, Choices(("C0PRACTICE",), "C0TUTORS01", None))
    assert "no user groups" in str(view["blocks"])
    changes, _ = read_setup_form(filled(view))
    assert "tutors_group" not in changes


def test_the_members_of_the_channel_can_be_chosen_again() -> None:
    changes, _ = read_setup_form(filled(opened("channels", FULL), tutors_group=BY_CHANNEL))
    assert changes["tutors_group"] == ""


def test_the_language_of_the_workspace_is_chosen_among_those_that_the_bot_speaks() -> None:
    view = opened("channels", Setup(), Choices(("C0PRACTICE",), "C0TUTORS01"))
    (field,) = [block for block in view["blocks"] if block["block_id"] == "language"]
    assert [one["value"] for one in field["element"]["options"]] == list(LANGUAGES)
    assert read_setup_form(filled(view))[0]["language"] == "en"
    assert read_setup_form(filled(view, language="fr"))[0]["language"] == "fr"
    told = changed_message(words_in("en").setup, Setup(), Setup(language="fr"), []).text
    assert "*Language of the workspace*: English → Français" in told
    assert "Language of the workspace: Français" in str(setup_blocks(words_in("en").setup, FULL, []))


def test_leads_are_kept_by_practical() -> None:
    changes, _ = read_setup_form(filled(opened("leads", Setup()), leads_0=["U0GRACE001"], leads_6=["U0YOUSSEF1"]))
    assert changes == {"leads": {"": ["U0GRACE001"], "Transformers & Attention": ["U0YOUSSEF1"]}}


def test_hours_may_end_at_midnight_or_after_it_or_be_the_whole_day() -> None:
    view = opened("schedule", Setup(), Choices(timezone="Africa/Dakar"))
    changes, errors = read_setup_form(filled(view, opens="18:00", closes="00:00"))
    assert (changes["opens"], changes["closes"], errors) == ("18:00", "24:00", {})
    changes, errors = read_setup_form(filled(view, opens="18:00", closes="02:00"))
    assert (changes["opens"], changes["closes"], errors) == ("18:00", "02:00", {})
    changes, errors = read_setup_form(filled(view))
    assert (changes["opens"], changes["closes"], errors) == ("00:00", "24:00", {})


@pytest.mark.parametrize(
    ("name", "values", "field", "says"),
    [
        ("channels", {"practicals_channels": ["C0TUTORS01"]}, "tutors_channel", "a channel of their own"),
        ("leads", {"leads_0": ["nobody"]}, "leads_0", "no person"),
        ("schedule", {"schedule": "soon graph"}, "schedule", "“soon graph” can't be read"),
        ("schedule", {"timezone": "Lagos"}, "timezone", "“Lagos” is no time zone"),
        ("schedule", {"opens": "18:00", "closes": "18:00"}, "closes", "at the same time, 18:00"),
        ("behaviour", {"unclaimed_minutes": "2.5"}, "unclaimed_minutes", "“2.5” is no whole number of minutes"),
        ("behaviour", {"unclaimed_minutes": "0"}, "unclaimed_minutes", "from 1 to 1440"),
        ("behaviour", {"escalate_minutes": "2"}, "escalate_minutes", "later than 2"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(name: str, values: Json, field: str, says: str) -> None:
    """Also what Slack itself would not let through."""
    view = opened(name, FULL)
    view["state"] = {"values": state_values(view["blocks"], values)}
    _, errors = read_setup_form(view)
    assert says in errors[field]
    assert set(errors) <= {block["block_id"] for block in view["blocks"]}


def test_what_is_wrong_is_said_in_the_language_of_the_form() -> None:
    view = filled(opened("schedule", FULL, language="fr"), timezone="Dakar")
    assert "n'est pas un fuseau horaire" in read_setup_form(view)[1]["timezone"]


def test_a_change_is_told_with_what_was_before() -> None:
    told = changed_message(words_in("en").setup, Setup(), Setup(quiet=True, tutors_channel="C0TUTORS01"), []).text
    assert "*Quiet mode*: off → on" in told
    assert "*Channel of the tutors*: nothing → <#C0TUTORS01>" in told
    assert told.count("•") == 2
