"""The style of the pictures, frames of animations, and GIFs as other programs read them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image, ImageSequence

from runners.experiments import pictures


@pytest.fixture(autouse=True)
def own_style() -> Iterator[None]:
    with plt.rc_context({"backend": "Agg"}):
        yield
        plt.close("all")


def _moving_square(frames: int, height: int = 60, width: int = 90) -> np.ndarray:
    """A blue square that moves to the right on white, (t, height, width, 3)."""
    drawn = np.full((frames, height, width, 3), 255, np.uint8)
    for place, frame in enumerate(drawn):
        frame[20:40, 2 * place : 2 * place + 20] = (0, 114, 178)
    return drawn


def _read(data: bytes) -> tuple[list[np.ndarray], list[int], Image.Image]:
    image = Image.open(io.BytesIO(data))
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        frames.append(np.asarray(frame.convert("RGB")))
        durations.append(int(frame.info["duration"]))
    return frames, durations, image


def test_a_gif_holds_the_frames() -> None:
    drawn = _moving_square(12)
    frames, _, image = _read(pictures.gif(drawn, seconds=0.05))
    assert image.format == "GIF" and image.size == (90, 60)
    np.testing.assert_array_equal(frames, drawn)


def test_a_list_of_frames_is_as_good() -> None:
    drawn = _moving_square(3)
    assert pictures.gif(list(drawn), seconds=0.05) == pictures.gif(drawn, seconds=0.05)


def test_durations_and_the_hold_of_the_last_frame() -> None:
    _, durations, image = _read(pictures.gif(_moving_square(4), seconds=0.05, hold=2.0))
    assert durations == [50, 50, 50, 2050]
    assert image.info["loop"] == 0


def test_a_film_that_pauses_takes_as_long() -> None:
    moving = _moving_square(3)
    pausing = np.concatenate([moving[:1], moving[:1], moving[1:], moving[2:]])
    frames, durations, _ = _read(pictures.gif(pausing, seconds=0.1, hold=0.5))
    assert sum(durations) == 5 * 100 + 500
    np.testing.assert_array_equal(frames[-1], moving[-1])


def test_one_frame_is_enough() -> None:
    frames, _, _ = _read(pictures.gif(_moving_square(1), seconds=0.1))
    np.testing.assert_array_equal(frames, _moving_square(1))


@pytest.mark.parametrize("colours", [2, 16, 64])
def test_no_more_colours_than_asked_for(colours: int) -> None:
    shades = np.arange(80 * 80 * 3, dtype=np.uint32) * 2654435761 % 256
    frames, _, _ = _read(pictures.gif(shades.astype(np.uint8).reshape(1, 80, 80, 3), seconds=0.1, colours=colours))
    assert 2 <= len(np.unique(frames[0].reshape(-1, 3), axis=0)) <= colours


def test_the_palette_knows_the_colours_of_late_frames() -> None:
    drawn = _moving_square(40, width=120)
    drawn[20:, :10, :10] = (213, 94, 0)
    frames, _, _ = _read(pictures.gif(drawn, seconds=0.05))
    np.testing.assert_array_equal(frames[-1], drawn[-1])


def test_a_small_point_keeps_its_colour_among_many_others() -> None:
    shades = np.random.default_rng(0).integers(0, 256, (1, 100, 100, 3)).astype(np.uint8)
    drawn = np.concatenate([shades, shades])
    drawn[1, 50, 50] = (240, 228, 66)
    frames, _, _ = _read(pictures.gif(drawn, seconds=0.1, colours=16))
    assert frames[1][50, 50].tolist() == [240, 228, 66]
    assert len(np.unique(frames[1].reshape(-1, 3), axis=0)) <= 16


def test_what_does_not_change_takes_no_room() -> None:
    drawn = np.random.default_rng(0).integers(0, 256, (1, 200, 200, 3)).astype(np.uint8).repeat(30, axis=0)
    one = len(pictures.gif(drawn[:1], seconds=0.05))
    drawn[:, :4, :4] = np.arange(0, 240, 8, dtype=np.uint8)[:, None, None, None]
    assert len(pictures.gif(drawn, seconds=0.05)) < 1.5 * one


def test_the_same_frames_give_the_same_bytes() -> None:
    assert pictures.gif(_moving_square(5), seconds=0.05) == pictures.gif(_moving_square(5), seconds=0.05)


def test_pixels_of_a_figure() -> None:
    figure, axes = plt.subplots(figsize=(4.0, 2.5))
    axes.set_axis_off()
    figure.set_facecolor(pictures.GREEN)
    frame = pictures.pixels(figure, dots_per_inch=60)
    assert frame.shape == (150, 240, 3) and frame.dtype == np.uint8
    assert frame[0, 0].tolist() == [0, 158, 115]
    assert plt.fignum_exists(figure.number)


def test_an_earlier_frame_stays_as_it_was() -> None:
    figure, axes = plt.subplots(figsize=(3.0, 2.0))
    (line,) = axes.plot([0, 1], [0, 1])
    first = pictures.pixels(figure)
    kept = first.copy()
    line.set_ydata([1, 0])
    second = pictures.pixels(figure)
    np.testing.assert_array_equal(first, kept)
    assert (first != second).any()


def test_a_figure_is_840_pixels_wide_with_its_finding_above() -> None:
    figure, axes = pictures.new_figure("It fits", rows=2, columns=3, height=5.0, sharex=True)
    assert axes.shape == (2, 3) and figure.get_suptitle() == "It fits"
    assert tuple(figure.get_size_inches() * 120) == (840, 600)
    assert axes[0, 0].get_shared_x_axes().joined(axes[0, 0], axes[1, 2])


def test_one_panel_has_axes_of_two_axes_too() -> None:
    assert pictures.new_figure("One")[1].shape == (1, 1)


def test_letters_are_never_under_ten_points() -> None:
    figure, ((axes,),) = pictures.new_figure("Sizes")
    axes.plot([0, 1], label="a line")
    axes.set(xlabel="x", ylabel="y", title="a panel")
    texts = [axes.title, axes.xaxis.label, axes.yaxis.label, *axes.legend().get_texts(), *axes.get_xticklabels()]
    assert min(text.get_fontsize() for text in texts) >= 10


def test_colours_are_seven_different_ones() -> None:
    assert len(set(pictures.COLOURS)) == len(pictures.COLOURS) == 7
    for name in (pictures.SEQUENTIAL, pictures.DIVERGING):
        assert plt.get_cmap(name)(0.0) != plt.get_cmap(name)(1.0)
