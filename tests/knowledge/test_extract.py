from __future__ import annotations

import numpy as np

from knowledge.answers.extract import extract
from knowledge.index.pieces import pieces, sentences
from knowledge.reading.sections import Section
from knowledge.tokens import tokenize


def section(text: str, *code: str) -> Section:
    return Section("a.md", ("A", "B"), "explanation", text, code, (1, 9), "")


def quote(
    text: str, question: str, similarity: list[float], *code: str, ask: bool = False, words: int = 110, fewest: int = 0
) -> str:
    vector = np.array(similarity, dtype=np.float32)
    return extract(section(text, *code), vector, tuple(tokenize(question)), code=ask, words=words, fewest=fewest)


def test_sentences_are_split_where_they_end() -> None:
    text = (
        "We use Adam, e.g. in Optax. It has $m$ steps (see Kingma et al. 2015). `x.y` is code! **Mistake.** Wrong axis."
    )
    assert sentences(text) == [
        "We use Adam, e.g. in Optax.",
        "It has $m$ steps (see Kingma et al. 2015).",
        "`x.y` is code!",
        "**Mistake.** Wrong axis.",
    ]


def test_lists_and_tables_are_units_and_code_is_none() -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    text = f"Two ways:\n\n- one\n- two\n\n{table}\n\n```python\nx = 1. Y\n```\n\n**See also:** [there](#there)"
    assert sentences(text) == ["Two ways:", "- one", "- two", table]


def test_the_chosen_sentences_keep_their_order_and_what_they_lean_on() -> None:
    text = "First the opening. " + "A kite needs wind. It then rises. " + "Something else entirely. " * 30
    answer = quote(text, "does it rise", [0.5, 0.2, 0.9, *[0.1] * 30], words=20)
    assert answer == "First the opening. A kite needs wind. It then rises."


def test_a_short_answer_takes_the_next_sentence() -> None:
    text = "Nothing here. A kite needs wind. Wind lifts it. The end of it all."
    assert quote(text, "kite", [0.0, 0.9, 0.0, 0.0], fewest=40).endswith("A kite needs wind. Wind lifts it.")


def test_a_colon_brings_its_list() -> None:
    text = "There are two steps:\n\n1. Cut the sail.\n2. Tie the rope.\n\nUnrelated end."
    assert quote(text, "steps", [0.9, 0.1, 0.1, 0.0]) == "There are two steps:\n\n1. Cut the sail.\n2. Tie the rope."


def test_long_code_is_cut_to_whole_statements() -> None:
    functions = "\n\n".join(f"def step_{number}(x):\n    y = x\n    z = y\n    return z" for number in range(12))
    answer = quote("Text.", "how do i write step_7", [0.5], functions, ask=True)
    code = answer.split("```python\n")[1].split("\n```")[0]
    assert "def step_7" in code
    assert len(code.splitlines()) <= 20
    compile(code, "shown", "exec")


def test_code_that_is_no_python_is_cut_too() -> None:
    answer = quote("Text.", "install", [0.5], "\n".join(["!pip install kite"] * 50), ask=True)
    assert answer.count("!pip") == 14


def test_pieces_carry_the_heading_path() -> None:
    found = pieces(section("One paragraph.\n\n" + "word " * 100, "def fly(): pass"))
    assert len(found) == 3
    assert all(piece.startswith("A > B: ") for piece in found)
    assert "fly" in found[-1]
