"""How the room is doing: told to tutors, in numbers and a plot, and to nobody else."""

from __future__ import annotations

import csv
import io
from typing import Any

from tests.scenarios.conftest import Json, Tutor
from tests.support import shown_text

FENCE = "```"
NOT_SCALED = """import jax.numpy as jnp
import jax
def scaled_dot_product_attention(query, key, value):
    weights = jax.nn.softmax(query @ jnp.swapaxes(key, -1, -2), axis=-1)
    return weights @ value, weights
"""
NAMES = ("amina", "thabo", "wanjiru", "chidi", "U0AMINA001", "U0THABO001")


def a_morning(tutor: Tutor) -> None:
    """Two questions that are answered, one that two people ask in vain, a ticket, and a mistake."""
    for user, question in (
        ("amina", "why do we divide by sqrt(d_k)?"),
        ("thabo", "What does vmap do?"),
        ("wanjiru", "where does the pulse test keep its umbrella?"),
        ("chidi", "Where does the pulse test keep its umbrella"),
    ):
        reply = tutor.reply(tutor.slack.post(user, "practicals", question))
    tutor.slack.press("chidi", "practicals", reply["ts"], "ask_tutor")
    tutor.find("tutors", lambda message: "umbrella" in shown_text(message))
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    tutor.slack.command("thabo", "practicals", "/check", f"scaled_dot_product_attention\n{FENCE}\n{NOT_SCALED}{FENCE}")
    tutor.slack.wait_for(lambda: "Not yet" in told(tutor, "thabo", before), 60)


def told(tutor: Tutor, user: str, before: int, channel: str = "practicals") -> str:
    return "\n".join(shown_text(message) for message in tutor.slack.ephemerals(user, channel)[before:])


def pulse(tutor: Tutor, text: str = "", channel: str = "tutors") -> Json:
    before = len(tutor.slack.ephemerals("grace", channel))
    tutor.slack.command("grace", channel, "/pulse", text)
    return tutor.whisper("grace", channel, before, seconds=60)


def in_dm(tutor: Tutor, matches: Any) -> Json:
    found = tutor.slack.wait_for(lambda: [m for m in tutor.slack.messages("dm", user="grace") if matches(m)], 60)
    return found[-1]


def test_a_tutor_sees_the_numbers_the_plot_and_no_names(tutor: Tutor) -> None:
    a_morning(tutor)
    shown = pulse(tutor)
    text = shown_text(shown)
    assert "Pulse: today" in text
    assert "“where does the pulse test keep its umbrella” · questions: *2*, people: *2*" in text
    assert "scaled_dot_product_attention" in text
    assert "Waiting for a tutor now" in text
    assert not any(name in text for name in NAMES)
    (picture,) = [block for block in shown["blocks"] if block["type"] == "image"]
    assert picture["alt_text"].startswith("Bars: questions from")
    _, content = tutor.slack.file(picture["slack_file"]["id"])
    assert content.startswith(b"\x89PNG")

    shown = pulse(tutor, "all")
    before = len(tutor.slack.ephemerals("grace", "tutors"))
    tutor.slack.press("grace", "tutors", shown["ts"], "pulse_hour")
    tutor.slack.wait_for(
        lambda: "Pulse: the last hour" in shown_text(tutor.slack.ephemerals("grace", "tutors")[-1]), 60
    )
    assert len(tutor.slack.ephemerals("grace", "tutors")) == before, "the message changes, and no other is sent"


def test_a_learner_is_told_that_it_is_the_tutors(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.command("amina", "practicals", "/pulse", "all")
    reply = tutor.whisper("amina", "practicals", before)
    assert reply["text"] == "Only tutors and admins see the pulse of the room."
    assert not any(block["type"] == "image" for block in reply.get("blocks", []))


def test_the_tables_arrive_in_the_direct_messages_without_names(tutor: Tutor) -> None:
    shown = pulse(tutor, "all")
    before = len(tutor.slack.ephemerals("grace", "tutors"))
    tutor.slack.press("grace", "tutors", shown["ts"], "pulse_csv")
    sent = in_dm(tutor, lambda message: len(message.get("files", ())) == 4)
    assert "Only counts" in sent["text"]
    files = {file["title"]: tutor.slack.file(file["id"])[1].decode("utf-8-sig") for file in sent["files"]}
    assert set(files) == {"questions_by_section.csv", "mistakes.csv", "waits.csv", "abstained.csv"}
    rows = {name: list(csv.DictReader(io.StringIO(content))) for name, content in files.items()}
    assert {row["tickets"] for row in rows["waits.csv"]} == {"answered", "waiting now"}
    assert not any(name in content for name in NAMES for content in files.values())
    assert "direct message" in tutor.whisper("grace", "tutors", before)["text"]


def test_the_home_tab_leads_to_the_plot_in_the_direct_messages(tutor: Tutor) -> None:
    tutor.slack.open_home("grace")
    home = tutor.home("grace", "Pulse: today")
    assert "The tutors' queue" in shown_text(home)
    tutor.slack.press_in_view("grace", home["id"], "pulse_today")
    shown = in_dm(tutor, lambda message: "Pulse: today" in shown_text(message))
    count = len(tutor.slack.messages("dm", user="grace"))
    tutor.slack.press("grace", "dm", shown["ts"], "pulse_all")
    in_dm(tutor, lambda message: message["ts"] == shown["ts"] and "from the beginning" in shown_text(message))
    assert len(tutor.slack.messages("dm", user="grace")) == count
