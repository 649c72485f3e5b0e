"""The optional model, against a real server on loopback that streams, stalls, breaks off, and lies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.answers.rewriting import Rewriter
from knowledge.answers.support import supported_sentences, whole_sentences
from knowledge.values import Answer, Passage
from tests.language_model import Handler, Play, Server, language_model, saying

PASSAGE = (
    "We divide the scores by √d_k to keep their size the same. The variance of a dot product of 64 terms is 64. "
    "Use `jnp.sqrt(d_k)` in the code."
)
EXTRACTIVE = "We divide by √d_k.\n\n```python\nscores / jnp.sqrt(d_k)\n```"


def answer(**changes: Any) -> Answer:
    passage = Passage("a.md", (1, 9), ("Attention", "Why?"), "explanation", 1.0, "", PASSAGE)
    fields: dict[str, Any] = {"abstained": False, "confidence": 0.9, "answer": EXTRACTIVE, "passages": (passage,)}
    return Answer("q", "why do we divide by sqrt(d_k)?", **{**fields, **changes})


@pytest.fixture
def server() -> Iterator[Server]:
    with language_model() as running:
        yield running


def rewriter(server: Server, seconds: float = 5.0) -> Rewriter:
    return Rewriter(server.url, "small", seconds=seconds)


def test_supported_sentences_replace_the_prose_and_the_code_stays(server: Server) -> None:
    server.play = saying(
        "The scores are divided by √d_k ", "to keep their size. [1] ", "The variance of 64 terms is 64 [1]."
    )
    rewritten = rewriter(server).rewrite(answer())
    assert rewritten.answer.startswith("The scores are divided by √d_k to keep their size. [1] The variance")
    assert "```python\nscores / jnp.sqrt(d_k)\n```" in rewritten.answer
    assert PASSAGE in server.asked[0]["messages"][1]["content"]
    assert server.asked[0]["stream"] is True


@pytest.mark.parametrize(
    "lie",
    [
        "The scores are divided by √d_k.",
        "The scores are divided by √d_k [2].",
        "The scores are divided by √d_k [0].",
        "The variance of a dot product of 64 terms is 128 [1].",
        "Use `jnp.linalg.norm(d_k)` in the code [1].",
        "Lunch is served at noon behind the library [1].",
        "NONE",
        "",
        "[1]",
        "```python\nprint('hello')\n```",
    ],
)
def test_what_is_not_supported_is_dropped_and_the_extractive_answer_stands(server: Server, lie: str) -> None:
    server.play = saying(lie)
    assert rewriter(server).rewrite(answer()) == answer()


def test_only_the_false_sentence_is_dropped(server: Server) -> None:
    server.play = saying("The scores are divided by √d_k [1]. Everybody gets an A in the exam [1].")
    text = rewriter(server).rewrite(answer()).answer
    assert "divided by √d_k [1]." in text
    assert "exam" not in text


def stalls(handler: Handler) -> None:
    handler.begin()
    handler.say("The scores ")
    time.sleep(3)  # longer than the rewriter's patience in this test


def drips(handler: Handler) -> None:
    handler.begin()
    for _ in range(60):
        handler.say("divided ")
        time.sleep(0.05)  # never still for long, and never done in time


def breaks_off(handler: Handler) -> None:
    handler.begin()
    handler.say("The scores are divided by √d_k [1]. The rest")
    handler.wfile.write(b"data: {broken")
    handler.close_connection = True


def refuses(handler: Handler) -> None:
    handler.begin(500)


def talks_nonsense(handler: Handler) -> None:
    handler.begin()
    handler.wfile.write(b"data: not json\n\n")


@pytest.mark.parametrize("play", [stalls, drips, breaks_off, refuses, talks_nonsense])
def test_a_model_that_fails_costs_the_learner_nothing_but_the_wait(server: Server, play: Play) -> None:
    server.play = play
    assert rewriter(server, seconds=0.5).rewrite(answer()) == answer()


def test_an_endless_model_is_cut(server: Server) -> None:
    server.play = saying(*["The scores are divided by √d_k [1]. "] * 2_000)
    assert len(rewriter(server).rewrite(answer()).answer) < 6_000


def test_no_server_at_all() -> None:
    assert Rewriter("http://127.0.0.1:1/v1", "small", seconds=0.5).rewrite(answer()) == answer()


def test_what_the_bot_is_not_sure_of_is_not_rewritten(server: Server) -> None:
    rewriter(server).rewrite(answer(abstained=True, answer=""))
    assert server.asked == []


def test_sentences_of_several_passages() -> None:
    passages = ["Cats sleep all day.", "Dogs like long walks."]
    text = "Cats sleep all day, and dogs like walks [1, 2]. Dogs sleep all day [2]."
    assert supported_sentences(text, passages, "what do cats and dogs do?") == [
        "Cats sleep all day, and dogs like walks [1, 2]."
    ]


def test_whole_supported_sentences_are_told_as_they_come(server: Server) -> None:
    server.play = saying(
        "The scores are divided by √d_k to keep their size.",
        " [1]",
        " Everybody gets an A [1]. ",
        "The variance of 64 terms ",
        "is 64 [1]. ",
        "Use `jnp.sqrt(d_k)` in the code [1].",
    )
    told: list[str] = []
    rewritten = rewriter(server).rewrite(answer(), told.append)
    first, second = "The scores are divided by √d_k to keep their size. [1]", "The variance of 64 terms is 64 [1]."
    assert told == [first, f"{first} {second}"]
    assert rewritten.answer.startswith(f"{first} {second} Use `jnp.sqrt(d_k)` in the code [1].")


@pytest.mark.parametrize(
    ("so_far", "whole"),
    [
        ("", ""),
        ("One thing", ""),
        ("One thing. ", ""),
        ("One thing. [1", ""),
        ("One thing. [1] ", ""),
        ("One thing. [1] [2", ""),
        ("One thing. [1] And", "One thing. [1]"),
        ("One [1]. Two [2]. Th", "One [1].\nTwo [2]."),
        ("One [1]\nTwo", "One [1]"),
    ],
)
def test_a_sentence_is_whole_once_another_has_begun(so_far: str, whole: str) -> None:
    assert whole_sentences(so_far) == whole
