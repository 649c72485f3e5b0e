"""From a question that the bot can't answer to a tutor's answer."""

from __future__ import annotations

from bot.standin.settings import TEAM_ID
from tests.scenarios.conftest import Json, Tutor
from tests.support import shown_text


def ask_a_tutor(tutor: Tutor, learner: str, question: str) -> tuple[str, Json]:
    """The learner's message, and the card that the tutors see."""
    ts = tutor.slack.post(learner, "practicals", question)
    reply = tutor.reply(ts)
    known = {message["ts"] for message in tutor.slack.messages("tutors")}
    tutor.slack.press(learner, "practicals", reply["ts"], "ask_tutor")
    return ts, tutor.find("tutors", lambda m: m["ts"] not in known and question[:20] in shown_text(m))


def card(tutor: Tutor, ts: str) -> str:
    return shown_text(tutor.slack.message("tutors", ts))


def test_a_ticket_from_question_to_solved(tutor: Tutor) -> None:
    question = "where can I charge my laptop in room 4?"
    ts, posted = ask_a_tutor(tutor, "thabo", question)
    assert "I'm not sure" in shown_text(posted)
    assert "Open the thread" in shown_text(posted)

    tutor.slack.press("grace", "tutors", posted["ts"], "claim_ticket")
    tutor.slack.wait_for(lambda: "Claimed by <@U0GRACE001>" in card(tutor, posted["ts"]), 60)
    tutor.slack.wait_for(lambda: "is looking at this" in shown_text(tutor.replies(ts)[-1]), 60)

    tutor.slack.post("grace", "practicals", "There are sockets under the back row.", thread_ts=ts)
    tutor.slack.wait_for(lambda: "Answered by <@U0GRACE001>" in card(tutor, posted["ts"]), 60)

    notice = tutor.slack.wait_for(lambda: [m for m in tutor.replies(ts) if "has answered" in m["text"]], 60)[0]
    tutor.slack.press("thabo", "practicals", notice["ts"], "resolve_ticket")
    tutor.slack.wait_for(lambda: "Resolved by <@U0GRACE001>" in card(tutor, posted["ts"]), 60)
    ticket = tutor.tickets.of_thread("C0PRACTICE", ts, team=TEAM_ID)
    assert ticket is not None
    changes = [change for _, change in tutor.tickets.history(ticket.number)]
    assert changes == ["open", "claimed", "answered", "resolved"]


def test_pressing_twice_makes_one_ticket(tutor: Tutor) -> None:
    ts, posted = ask_a_tutor(tutor, "amina", "is the beach far from the venue?")
    reply = tutor.replies(ts)[0]
    tutor.slack.press("amina", "practicals", reply["ts"], "ask_tutor")
    tutor.slack.press("amina", "practicals", reply["ts"], "ask_tutor")
    tutor.slack.press("grace", "tutors", posted["ts"], "claim_ticket")
    tutor.slack.wait_for(lambda: "Claimed" in card(tutor, posted["ts"]), 60)
    cards = [m for m in tutor.slack.messages("tutors") if "is the beach far" in shown_text(m)]
    assert len(cards) == 1


def test_of_two_tutors_one_claims_and_the_other_is_told(tutor: Tutor) -> None:
    ts, posted = ask_a_tutor(tutor, "chidi", "who won the world cup in 2010?")
    before = {name: len(tutor.slack.ephemerals(name, "tutors")) for name in ("grace", "youssef")}
    with tutor.paused("replies"):  # so that both press while the card still has its button
        tutor.slack.press("grace", "tutors", posted["ts"], "claim_ticket")
        tutor.slack.press("youssef", "tutors", posted["ts"], "claim_ticket")
    tutor.slack.wait_for(lambda: "Claimed by" in card(tutor, posted["ts"]), 60)
    ticket = tutor.tickets.of_thread("C0PRACTICE", ts, team=TEAM_ID)
    assert ticket is not None
    late = "youssef" if ticket.tutor == "U0GRACE001" else "grace"
    told = tutor.whisper(late, "tutors", before[late])
    assert f"<@{ticket.tutor}> has claimed ticket" in shown_text(told)
    assert f"Claimed by <@{ticket.tutor}>" in card(tutor, posted["ts"])


def test_a_learner_cannot_escalate(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "Hello everybody.")
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.shortcut("amina", "escalate_thread", "practicals", ts)
    assert "Only tutors" in shown_text(tutor.whisper("amina", "practicals", before))
    assert tutor.tickets.of_thread("C0PRACTICE", ts, team=TEAM_ID) is None


def test_a_tutor_escalates_a_thread(tutor: Tutor) -> None:
    tutor.set_up(leads={"": ("U0GRACE001",)})
    ts = tutor.slack.post("wanjiru", "practicals", "My training loop stops on the second epoch <!channel>")
    tutor.slack.shortcut("youssef", "escalate_thread", "practicals", ts)
    posted = tutor.find("tutors", lambda m: "My training loop stops" in shown_text(m))
    tutor.slack.wait_for(lambda: "escalated by <@U0YOUSSEF1>" in card(tutor, posted["ts"]), 60)
    assert "<!channel>" not in shown_text(posted)
    assert "<@U0WANJIRU1> asks" in shown_text(posted)
    summary = tutor.slack.wait_for(lambda: tutor.slack.messages("tutors", posted["ts"]), 60)[0]
    assert "<@U0GRACE001>: <@U0YOUSSEF1> hands" in shown_text(summary)
    assert "My training loop stops" in shown_text(summary) and "Nobody has claimed it" in shown_text(summary)


def test_the_tutor_command_opens_a_thread(tutor: Tutor) -> None:
    tutor.slack.command("amina", "general", "/tutor", "could somebody look at my GNN code with me")
    asked = tutor.find("practicals", lambda m: "could somebody look at my GNN" in shown_text(m))
    posted = tutor.find("tutors", lambda m: "could somebody look at my GNN" in shown_text(m))
    assert asked["ts"] in shown_text(posted).replace(".", "") or asked["ts"].replace(".", "") in shown_text(posted)
    tutor.slack.press("grace", "tutors", posted["ts"], "resolve_ticket")
    tutor.slack.wait_for(lambda: "Resolved by <@U0GRACE001>" in card(tutor, posted["ts"]), 60)


def test_the_bot_leaves_a_claimed_thread_to_the_people(tutor: Tutor) -> None:
    ts, posted = ask_a_tutor(tutor, "amina", "which bus goes to the venue?")
    tutor.slack.press("grace", "tutors", posted["ts"], "claim_ticket")
    tutor.slack.wait_for(lambda: "Claimed" in card(tutor, posted["ts"]), 60)
    before = len(tutor.replies(ts))
    tutor.slack.post("grace", "practicals", "what does vmap do, you ask?", thread_ts=ts)
    called = tutor.slack.post("amina", "practicals", f"<@{tutor.slack.bot_user}> what does vmap do?", thread_ts=ts)
    tutor.slack.wait_for(lambda: len(tutor.replies(ts)) > before, 60)
    assert len(tutor.replies(ts)) == before + 1
    assert called < tutor.replies(ts)[-1]["ts"]


def test_home_shows_a_learner_their_tickets_and_a_tutor_the_queue(tutor: Tutor) -> None:
    ask_a_tutor(tutor, "thabo", "how late does the library open?")
    tutor.slack.open_home("thabo")
    assert "queue" not in shown_text(tutor.home("thabo", "how late does the library"))
    tutor.slack.open_home("grace")
    tutor.home("grace", "The tutors' queue")


def test_help_with_a_private_check_keeps_the_code_among_tutors(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("wanjiru", "practicals"))
    code = "def scaled_dot_product_attention(query, key, value):\n    return secret_idea"
    tutor.slack.command("wanjiru", "practicals", "/check", f"scaled_dot_product_attention\n```\n{code}\n```")
    verdict = tutor.whisper("wanjiru", "practicals", before)
    tutor.slack.press("wanjiru", "practicals", verdict["ts"], "ask_tutor")
    posted = tutor.find("tutors", lambda m: "secret_idea" in shown_text(m))
    assert "NameError" in shown_text(posted)
    asked = tutor.find("practicals", lambda m: "asks the tutors about" in shown_text(m))
    assert "secret_idea" not in shown_text(asked)
