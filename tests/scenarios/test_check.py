"""`/check`: shapes that fit or clash, and the learner's mistake by name, seen by the learner only."""

from __future__ import annotations

from sqlalchemy import select

from bot.records.models import AttemptRow
from tests.scenarios.conftest import Json, Tutor
from tests.support import shown_text

FENCE = "```"
NOT_SCALED = """import jax.numpy as jnp
import jax
def scaled_dot_product_attention(query, key, value):
    scores = query @ jnp.swapaxes(key, -1, -2)
    weights = jax.nn.softmax(scores, axis=-1)
    return weights @ value, weights
"""


def check(tutor: Tutor, text: str, user: str = "amina") -> Json:
    before = len(tutor.slack.ephemerals(user, "practicals"))
    tutor.slack.command(user, "practicals", "/check", text)
    said = tutor.whisper(user, "practicals", before)
    return tutor.whisper(user, "practicals", before + 1) if shown_text(said).startswith("⏳") else said


def test_shapes_that_fit(tutor: Tutor) -> None:
    reply = check(tutor, "attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8")
    assert "The shapes fit" in shown_text(reply)
    assert any(block["type"] == "image" for block in reply["blocks"])


def test_shapes_that_clash(tutor: Tutor) -> None:
    text = shown_text(check(tutor, "attention q=2,10,64 k=2,12,32 v=2,12,64"))
    assert "Cause:" in text
    assert "Fix:" in text


def test_a_mistake_is_named_and_recorded(tutor: Tutor) -> None:
    public = len(tutor.slack.messages("practicals"))
    text = shown_text(check(tutor, f"scaled_dot_product_attention\n{FENCE}\n{NOT_SCALED}{FENCE}", "wanjiru"))
    assert "Not yet" in text
    assert len(tutor.slack.messages("practicals")) == public

    def attempts() -> list[list[str]]:
        with tutor.records.session() as session:
            return list(session.scalars(select(AttemptRow.slugs).where(AttemptRow.user == "U0WANJIRU1")))

    assert any("not_scaled" in slugs for slugs in tutor.slack.wait_for(attempts, 60))


def test_a_right_answer_passes(tutor: Tutor) -> None:
    right = NOT_SCALED.replace("-2)\n", "-2) / jnp.sqrt(query.shape[-1])\n", 1)
    assert "Correct" in shown_text(check(tutor, f"scaled_dot_product_attention\n{FENCE}\n{right}{FENCE}"))


def test_an_unknown_operation_suggests_one(tutor: Tutor) -> None:
    assert "attention" in shown_text(check(tutor, "atention q=2,3 k=2,3 v=2,3"))


def test_hints_open_one_by_one(tutor: Tutor) -> None:
    verdict = check(tutor, f"scaled_dot_product_attention\n{FENCE}\n{NOT_SCALED}{FENCE}")
    seen = [shown_text(verdict)]
    while "Next hint" in seen[-1]:
        before = tutor.slack.ephemerals("amina", "practicals")
        tutor.slack.press("amina", "practicals", before[-1]["ts"], "next_hint")
        seen.append(shown_text(tutor.whisper("amina", "practicals", len(before))))
    assert len(seen) == 3
    assert len(set(seen)) == 3
    assert "sqrt" in seen[2] or "root" in seen[2]


WRONG_AXIS = NOT_SCALED.replace("-2)\n", "-2) / jnp.sqrt(key.shape[-1])\n", 1).replace("axis=-1)", "axis=1)")


def test_the_verdict_has_a_picture_and_the_same_mistake_opens_the_next_hint(tutor: Tutor) -> None:
    attempt = f"scaled_dot_product_attention\n{FENCE}\n{WRONG_AXIS}{FENCE}"
    first = check(tutor, attempt, "wanjiru")
    (picture,) = [block for block in first["blocks"] if block["type"] == "image"]
    assert picture["alt_text"].startswith("Two tables side by side: weights")
    assert shown_text(first).count("💡") == 1
    second = shown_text(check(tutor, attempt, "wanjiru"))
    assert second.count("💡") == 2
    assert "same mistake as last time" in second


def test_every_exercise_of_a_paste_gets_its_verdict(tutor: Tutor) -> None:
    relu = "def relu(x):\n  if x > 0:\n    return x\n  return 0\nassert relu(undefined) == 1\n"
    text = shown_text(check(tutor, f"{FENCE}\n%matplotlib inline\n{NOT_SCALED}\n{relu}{FENCE}"))
    assert "1 of 2 exercises in your code is right" in text
    assert "`scaled_dot_product_attention`" in text and "`relu_python`" in text


def test_a_pasted_traceback_is_explained(tutor: Tutor) -> None:
    traceback = (
        'Traceback (most recent call last):\n  File "<stdin>", line 3, in <module>\n'
        "AttributeError: module 'jax' has no attribute 'tree_map'\n"
    )
    text = shown_text(check(tutor, f"{FENCE}\n{traceback}{FENCE}"))
    assert "What this error says" in text and "`jax.tree.map`" in text
