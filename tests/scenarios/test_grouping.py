"""Two learners ask the same; a tutor answers both at once, whether they or the bot put the questions together."""

from __future__ import annotations

from bot.standin.settings import TEAM_ID
from tests.scenarios.conftest import Tutor
from tests.scenarios.test_tickets import ask_a_tutor, card
from tests.support import shown_text


def test_one_answer_for_two(tutor: Tutor) -> None:
    first, older = ask_a_tutor(tutor, "thabo", "is the projector in hall five broken?")
    second, newer = ask_a_tutor(tutor, "chidi", "why is the projector of hall five broken?")
    assert "Answer together with #" in card(tutor, newer["ts"])
    tutor.slack.press("grace", "tutors", newer["ts"], "group_ticket")
    tutor.slack.wait_for(lambda: "is answered together with" in card(tutor, newer["ts"]), 60)
    tutor.slack.wait_for(lambda: "also goes to" in card(tutor, older["ts"]), 60)

    tutor.slack.post("grace", "practicals", "Use the one in hall six.", thread_ts=first)
    tutor.slack.wait_for(lambda: any("hall six" in shown_text(one) for one in tutor.replies(second)), 60)
    copy = next(one for one in tutor.replies(second) if "hall six" in shown_text(one))
    assert "An answer to several questions, from <@U0GRACE001>" in shown_text(copy)

    def changes(ts: str) -> list[str]:
        ticket = tutor.tickets.of_thread("C0PRACTICE", ts, team=TEAM_ID)
        assert ticket is not None
        return [change for _, change in tutor.tickets.history(ticket.number)]

    tutor.slack.react("chidi", "practicals", copy["ts"], "white_check_mark")
    tutor.slack.wait_for(lambda: changes(second)[-1] == "resolved", 60)
    assert changes(first) == ["open", "answered"]


def test_what_clearly_asks_the_same_needs_no_press(tutor: Tutor) -> None:
    first, older = ask_a_tutor(tutor, "thabo", "where can I get drinking water near hall five?")
    second, newer = ask_a_tutor(tutor, "chidi", "where do I get drinking water near hall five please")
    tutor.slack.wait_for(lambda: "is answered together with" in card(tutor, newer["ts"]), 60)
    tutor.slack.wait_for(lambda: "also goes to" in card(tutor, older["ts"]), 60)

    tutor.slack.post("grace", "practicals", "From the tap beside the stairs.", thread_ts=first)
    tutor.slack.wait_for(lambda: any("beside the stairs" in shown_text(one) for one in tutor.replies(second)), 60)
