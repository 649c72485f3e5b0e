"""Expected beside got: when there is a picture, what it shows, and what its words say."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest

from runners.exercises import find, picture
from runners.exercises.values import Arrays, Exercise, Observation, Output, Trial

EXERCISE = find("scaled_dot_product_attention")


def seen(expected: Arrays, got: Arrays, name: str = "a small case") -> Observation:
    return Observation(Trial(name, {}), expected, got, tuple(range(len(got))))


def of_outputs(*outputs: Output) -> Exercise:
    return replace(EXERCISE, outputs=outputs)


WEIGHTS = of_outputs(Output("weights", ("batch", "query", "key")))
ROW = of_outputs(Output("returns", ("time",)))


def test_the_slice_that_is_most_wrong_is_shown_with_its_axes() -> None:
    expected = np.arange(24.0).reshape(2, 3, 4)
    got = expected.copy()
    got[1, 2, 0] = -5
    panel = picture.choose(WEIGHTS, [seen((expected,), (got,))])
    assert panel is not None
    assert panel.title == "weights with a small case, batch 1"
    assert panel.axes == ("query", "key")
    assert panel.wrong.sum() == 1 and panel.wrong[2, 0]
    assert np.array_equal(panel.got, got[1])


def test_the_words_say_what_is_seen() -> None:
    panel = picture.choose(ROW, [seen((np.array([1.0, 2, 3, 4]),), (np.array([1.0, 2, 9, 4]),))])
    assert panel is not None
    assert picture.describe(panel) == (
        "Two tables side by side: returns with a small case. 1 of 4 numbers differ and are framed and crossed. "
        "The largest difference is at column 2: 9 instead of 3. Row 0: expected 1 2 3 4, yours 1 2 9 4."
    )


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (np.ones((2, 3, 4)), np.ones((2, 3, 4))),
        (np.ones((2, 3, 4)), np.zeros((2, 4, 3))),
        (np.ones((2, 3, 13)), np.zeros((2, 3, 13))),
        (np.ones((2, 1, 3)), np.zeros((2, 1, 3))),
        (np.full((2, 3, 4), np.nan), np.zeros((2, 3, 4))),
        (np.ones(()), np.zeros(())),
    ],
    ids=["right", "another shape", "too wide", "three numbers", "any number is right", "one number"],
)
def test_no_picture_where_it_helps_nobody(expected: np.ndarray, got: np.ndarray) -> None:
    axes = ("batch", "query", "key")[: expected.ndim]
    assert picture.choose(of_outputs(Output("y", axes)), [seen((expected,), (got,))]) is None


def test_a_task_whose_answer_is_the_number_itself_has_no_picture() -> None:
    task = replace(ROW, parameters=())
    assert picture.choose(task, [seen((np.arange(4.0),), (np.zeros(4),))]) is None


@pytest.mark.parametrize(
    "got",
    [
        np.zeros((12, 12)),
        np.full((12, 12), np.inf),
        np.full((12, 12), np.nan),
        np.full((12, 12), -1.234567e30),
        np.arange(144.0).reshape(12, 12) * 1e-12,
    ],
)
def test_any_numbers_can_be_drawn_and_wrong_cells_are_marked(got: np.ndarray) -> None:
    from matplotlib.image import imread

    figure = picture.draw(of_outputs(Output("y", ("a", "b"))), [seen((np.eye(12),), (got,))])
    assert figure is not None and figure.data.startswith(b"\x89PNG")
    pixels = imread(io.BytesIO(figure.data))
    assert pixels.shape[:2] == (figure.height, figure.width) == (figure.height, 800)
    frame = np.abs(pixels[..., :3] - np.array([0xD5, 0x5E, 0x00]) / 255).max(-1) < 0.1
    assert frame.sum() > 1000 and len(figure.alt) <= 1900


def test_of_several_outputs_the_smallest_is_shown() -> None:
    values, weights = Output("values", ("q", "f")), Output("weights", ("q", "k"))
    pair = (np.ones((3, 7)), np.ones((3, 5)))
    panel = picture.choose(of_outputs(values, weights), [seen(pair, (0 * pair[0], 0 * pair[1]))])
    assert panel is not None and panel.title.startswith("weights")
