"""Drawing boxes, lines and text in pixels, with the fonts that come with Matplotlib but without Matplotlib, which
takes ten times as long for the same picture."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

Face = Literal["Sans", "Sans-Bold", "SansMono", "SansMono-Bold"]
Colour = str | tuple[int, int, int]


class Canvas:
    """A white picture. All places are in pixels from the top left."""

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width, height), "white")
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: int,
        face: Face = "Sans",
        colour: Colour = "black",
        anchor: str = "la",
    ) -> None:
        self._draw.text((x, y), text, fill=colour, font=font(face, size), anchor=anchor)

    def box(self, left: int, top: int, right: int, bottom: int, fill: Colour, edge: Colour | None, width: int) -> None:
        self._draw.rounded_rectangle((left, top, right, bottom), 9, fill=fill, outline=edge, width=width)

    def dashed_box(self, left: int, top: int, right: int, bottom: int, fill: Colour, edge: Colour, width: int) -> None:
        self._draw.rectangle((left, top, right, bottom), fill=fill)
        for start, end in _dashes(left, right):
            self._draw.rectangle((start, top, end, top + width), fill=edge)
            self._draw.rectangle((start, bottom - width, end, bottom), fill=edge)
        for start, end in _dashes(top, bottom):
            self._draw.rectangle((left, start, left + width, end), fill=edge)
            self._draw.rectangle((right - width, start, right, end), fill=edge)

    def arrow(self, x: int, top: int, bottom: int, colour: Colour) -> None:
        self._draw.line((x, top, x, bottom - 8), fill=colour, width=3)
        self._draw.polygon([(x - 8, bottom - 11), (x + 8, bottom - 11), (x, bottom)], fill=colour)

    def cross(self, x: int, y: int, arm: int, colour: Colour) -> None:
        for direction in (1, -1):
            self._draw.line((x - arm, y - direction * arm, x + arm, y + direction * arm), fill=colour, width=8)

    def png(self) -> bytes:
        buffer = io.BytesIO()
        self._image.save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()


def _dashes(start: int, end: int, dash: int = 16, gap: int = 8) -> Iterator[tuple[int, int]]:
    for place in range(start, end, dash + gap):
        yield place, min(place + dash, end)


@cache
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_fonts() / f"DejaVu{face}.ttf"), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _fonts() -> Path:
    found = importlib.util.find_spec("matplotlib")
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0], "mpl-data", "fonts", "ttf")


def width_of(text: str, face: Face, size: int) -> float:
    return font(face, size).getlength(text)


def fitting_size(text: str, width: float, face: Face, size: int, least: int = 9) -> int:
    """The largest size up to `size` at which `text` stays inside `width`."""
    while size > least and width_of(text, face, size) > width:
        size -= 1
    return size


def tint(colour: str, share: float) -> tuple[int, int, int]:
    """A colour mixed with white."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    red, green, blue = (round(255 - share * (255 - part)) for part in parts)
    return red, green, blue
