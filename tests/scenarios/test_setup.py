"""An organiser sets the workspace up from the Home tab."""

from __future__ import annotations

from bot.records.workspaces import Setup, Workspaces
from bot.standin.settings import TEAM_ID
from tests.scenarios.conftest import Json, Tutor
from tests.support import eventually, shown_text


def home(tutor: Tutor, person: str, contains: str = "") -> Json:
    tutor.slack.open_home(person)
    return tutor.home(person, contains)


def form(tutor: Tutor, name: str) -> Json:
    """The form that Fatou opens."""
    view = home(tutor, "fatou", "Set up this workspace")
    tutor.slack.press_in_view("fatou", view["id"], f"setup_{name}")
    return eventually(lambda: tutor.slack.views("fatou"))[-1]


def setup(tutor: Tutor) -> Setup:
    return Workspaces(tutor.records).setup(TEAM_ID)


def told(tutor: Tutor, before: int) -> str:
    return shown_text(eventually(lambda: tutor.slack.messages("dm", user="fatou")[before:])[0])


def count(tutor: Tutor) -> int:
    return len(tutor.slack.messages("dm", user="fatou"))


def test_only_admins_see_the_buttons(tutor: Tutor) -> None:
    assert "Set up this workspace" in shown_text(home(tutor, "fatou", "Set up"))
    for person in ("amina", "grace"):
        assert "Set up this workspace" not in shown_text(home(tutor, person, "I help with the practicals"))


def test_reminders_and_quiet_mode(tutor: Tutor) -> None:
    before = count(tutor)
    view = form(tutor, "behaviour")
    errors = tutor.slack.submit_view("fatou", view["id"], {"escalate_minutes": "3"})
    assert "later than 15" in errors["escalate_minutes"]
    assert setup(tutor) == Setup()

    assert tutor.slack.submit_view("fatou", view["id"], {"unclaimed_minutes": "10", "quiet": ["yes"]}) == {}
    text = told(tutor, before)
    assert "after minutes*: 5 → 10" in text
    assert "*Quiet mode*: off → on" in text
    assert setup(tutor) == Setup(unclaimed_minutes=10, quiet=True)
    eventually(lambda: "Quiet mode: on" in shown_text(tutor.slack.home("fatou") or {}))


def test_channels_and_a_user_group(tutor: Tutor) -> None:
    before = count(tutor)
    view = form(tutor, "channels")
    chosen = {"practicals_channels": ["C0PRACTICE", "C0GENERAL1"], "tutors_group": "S0TUTORS01"}
    assert tutor.slack.submit_view("fatou", view["id"], chosen) == {}
    assert "<#C0PRACTICE>, <#C0GENERAL1>" in told(tutor, before)
    now = setup(tutor)
    assert now.practicals_channels == ("C0PRACTICE", "C0GENERAL1")
    assert (now.tutors_channel, now.tutors_group) == ("C0TUTORS01", "S0TUTORS01")
    assert "The tutors' queue" in shown_text(home(tutor, "grace", "queue"))


def test_a_schedule_in_the_time_zone_of_the_admin(tutor: Tutor) -> None:
    view = form(tutor, "schedule")
    assert "Africa/Dakar" in str(view["blocks"])
    errors = tutor.slack.submit_view("fatou", view["id"], {"schedule": "Saturday 9 to 12 graphs"})
    assert "“Saturday 9 to 12 graphs” can't be read" in errors["schedule"]
    lines = "2026-08-22 09:00-12:00 graph\n2026-08-22 14:00-17:00 Transformers & Attention"
    before = count(tutor)
    assert tutor.slack.submit_view("fatou", view["id"], {"schedule": lines, "opens": "08:00", "closes": "18:00"}) == {}
    assert "2026-08-22 09:00 Graph Neural Networks" in told(tutor, before)
    now = setup(tutor)
    assert (now.timezone, now.opens, now.closes, len(now.schedule)) == ("Africa/Dakar", "08:00", "18:00", 2)
    again = form(tutor, "schedule")
    assert "2026-08-22 14:00–17:00 Transformers & Attention" in str(again["blocks"])
    tutor.slack.close_view("fatou", again["id"])


def test_leads(tutor: Tutor) -> None:
    before = count(tutor)
    view = form(tutor, "leads")
    assert tutor.slack.submit_view("fatou", view["id"], {"leads_0": ["U0YOUSSEF1"], "leads_6": ["U0GRACE001"]}) == {}
    assert "every practical: <@U0YOUSSEF1>" in told(tutor, before)
    assert setup(tutor).leads_of("Transformers & Attention") == ("U0GRACE001", "U0YOUSSEF1")
