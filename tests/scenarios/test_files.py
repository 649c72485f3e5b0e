"""Files with code: offered to who sent them, read, run, checked; anything else is left alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.scenarios.conftest import Json, Tutor
from tests.scenarios.test_check import NOT_SCALED
from tests.scenarios.test_forms import submit, verdict_after
from tests.support import eventually, shown_text

CELLS: list[tuple[str, Any]] = [
    ("code", ["%matplotlib inline\n", "import jax.numpy as jnp\n", "x = jnp.arange(3)"]),
    ("markdown", "# Attention"),
    ("code", "print('the sum is', x.sum())"),
    ("code", NOT_SCALED),
]
NOTEBOOK = json.dumps({"nbformat": 4, "cells": [{"cell_type": kind, "source": text} for kind, text in CELLS]}).encode()


def offered(tutor: Tutor, user: str, name: str, content: bytes, thread: str | None = None) -> tuple[str, Json]:
    """A file that somebody sends, and what is offered for it."""
    before = len(tutor.slack.ephemerals(user, "practicals"))
    ts = tutor.slack.post(user, "practicals", "", thread, uploads={name: content})
    return ts, tutor.whisper(user, "practicals", before)


def offer_is_gone(tutor: Tutor, user: str, offer: Json, channel: str = "practicals") -> bool:
    return offer["ts"] not in [one["ts"] for one in tutor.slack.ephemerals(user, channel)]


def test_a_script_is_offered_in_private_and_runs_in_its_thread(tutor: Tutor) -> None:
    ts, offer = offered(tutor, "amina", "hello.py", b"for i in range(2):\n    print('from a file', i)\n")
    assert "hello.py" in shown_text(offer)
    assert tutor.replies(ts) == []
    tutor.slack.press("amina", "practicals", offer["ts"], "run_file")
    assert "from a file 1" in shown_text(tutor.reply(ts))
    eventually(lambda: offer_is_gone(tutor, "amina", offer))


def test_a_script_whose_button_is_pressed_twice_runs_once(tutor: Tutor) -> None:
    ts, offer = offered(tutor, "amina", "twice.py", b"print('only once')")
    with tutor.paused("replies"):
        for _ in range(2):
            tutor.slack.press("amina", "practicals", offer["ts"], "run_file")
    assert "only once" in shown_text(tutor.reply(ts))
    eventually(lambda: offer_is_gone(tutor, "amina", offer) and not tutor.ledger.open())
    assert len(tutor.replies(ts)) == 1


def test_a_script_in_a_thread_is_offered_there_and_checked_in_private(tutor: Tutor) -> None:
    root = tutor.slack.post("thabo", "practicals", "Here is my attempt.")
    _, offer = offered(tutor, "thabo", "attempt.py", NOT_SCALED.encode(), root)
    assert offer["thread_ts"] == root
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    tutor.slack.press("thabo", "practicals", offer["ts"], "check_file")
    eventually(lambda: offer_is_gone(tutor, "thabo", offer))
    assert "Not yet" in shown_text(verdict_after(tutor, "thabo", before - 1))
    assert tutor.replies(root) == []


def test_a_notebooks_cell_is_picked_and_runs_after_those_before_it(tutor: Tutor) -> None:
    ts, offer = offered(tutor, "chidi", "practical.ipynb", NOTEBOOK)
    tutor.slack.press("chidi", "practicals", offer["ts"], "pick_cell")
    form = eventually(lambda: [v for v in tutor.slack.views("chidi") if v["callback_id"] == "cells_form"])[0]
    groups = form["blocks"][1]["element"]["option_groups"]
    assert [group["label"]["text"] for group in groups] == ["Before the first heading", "Attention"]
    assert groups[0]["options"][0]["text"]["text"] == "1 · import jax.numpy as jnp"
    assert submit(tutor, "chidi", cell="1") == {}
    reply = shown_text(tutor.reply(ts))
    assert "the sum is 3" in reply
    assert "print('the sum is', x.sum())" in reply


def test_a_cell_runs_alone_or_is_checked(tutor: Tutor) -> None:
    ts, offer = offered(tutor, "chidi", "practical.ipynb", NOTEBOOK)
    tutor.slack.press("chidi", "practicals", offer["ts"], "pick_cell")
    eventually(lambda: tutor.slack.views("chidi")[-1]["callback_id"] == "cells_form")
    assert submit(tutor, "chidi", cell="1", way="alone") == {}
    assert "NameError" in shown_text(tutor.reply(ts))
    eventually(lambda: "on cell 2" in str(tutor.slack.ephemerals("chidi", "practicals")[-1]))
    (taken,) = [one for one in tutor.slack.ephemerals("chidi", "practicals") if one["ts"] == offer["ts"]]
    assert "on cell 2" in shown_text(taken) and "Pick another cell" in shown_text(taken)
    assert "What shall I do" not in shown_text(taken)
    before = len(tutor.slack.ephemerals("chidi", "practicals"))
    tutor.slack.press("chidi", "practicals", offer["ts"], "pick_cell")
    eventually(lambda: tutor.slack.views("chidi")[-1]["callback_id"] == "cells_form")
    assert submit(tutor, "chidi", cell="2", way="check") == {}
    assert "Not yet" in shown_text(verdict_after(tutor, "chidi", before))


def test_files_are_run_and_checked_from_a_messages_menu(tutor: Tutor) -> None:
    ts, _ = offered(tutor, "amina", "menu.py", b"print('from the menu')")
    tutor.slack.shortcut("wanjiru", "run_code", "practicals", ts)
    assert "from the menu" in shown_text(tutor.reply(ts))
    book, _ = offered(tutor, "amina", "menu.ipynb", NOTEBOOK)
    tutor.slack.shortcut("wanjiru", "run_code", "practicals", book)
    eventually(lambda: tutor.slack.views("wanjiru")[-1]["callback_id"] == "cells_form")
    assert submit(tutor, "wanjiru", cell="1") == {}
    assert "the sum is 3" in shown_text(tutor.reply(book))


def test_a_file_in_a_direct_message_is_offered(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("amina", "dm"))
    ts = tutor.slack.post("amina", "dm", "", uploads={"direct.py": b"print('in a direct message')"})
    offer = tutor.whisper("amina", "dm", before)
    tutor.slack.press("amina", "dm", offer["ts"], "run_file")

    def replies() -> list[Json]:
        return [m for m in tutor.slack.messages("dm", ts, "amina") if "in a direct message" in shown_text(m)]

    assert eventually(replies)
    eventually(lambda: offer_is_gone(tutor, "amina", offer, "dm"))


def test_a_mention_with_a_file_is_offered_once_and_other_files_are_left_alone(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    tutor.slack.post("thabo", "practicals", "my notes", uploads={"notes.txt": b"x = 1", "photo.png": b"\x89PNG"})
    tutor.slack.post("thabo", "practicals", f"<@{tutor.slack.bot_user}>", uploads={"named.py": b"print(1)"})
    assert "named.py" in shown_text(tutor.whisper("thabo", "practicals", before))
    _, last = offered(tutor, "thabo", "last.py", b"print(1)")
    assert [shown_text(m).count("named.py") for m in tutor.slack.ephemerals("thabo", "practicals")[before:]] == [2, 0]
    assert "last.py" in shown_text(last)


@pytest.mark.parametrize(
    ("name", "content", "action", "says"),
    [
        ("big.py", b"#" * 1_000_001, "run_file", "too big"),
        ("long.py", b"#" * 200_000, "run_file", "200,000 characters"),
        ("empty.py", b"  \n", "check_file", "is empty"),
        ("bytes.py", b"\xff\xfe\x00\x01", "run_file", "not text"),
    ],
)
def test_a_script_that_cannot_be_run_gets_one_sentence(
    tutor: Tutor, name: str, content: bytes, action: str, says: str
) -> None:
    _, offer = offered(tutor, "wanjiru", name, content)
    before = len(tutor.slack.ephemerals("wanjiru", "practicals"))
    tutor.slack.press("wanjiru", "practicals", offer["ts"], action)
    told = eventually(lambda: [one for one in tutor.slack.ephemerals("wanjiru", "practicals") if says in one["text"]])[
        -1
    ]
    assert told["ts"] == offer["ts"] and len(told["blocks"]) == 1
    assert len(tutor.slack.ephemerals("wanjiru", "practicals")) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"[" * 50_000, "read as a notebook"), (b'{"cells": []}', "no cell"), (b"\x00" * 1_000_001, "too big")],
)
def test_a_notebook_that_cannot_be_read_says_so_in_the_form(tutor: Tutor, content: bytes, says: str) -> None:
    _, offer = offered(tutor, "wanjiru", "odd.ipynb", content)
    tutor.slack.press("wanjiru", "practicals", offer["ts"], "pick_cell")
    eventually(lambda: says in str(tutor.slack.views("wanjiru")[-1]["blocks"]))
    tutor.slack.close_view("wanjiru", tutor.slack.views("wanjiru")[-1]["id"])
