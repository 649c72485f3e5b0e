"""The classifier, on sentences that it was not trained on and whose thresholds were not chosen on them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.listening import judge, language_of, seems_answer, speaks_to_you
from bot.listening.sentences import SENTENCES, Sentence, read_sentences
from bot.listening.verdicts import WEIGHTS, to_json

HELD_OUT = read_sentences(Path(__file__).with_name("held_out.txt"))


@dataclass(frozen=True)
class Figures:
    """`recall` counts what is answered or offered, `maybe` is the share of all that is offered."""

    precision: float
    recall: float
    maybe: float


def figures(sentences: list[Sentence]) -> Figures:
    verdicts = [judge(sentence.text, in_thread=sentence.in_thread) for sentence in sentences]
    paired = list(zip(sentences, verdicts, strict=True))
    asked = [sentence.asks for sentence, verdict in paired if verdict == "ask"]
    met = [verdict != "leave" for sentence, verdict in paired if sentence.asks]
    return Figures(sum(asked) / len(asked), sum(met) / len(met), verdicts.count("maybe") / len(verdicts))


@pytest.mark.parametrize(
    ("language", "precision", "recall", "maybe"),
    [("en", 0.96, 0.95, 0.24), ("fr", 0.92, 0.96, 0.23)],
)
def test_the_figures_hold(language: str, precision: float, recall: float, maybe: float) -> None:
    measured = figures([sentence for sentence in HELD_OUT if sentence.language == language])
    assert measured.precision >= precision
    assert measured.recall >= recall
    assert measured.maybe <= maybe


def test_no_sentence_is_in_both_sets() -> None:
    trained = {sentence.text.lower() for sentence in read_sentences()}
    assert [one.text for one in HELD_OUT if one.text.lower() in trained and len(one.text.split()) > 2] == []


@pytest.mark.parametrize(
    "text",
    [
        "why do we divide by sqrt(d_k)?",
        "my loss is nan and i dont know why",
        "Pourquoi divise-t-on par la racine de d_k ?",
        "comment utiliser vmap",
        "ValueError: Incompatible shapes for broadcasting: (2, 3) and (4,)",
        'Traceback (most recent call last):\n  File "x.py", line 1',
        "in exercise 2, should the mask be 0 or 1?",
        "when is lunch today?",
        "how do i write a causal mask",
    ],
)
def test_questions(text: str) -> None:
    assert judge(text) == "ask"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, that was a good session.",
        "Good morning everybody!",
        "I fixed it.",
        "it works now",
        "```\nx = a if b else c  # why?\n```",
        "see https://example.org/search?q=jax",
        "<@U123> thank you",
        "Merci beaucoup !",
        "",
        "```",
        "😂",
    ],
)
def test_statements(text: str) -> None:
    assert judge(text) == "leave"


@pytest.mark.parametrize("text", ["?" * 10_000, "why " * 10_000, "`" * 5_001, "\n" * 9_000, "<@" * 4_000, "é" * 20_000])
def test_hostile_input_is_judged_quickly(text: str) -> None:
    from time import perf_counter

    started = perf_counter()
    assert judge(text) in ("ask", "maybe", "leave")
    assert perf_counter() - started < 1.0


def test_the_weights_are_what_training_gives(tmp_path: Path) -> None:
    """In an interpreter of its own, so that no other test has changed how arrays are computed."""
    code = "import sys, pathlib; from bot.listening.training import main; main(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=Path(__file__).parents[3])
    assert tmp_path.joinpath(WEIGHTS).read_text() == SENTENCES.with_name(WEIGHTS).read_text()


def test_weights_survive_the_file() -> None:
    from bot.listening.verdicts import from_json

    text = SENTENCES.with_name(WEIGHTS).read_text()
    assert to_json(from_json(text)) == text
    assert min(from_json(text).steps) < 0 < max(from_json(text).steps)


def test_languages() -> None:
    assert language_of("je ne comprends pas le masque") == "fr"
    assert language_of("I don't understand the mask") == language_of("jnp.where") == "en"


def test_who_is_spoken_to() -> None:
    assert speaks_to_you("did you restart?") and speaks_to_you("tu as essayé ?")
    assert not speaks_to_you("what does vmap do?")


def test_what_may_answer_a_question() -> None:
    assert seems_answer("use jnp.where with an else branch")
    assert seems_answer("```\nx.at[0].set(1)\n```")
    assert not seems_answer("same problem here, guys")
    assert not seems_answer("good luck")
