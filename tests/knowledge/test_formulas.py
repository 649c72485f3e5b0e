"""Formulas as a picture: what mathtext draws, and that nothing is left out."""

from __future__ import annotations

import io

import matplotlib.image
import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

from knowledge.answers.formulas import draw, mathtext
from knowledge.reading.latex import displayed
from knowledge.reading.markdown import read_markdown

MARKDOWN = r"""# Diffusion

Noise $\epsilon$ is added step by step:

$$q(\mathbf{x}_t \mid \mathbf{x}_{t-1})
= \mathcal{N}\left(\mathbf{x}_t; \sqrt{1-\beta_t}\,\mathbf{x}_{t-1}, \beta_t I\right)$$

\begin{align}
L &= \dfrac{1}{N} \sum_{i=1}^N (y_i - \hat{y}_i)^2 & \text{the mean squared error} \\
  &\geq 0
\end{align}

```python
price = "$$5$$"
```
"""


def test_the_formulas_on_lines_of_their_own_are_kept_with_the_section() -> None:
    section = read_markdown(MARKDOWN, source="a.md")[0]
    assert len(section.formulas) == 2
    assert section.formulas[0].startswith(r"q(\mathbf{x}_t")
    assert displayed("a price of $5 and $6, `$$x$$`") == []


@pytest.mark.parametrize(
    "tex",
    [r"\dfrac{a}{b}", r"\bm{\mu}_\theta", r"\boldsymbol\epsilon", r"\operatorname{softmax}(x)", r"\mathbb{E}_{q}[x]",
     r"x \text{ if } y", r"\lVert w \rVert^2", r"\color{red}{x} + 1",
     r"\color{red}x + 1", r"\left. x^2 \right|_{0}", r"\tilde{\beta}_t & = 1", r"\bigl( x \bigr)",
     r"\underset{w}{\mathrm{argmin}}", r"\prod_{t=1}^T p_\theta(x_{t-1}|x_t)"],
)  # fmt: skip
def test_mathtext_reads_the_commands_of_the_notebooks(tex: str) -> None:
    MathTextParser("path").parse(f"${mathtext(tex)}$")


def test_a_picture_has_a_line_for_each_row_and_says_them_in_words() -> None:
    formulas = read_markdown(MARKDOWN, source="a.md")[0].formulas
    drawing = draw(formulas)
    pixels = matplotlib.image.imread(io.BytesIO(drawing.data))
    assert pixels.shape[:2] == (drawing.height, drawing.width)
    dark = (pixels[..., :3].mean(axis=-1) < 0.5).any(axis=1)
    assert np.diff(dark.astype(int)).clip(min=0).sum() >= 3
    assert "√(1-βₜ)" in drawing.alt
    assert "∑ᵢ₌₁ᴺ (yᵢ - ŷᵢ)²" in drawing.alt


def test_what_mathtext_cannot_read_is_drawn_as_unicode() -> None:
    assert draw([r"\unknowncommand{x} + \alpha"]).width > 50
    with pytest.raises(ValueError, match="no formula"):
        draw([])
