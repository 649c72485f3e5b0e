"""Formulas drawn as a picture, for those whose Unicode form is hard to read.

Matplotlib's mathtext draws most of LaTeX's mathematics without a LaTeX installation. What it does not know is drawn as
its Unicode form, so that nothing is left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.reading.latex import rows, to_unicode

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Drawing", "draw", "mathtext"]


@dataclass(frozen=True)
class Drawing:
    """A PNG, its size in pixels, and what it shows in words."""

    data: bytes
    width: int
    height: int
    alt: str


def draw(formulas: Sequence[str], *, most: int = 12, dpi: int = 160, size: float = 15.0) -> Drawing:
    """The first `most` lines of LaTeX formulas below each other, at `size` points.

    Raises ValueError when there is none.
    """
    lines = [row for formula in formulas for row in rows(formula)][:most]
    if not lines:
        raise ValueError("There is no formula to draw.")
    figure = _figure([_drawable(line) for line in lines], size)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=dpi, bbox_inches="tight", pad_inches=0.15, facecolor="white")
    data = stream.getvalue()
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    return Drawing(data, width, height, "Formulas: " + "; ".join(map(to_unicode, lines)))


def _figure(lines: Sequence[str], size: float) -> Figure:
    from matplotlib.figure import Figure

    inches = 2.6 * size / 72
    figure = Figure(figsize=(6, inches * len(lines)))
    for number, line in enumerate(lines):
        figure.text(0.0, 1 - (number + 0.5) / len(lines), line, fontsize=size, va="center", math_fontfamily="cm")
    return figure


def _drawable(line: str) -> str:
    """The line for mathtext, or its Unicode form when mathtext cannot read it."""
    from matplotlib.mathtext import MathTextParser

    drawn = f"${mathtext(line)}$"
    try:
        MathTextParser("path").parse(drawn)
    except (ValueError, RuntimeError):
        return to_unicode(line).replace("$", r"\$")
    return drawn


_SAME = {
    "dfrac": "frac", "tfrac": "frac", "bm": "boldsymbol", "pmb": "boldsymbol", "mathbbm": "mathbb", "lVert": "Vert",
    "rVert": "Vert", "lvert": "vert", "rvert": "vert", "implies": "Rightarrow", "iff": "Leftrightarrow", "le": "leq",
    "ge": "geq", "ne": "neq", "land": "wedge", "lor": "vee", "dots": "ldots", "widebar": "overline",
    "operatorname": "mathrm", "textbf": "mathbf", "textit": "mathit", "textrm": "mathrm", "mbox": "mathrm",
    "hdots": "ldots", "middle": "",
}  # fmt: skip
_DROPPED = re.compile(
    r"\\(?:label|color|textcolor)\{[^}]*\}"
    r"|\\(?:limits|nolimits|displaystyle|textstyle|nonumber|notag|hline|bigl|bigr|Bigl|Bigr|big|Big|bigg|Bigg|small"
    r"|large)(?![A-Za-z])"
)
_BARE_ARGUMENT = re.compile(r"\\(boldsymbol|mathbf|mathcal|mathrm|bm)\s*\\([A-Za-z]+)")
_TEXT = re.compile(r"\\(?:text|textnormal|mathrm|operatorname\*?|mbox|textrm)\s*\{([^{}]*)\}")


def mathtext(tex: str) -> str:
    """One line of LaTeX in the part of it that mathtext knows."""
    tex = _DROPPED.sub("", tex.replace("&", " ").replace("\n", " "))
    tex = _TEXT.sub(lambda text: r"\mathrm{" + text[1].strip().replace(" ", r"\ ").replace("-", "{-}") + "}", tex)
    tex = _BARE_ARGUMENT.sub(r"\\\1{\\\2}", tex)
    return re.sub(r"\\([A-Za-z]+)\*?", lambda name: _renamed(name[1]), tex).strip()


def _renamed(name: str) -> str:
    same = _SAME.get(name, name)
    return f"\\{same}" if same else ""
