"""Axes of quantities that spread over several powers of ten."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DECADES_IN_PLAIN_NUMBERS = 4.5
_LEAST_SPREAD = 4.0


def log_scale(axes: Axes, which: str) -> None:
    """Make the x or y axis (`which`) logarithmic with few, plain labels: 0.5, 1, 2 or 10, 100; powers of ten when
    it spreads over more. Call it when all is drawn."""
    getattr(axes, f"set_{which}scale")("log")
    axis = getattr(axes, f"{which}axis")
    low, high = sorted(axis.get_view_interval())
    if high / low < _LEAST_SPREAD:
        room = math.sqrt(_LEAST_SPREAD * low / high)
        low, high = low / room, high * room
        getattr(axes, f"set_{which}lim")(low, high)
    plain = high / low < 10**_DECADES_IN_PLAIN_NUMBERS and low >= 1e-4 and high <= 1e6
    axis.set_minor_formatter(NullFormatter())
    if plain:
        multiples = (1.0, 2.0, 5.0) if high / low < 200 else (1.0,)
        axis.set_major_locator(LogLocator(10.0, multiples))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    else:
        axis.set_minor_locator(NullLocator())
