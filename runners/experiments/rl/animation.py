"""A CartPole episode as a short animation, drawn without matplotlib: a figure a frame would take seconds."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from runners.experiments import pictures
from runners.experiments.reading import Animation
from runners.experiments.rl import cartpole

_WIDTH, _HEIGHT = 440, 250
_FINER = 2
"""Frames are drawn this many times larger and then averaged, so that slanted edges are smooth."""
_MOST_FRAMES = 84
_SECONDS_A_FRAME = 0.12
_TRACK = 200
_PIXELS_A_METRE = 75
_CART = (56, 30)
_COLOURS = 24
_GROUND, _FAINT = "#FFFFFF", "#BBBBBB"


def animate(episode: cartpole.Episode, *, agent: str) -> Animation:
    """The running steps of an episode, s (t, 4), at most `_MOST_FRAMES` of them; a long one is in real time. `agent`
    is a few words that go on each frame."""
    alive = np.asarray(episode.alive)
    s = np.asarray(episode.s)[alive]  # (t, 4)
    steps = len(s)
    shown = list(range(0, steps, -(-steps // _MOST_FRAMES)))
    if shown[-1] != steps - 1:
        shown[-1] = steps - 1
    frames = [draw(s[t], agent, f"step {t + 1} of {cartpole.MOST_STEPS}, return {t + 1}") for t in shown]
    data = pictures.gif(frames, seconds=_SECONDS_A_FRAME, colours=_COLOURS)
    return Animation(data, _alt(s))


def draw(s: np.ndarray, above: str, below: str) -> np.ndarray:
    """The cart and its pole at state s (4,) with two lines of text: a frame, uint8 of shape (height, width, 3)."""
    image = Image.new("RGB", (_WIDTH * _FINER, _HEIGHT * _FINER), _GROUND)
    pen = ImageDraw.Draw(image)
    _draw_track(pen)
    _draw_cart(pen, float(s[0]), float(s[2]))
    letters = ImageFont.load_default(17 * _FINER)
    pen.text((12 * _FINER, 8 * _FINER), above, pictures.BLACK, letters)
    pen.text((12 * _FINER, (_HEIGHT - 26) * _FINER), below, pictures.BLACK, letters)
    return np.asarray(image.reduce(_FINER))


def _draw_track(pen: ImageDraw.ImageDraw) -> None:
    """The track, with a post where an episode ends on each side."""
    level = _TRACK * _FINER
    pen.line([(0, level), (_WIDTH * _FINER, level)], _FAINT, 2 * _FINER)
    for edge in (-cartpole.EDGE, cartpole.EDGE):
        across = _across(edge)
        pen.line([(across, level - 16 * _FINER), (across, level + 8 * _FINER)], pictures.BLACK, 3 * _FINER)


def _draw_cart(pen: ImageDraw.ImageDraw, position: float, angle: float) -> None:
    middle, top = _across(position), (_TRACK - _CART[1]) * _FINER
    half = _CART[0] * _FINER / 2
    pen.rectangle([middle - half, top, middle + half, _TRACK * _FINER], pictures.BLUE)
    length = 2 * cartpole.HALF_LENGTH * _PIXELS_A_METRE * _FINER
    tip = (middle + length * math.sin(angle), top - length * math.cos(angle))
    pen.line([(middle, top), tip], pictures.ORANGE, 9 * _FINER)
    hinge = 5 * _FINER
    pen.ellipse([middle - hinge, top - hinge, middle + hinge, top + hinge], pictures.BLACK)


def _across(position: float) -> float:
    return (_WIDTH / 2 + position * _PIXELS_A_METRE) * _FINER


def _alt(s: np.ndarray) -> str:
    steps = len(s)
    how = f"The animation shows one episode of the policy: a cart on a track with a pole on it. It lasts {steps} steps"
    if steps >= cartpole.MOST_STEPS:
        return (
            f"{how}, to the end. The cart moves by {np.ptp(s[:, 0]):.1f} m at most, "
            f"and the pole leans by {math.degrees(np.abs(s[:, 2]).max()):.1f} degrees at most."
        )
    return f"{how}, then {_last(s)}."


def _last(s: np.ndarray) -> str:
    """Why the episode ended, told from the last state that was still alive: it is a step from the end."""
    near_edge = abs(s[-1, 0]) / cartpole.EDGE > abs(s[-1, 2]) / cartpole.STEEPEST
    side = "left" if s[-1, 0 if near_edge else 2] < 0 else "right"
    return f"the cart leaves the track on the {side}" if near_edge else f"the pole falls to the {side}"
