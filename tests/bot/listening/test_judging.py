"""The classifier, on sentences that it was not trained on and whose thresholds were not chosen on them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest

from bot.listening import judge, language_of, seems_answer, speaks_to_you
from bot.listening.sentences import SENTENCES, Sentence, read_sentences
from bot.listening.verdicts import WEIGHTS, from_json, to_json

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


@pytest.mark.parametrize("part", ["?", "why ", "`", "\n", "<@", "é"])
def test_hostile_input_takes_no_longer_than_its_length_allows(part: str) -> None:
    """Ten times the text takes nowhere near a hundred times as long, as a pattern that backtracks would."""
    short, long = (min(timed(part * count) for _ in range(3)) for count in (4_000, 40_000))
    assert long < 40 * max(short, 1e-3)


def timed(text: str) -> float:
    """The processor time of one decision, in seconds."""
    started = process_time()
    assert judge(text) in ("ask", "maybe", "leave")
    return process_time() - started


def test_the_weights_are_what_training_gives(tmp_path: Path) -> None:
    """In an interpreter of its own, so that no other test has changed how arrays are computed. Another kind of
    processor may round the last digit of a sum otherwise: that moves a few weights by one step."""
    code = "import sys, pathlib; from bot.listening.training import main; main(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=Path(__file__).parents[3])
    trained, kept = (from_json(file.read_text()) for file in (tmp_path / WEIGHTS, SENTENCES.with_name(WEIGHTS)))
    apart = [abs(one - other) for one, other in zip(trained.steps, kept.steps, strict=True)]
    assert max(apart) <= 1
    assert sum(apart) <= len(apart) / 200
    for name in ("unit", "bias", "slope", "shift", "ask", "leave"):
        assert getattr(trained, name) == pytest.approx(getattr(kept, name), abs=0.01)


def test_weights_survive_the_file() -> None:
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
