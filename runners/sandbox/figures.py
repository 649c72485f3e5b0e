"""Open matplotlib figures as PNG with bounded pixels and alt text, inside the child."""

from __future__ import annotations

import functools
import io
import math
import os
import sys
from collections.abc import Sequence
from typing import Any

ALT_CHARACTERS = 400
_MARGIN_INCHES = 0.1
_SAVED = "_saved_as"


def silence_show() -> None:
    """`plt.show()` has nothing to do: figures that stay open are collected."""
    import matplotlib.pyplot as plt

    plt.show = lambda *_, **__: None


def remember_saved() -> None:
    """Let each figure know the files that `savefig` made of it."""
    from matplotlib.figure import Figure

    plain = Figure.savefig

    @functools.wraps(plain)
    def savefig(figure: Any, fname: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(fname, str | os.PathLike):
            figure.__dict__.setdefault(_SAVED, set()).add(os.path.basename(fname))
        return plain(figure, fname, *args, **kwargs)

    Figure.savefig = savefig  # type: ignore[assignment, method-assign]


def saved_names() -> set[str]:
    """The names of files that show a figure which is still open."""
    import matplotlib.pyplot as plt

    saved = [plt.figure(number).__dict__.get(_SAVED, ()) for number in plt.get_fignums()]
    return {str(name) for names in saved for name in names}


def draw_once() -> None:
    """Load fonts and the renderer, so that the snippet's first figure does not wait for them."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([0, 1], label="warm")
    axes.set_title("warm")
    axes.legend()
    png(figure, pixels=10_000)
    plt.close(figure)


def collect(limits: dict[str, Any], alts: Sequence[str] = ()) -> tuple[list[dict[str, Any]], bytes]:
    """Alt text and length of each open figure, and their PNG bytes one after the other."""
    import matplotlib.pyplot as plt

    described, payload = [], b""
    for place, number in enumerate(plt.get_fignums()[: limits["figures"]]):
        figure = plt.figure(number)
        try:
            picture = png(figure, pixels=limits["figure_pixels"])
            alt = alts[place] if place < len(alts) else alt_text(figure)
        except Exception as error:
            sys.stdout.write(f"Figure {number} could not be drawn: {type(error).__name__}: {error}\n")
            continue
        if len(picture) <= limits["figure_bytes"]:
            described.append({"alt": alt[:ALT_CHARACTERS], "length": len(picture)})
            payload += picture
        else:
            sys.stdout.write(f"Figure {number} is left out: it is larger than {limits['figure_bytes']} bytes.\n")
    return described, payload


def png(figure: Any, *, pixels: int) -> bytes:
    """The figure cut to what is drawn on it, with a lower resolution when it would pass `pixels`."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    area = float(figure.get_figwidth() * figure.get_figheight())
    figure.set_dpi(min(figure.get_dpi(), math.sqrt(pixels / area)))
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = _drawn_part(canvas)
    if drawn is None or _hangs_over(figure, canvas.get_renderer()):
        return _with_what_hangs_over(figure, area, pixels)
    return _cut(canvas, drawn)


def _drawn_part(canvas: Any) -> tuple[int, int, int, int] | None:
    """Left, upper, right and lower edge in pixels, with a margin; None when something reaches the canvas's edge."""
    import numpy as np

    pixels = np.asarray(canvas.buffer_rgba()).view(np.uint32)[..., 0]
    drawn = pixels != pixels[0, 0]
    columns, rows = np.flatnonzero(drawn.any(axis=0)), np.flatnonzero(drawn.any(axis=1))
    height, width = drawn.shape
    if not len(columns):
        return 0, 0, width, height
    left, right, upper, lower = columns[0], columns[-1], rows[0], rows[-1]
    if not left or not upper or right == width - 1 or lower == height - 1:
        return None
    margin = round(_MARGIN_INCHES * canvas.figure.get_dpi())
    return (
        max(0, int(left) - margin),
        max(0, int(upper) - margin),
        min(width, int(right) + margin),
        min(height, int(lower) + margin),
    )


def _hangs_over(figure: Any, renderer: Any) -> bool:
    """Whether a legend or a text stands outside the canvas, where no pixel tells."""
    placed = [*figure.legends, *figure.texts]
    for axes in figure.axes:
        placed += [*axes.texts, *([axes.get_legend()] if axes.get_legend() else [])]
    boxes = [artist.get_window_extent(renderer) for artist in placed if artist.get_visible()]
    width, height = renderer.get_canvas_width_height()
    return any(box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height for box in boxes)


def _cut(canvas: Any, part: tuple[int, int, int, int]) -> bytes:
    from PIL import Image

    size = canvas.get_width_height(physical=True)
    image = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    buffer = io.BytesIO()
    image.crop(part).save(buffer, "png", compress_level=3)
    return buffer.getvalue()


def _with_what_hangs_over(figure: Any, area: float, pixels: int) -> bytes:
    box = figure.get_tightbbox().padded(_MARGIN_INCHES)
    tight = box if math.isfinite(box.width * box.height) and box.width * box.height < 2 * area else None
    shown = tight.width * tight.height if tight else area
    buffer = io.BytesIO()
    dpi = min(figure.get_dpi(), math.sqrt(pixels / shown))
    figure.savefig(buffer, format="png", dpi=dpi, bbox_inches=tight)
    return buffer.getvalue()


def alt_text(figure: Any) -> str:
    """What the title and the axes say."""
    heading = figure.get_suptitle()
    parts = [heading] if heading else []
    parts += [text for axes in figure.axes[:6] if (text := _axes_text(axes))]
    return ". ".join(parts) or f"Figure {figure.number}, without a title or axis labels"


def _axes_text(axes: Any) -> str:
    title = " ".join(axes.get_title().split())
    labels = [f"{name}: {label}" for name in "xy" if (label := " ".join(getattr(axes, f"get_{name}label")().split()))]
    return "; ".join([*([title] if title else []), *labels])
