"""The picture of a walk: its size, its words, the clash, and drawing from several threads."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from matplotlib.image import imread

from runners.shapes import draw, walk
from runners.values import Figure

RIGHT = ["q=2,10,64", "k=2,12,64", "v=2,12,64", "heads=8", "mask=10,12"]
CLASH = ["q=2,10,64", "k=2,12,32", "v=2,12,64"]


def pixels(figure: Figure) -> np.ndarray:
    return imread(io.BytesIO(figure.data), format="png")[..., :3]


def share(figure: Figure, colour: tuple[int, int, int]) -> float:
    """The share of pixels of exactly this colour."""
    return float((np.abs(pixels(figure) * 255 - colour) < 3).all(-1).mean())


def test_the_picture_is_as_large_as_it_says_and_800_pixels_wide() -> None:
    figure = draw(walk("attention", RIGHT), "attention")
    assert figure.width == 800
    assert pixels(figure).shape == (figure.height, figure.width, 3)


def test_the_alt_text_says_every_step_and_the_clash() -> None:
    found = walk("attention", RIGHT)
    alt = draw(found, "attention with 8 heads").alt
    assert all(step.expression in alt for step in found.steps)
    assert "batch 2, head 8, query position 10, key position 12" in alt and "ends without a clash" in alt
    broken = walk("attention", CLASH)
    alt = draw(broken, "attention").alt
    assert broken.problem is not None
    assert broken.problem.cause in alt and broken.problem.fix in alt and "q (2,10,64)" in alt


def test_only_a_clash_is_drawn_in_the_clash_colour() -> None:
    vermilion = (0xD5, 0x5E, 0x00)
    assert share(draw(walk("attention", CLASH), "attention"), vermilion) > 0.002
    assert share(draw(walk("attention", RIGHT), "attention"), vermilion) == 0


def test_nothing_is_drawn_in_the_margins() -> None:
    words = [f"{'9' * 7},1,1,1,1,1,1,1", "8,1,1,1,1,1,1,1"]
    for figure in (draw(walk("attention", CLASH), "a" * 300), draw(walk("broadcast", words), "x = " * 60)):
        image = pixels(figure)
        assert (image[:, :10] == 1).all() and (image[:, -10:] == 1).all()


def test_a_title_with_dollar_signs_and_a_very_long_walk_are_drawn() -> None:
    many = walk("broadcast", ["1,2"] * 26)
    figure = draw(many, "$x_ {1$ and $")
    assert len(figure.alt) <= 1900 and "left out" in figure.alt


def test_drawing_from_several_threads_gives_the_same_pictures() -> None:
    walks = [walk("attention", RIGHT), walk("attention", CLASH)] * 4
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda found: draw(found, "attention").data, walks))
    assert drawn == [draw(found, "attention").data for found in walks]


def test_walking_needs_neither_jax_nor_matplotlib() -> None:
    code = (
        "import sys; from runners import shapes; shapes.walk('matmul', ['2,3', '3,4']);"
        "print([m for m in ('jax', 'matplotlib', 'numpy', 'torch') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
