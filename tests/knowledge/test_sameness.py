"""Which questions to the tutors are put together: the words' rules and the models', as a new ticket meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.questions.sameness import answers, likeness
from knowledge.questions.wording import may_be_the_same

PAIRS = Path(__file__).parents[1] / "bot" / "tickets" / "pairs.txt"
PARTS = {
    name: [tuple(line.split(" | ")) for line in lines.strip().splitlines()]
    for name, _, lines in (part.partition("\n") for part in PAIRS.read_text("utf-8").split("\n# ")[1:])
}


def together(answerer: Answerer, part: str) -> list[tuple[str, ...]]:
    """The pairs of a part that are put together."""
    return [
        (one, other)
        for one, other in PARTS[part]
        if may_be_the_same(one, other) and answerer.same_question(one, [other]) == other
    ]


def test_none_that_differ_are_put_together_and_most_of_the_same_are(built_in: Answerer) -> None:
    found = {part: together(built_in, part) for part in PARTS}
    print({part: f"{len(pairs)} of {len(PARTS[part])}" for part, pairs in found.items()})
    assert found["other"] == found["other later"] == []
    same = len(found["same"]) + len(found["same later"])
    assert same / (len(PARTS["same"]) + len(PARTS["same later"])) >= 0.5


def test_a_kept_answer_is_given_to_the_same_question_and_shown_as_related_to_others(built_in: Answerer) -> None:
    answered: dict[str, int] = {"same": 0, "other": 0}
    for part, pairs in PARTS.items():
        kind = part.split()[0]
        for kept, asked in pairs:
            found = likeness(built_in._embed(kept), built_in._embed(asked))
            answered[kind] += answers(kept, asked, found)
    print(answered)
    assert answered["same"] >= 30
    assert answered["other"] <= 20


def test_of_several_the_likest_is_named(built_in: Answerer) -> None:
    others = ["how does dropout work", "when should in_axes be None for vmap", "what does in_axes=None mean in vmap?"]
    assert built_in.same_question("what does in_axes=None do in vmap?", others) == others[2]
    assert built_in.same_question("where is the library", others) is None
    assert built_in.same_question("where is the library", []) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("my mask fails\n```\nm = 1\n```", "my mask fails\n```\nm = 2\n```"),
        ("is the wifi working in hall A", "is the wifi working in hall B"),
        ("how to install jraph on windows", "how to install jraph on mac"),
        ("colab crashes when I import jax", "colab crashes when I import pytorch"),
        ("stuck on exercise 2 of attention", "stuck on exercise 2.1 of attention"),
        ("my attention weights sum to one", "my attention weights don't sum to one"),
        ("why is my causal mask a triangle", "how is my causal mask a triangle"),
        ("why? please help me", "why? please help me"),
        ("my causal mask is wrong " * 20, "my causal mask is wrong " * 20),
    ],
)
def test_what_words_can_tell_apart(one: str, other: str) -> None:
    assert not may_be_the_same(one, other)
    assert not may_be_the_same(other, one)


def test_small_words_keep_nothing_apart() -> None:
    for one, other in (
        ("what's the wifi password?", "wifi password please"),
        ("comment utiliser vmap, c'est différent ?", "utiliser vmap comment, différent"),
        ("I'd like to know how to pad a graph", "how can I pad graphs"),
    ):
        assert may_be_the_same(one, other)
        assert may_be_the_same(other, one)
