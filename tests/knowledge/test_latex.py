from __future__ import annotations

import pytest

from knowledge.reading.latex import readable, spoken


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        (r"$\frac{QK^T}{\sqrt{d_k}}$", "QKᵀ/√dₖ"),
        (r"the $\bar{\alpha}_t$ of step $t$", "the ᾱₜ of step t"),
        (r"$\sum_{i=1}^{N} x_i^2$", "∑ᵢ₌₁ᴺ xᵢ²"),
        (r"$\pi_\theta(a \mid s)$", "π_θ(a | s)"),
        (r"$\mathbb{E}[\hat{y}]$", "E[ŷ]"),
        (r"\(\color{red}{w} \leftarrow w - \eta\)", "w ← w - η"),
        (r"$\frac{\partial L}{\partial w}$", "∂L/∂w"),
        (r"$x_{enc} * y$", "x_enc ∗ y"),
        ("it costs $5 or $10", "it costs $5 or $10"),
        ("`$HOME` and `$x_1$`", "`$HOME` and `$x_1$`"),
        ("```\n$x_1$\n```", "```\n$x_1$\n```"),
    ],
)
def test_a_formula_becomes_readable(markdown: str, shown: str) -> None:
    assert readable(markdown).strip() == shown


def test_rows_of_an_alignment_become_lines() -> None:
    aligned = r"\begin{align} a & = b \\ & = \text{the sum} \end{align}"
    assert readable(aligned).strip().splitlines() == ["a = b", "= the sum"]


@pytest.mark.parametrize(
    "broken", [r"$\frac{a$", r"$\sqrt$", "$^$", "$}{_$", "$" + "{" * 200 + "x$", r"$\left(\right.$"]
)
def test_a_broken_formula_is_no_failure(broken: str) -> None:
    assert isinstance(readable(broken), str)


@pytest.mark.parametrize(
    ("text", "words"),
    [("√dₖ", "sqrt d_k"), ("ᾱₜ", "alpha bar_t"), ("∇ f(x²)", "nabla gradient f(x 2)"), ("plain", "plain")],
)
def test_a_formula_is_searched_by_the_words_that_people_type(text: str, words: str) -> None:
    assert spoken(text).split() == words.split()
