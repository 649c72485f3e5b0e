"""One style for all pictures: made for a phone screen, readable at 800 pixels, safe for the colour-blind."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image, ImageColor

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH_INCHES = 7.0
"""At the sandbox's 120 dots an inch a figure is then 840 pixels wide, and 11-point letters are 18 pixels high."""

BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW, BLACK = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#000000"
)  # fmt: skip
"""The colours of Okabe and Ito (2008), which people who see red and green alike can still tell apart. Give lines
another dash and points another marker as well, so that nothing is told by colour alone."""
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK)
SEQUENTIAL, DIVERGING = "cividis", "RdBu"

_STYLE: dict[Any, Any] = {
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.labelsize": 11,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 10,
    "lines.linewidth": 2.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def new_figure(title: str, *, rows: int = 1, columns: int = 1, height: float = 4.4, **grid: Any) -> tuple[Figure, Any]:
    """A figure of the usual width with its axes, shape (rows, columns). `title` states the finding; `height` is in
    inches; `grid` goes to `plt.subplots`."""
    plt.rcParams.update(_STYLE)
    figure, axes = plt.subplots(
        rows, columns, figsize=(WIDTH_INCHES, height), squeeze=False, layout="constrained", **grid
    )
    figure.suptitle(title, fontsize=13)
    return figure, axes


def pixels(figure: Figure, *, dots_per_inch: float = 80) -> np.ndarray:
    """The figure as a frame of an animation, uint8 of shape (height, width, 3). It stays open: close it."""
    figure.set_dpi(dots_per_inch)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3].copy()  # type: ignore[attr-defined]


def gif(frames: np.ndarray | list[np.ndarray], *, seconds: float, colours: int = 64, hold: float = 1.0) -> bytes:
    """An endless animation. frames: (t, height, width, 3), uint8; each is shown for `seconds`, the last for `hold`
    more. One palette serves all frames, so that only what changes takes room."""
    stacked = np.asarray(frames)
    palette = _palette(np.concatenate([stacked[:: max(1, len(stacked) // 8)], stacked[-1:]]), colours)
    images = [Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE) for frame in stacked]
    each = round(1000 * seconds)
    durations = [each] * (len(images) - 1) + [each + round(1000 * hold)]
    buffer = io.BytesIO()
    images[0].save(buffer, "gif", save_all=True, append_images=images[1:], duration=durations, loop=0, optimize=False)
    return buffer.getvalue()


def _palette(frames: np.ndarray, colours: int) -> Image.Image:
    """An image that has the palette: the colours of the style that are seen, because the few pixels of a point that
    moves would else get a mixed colour, and the most frequent ones."""
    red, green, blue = (frames[..., channel].astype(np.uint32) for channel in range(3))
    packed = red << 16 | green << 8 | blue
    seen = [name for name in (*COLOURS, YELLOW) if (packed == int(name[1:], 16)).any()][: colours - 1]
    sample = Image.fromarray(frames.reshape(-1, *frames.shape[2:])).quantize(colours - len(seen))
    image = Image.new("P", (1, 1))
    image.putpalette([*(sample.getpalette() or []), *(part for name in seen for part in ImageColor.getrgb(name))])
    return image
