"""Open matplotlib figures as PNG with bounded pixels and alt text, inside the child."""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Sequence
from typing import Any

ALT_CHARACTERS = 400


def silence_show() -> None:
    """`plt.show()` has nothing to do: figures that stay open are collected."""
    import matplotlib.pyplot as plt

    plt.show = lambda *_, **__: None


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
    area = float(figure.get_figwidth() * figure.get_figheight())
    figure.set_dpi(min(figure.get_dpi(), math.sqrt(pixels / area)))
    figure.draw_without_rendering()
    box = figure.get_tightbbox().padded(0.1)
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
