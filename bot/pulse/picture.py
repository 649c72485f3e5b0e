"""The pulse drawn for a phone: questions over time by practical, and below them how long tickets waited.

Colours are those of Okabe and Ito, each with a hatch or a marker and a dash of its own.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.pulse.values import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_PRACTICALS = 5
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#F0E442")
_HATCHES = ("", "//", "..", "\\\\", "xx", "++")
_NOT_ANSWERED = {"color": "#FFFFFF", "hatch": "////", "edgecolor": "#444444"}
_MEDIAN = {"color": "#0072B2", "marker": "o", "linestyle": "-"}
_LONGEST = {"color": "#D55E00", "marker": "^", "linestyle": "--"}
_STYLE: dict[Any, Any] = {
    "font.size": 11,
    "axes.titlesize": 12,
    "legend.fontsize": 10,
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_WIDTH, _DOTS = 5.0, 160


def draw(timeline: Timeline, labels: Mapping[str, str]) -> bytes:
    """A PNG, 800 pixels wide, of the panels for which there is something to show; every practical in the timeline
    has a question.

    `labels` has the texts: title, questions, waits (the panels' titles), not_answered, others, median, longest.
    Raises ValueError when there is neither a question nor a wait.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    panels = [_questions] if timeline.questions else []
    panels += [_waits] if timeline.has_waits else []
    if not panels:
        raise ValueError("There is nothing to draw.")
    with rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 0.5 + 3.3 * len(panels)), dpi=_DOTS, layout="constrained")
        figure.suptitle(labels["title"], fontsize=13)
        for panel, axes in zip(panels, figure.subplots(len(panels), 1, squeeze=False)[:, 0], strict=True):
            panel(axes, timeline, labels)
            _time_axis(axes, timeline)
        return _png(figure)


def practicals_shown(questions: Mapping[str, tuple[int, ...]]) -> list[str]:
    """The practicals that get a colour of their own, those with most questions first."""
    named = [name for name in questions if name]
    most = sorted(named, key=lambda name: (-sum(questions[name]), name))
    return most if len(most) <= MOST_PRACTICALS + 1 else most[:MOST_PRACTICALS]


def _questions(axes: Any, timeline: Timeline, labels: Mapping[str, str]) -> None:
    shown = practicals_shown(timeline.questions)
    rest = [counts for name, counts in timeline.questions.items() if name and name not in shown]
    layers = [(name, timeline.questions[name]) for name in shown]
    layers += [(labels["others"], tuple(map(sum, zip(*rest, strict=True))))] if rest else []
    looks: list[dict[str, Any]] = [
        {"color": colour, "hatch": hatch, "edgecolor": "#333333"}
        for colour, hatch in zip(_COLOURS, _HATCHES, strict=True)
    ]
    looks = looks[: len(layers)]
    if "" in timeline.questions:
        layers.append((labels["not_answered"], timeline.questions[""]))
        looks.append(_NOT_ANSWERED)
    places, heights = range(len(timeline.longest_waits)), [0] * len(timeline.longest_waits)
    for (name, counts), look in zip(layers, looks, strict=True):
        axes.bar(places, counts, width=0.86, bottom=heights, label=_short(name), linewidth=0.5, **look)
        heights = [low + count for low, count in zip(heights, counts, strict=True)]
    axes.set_title(labels["questions"], loc="left")
    axes.set_ylim(0, 1.05 * max(heights))
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, frameon=False, handlelength=1.4)


def _waits(axes: Any, timeline: Timeline, labels: Mapping[str, str]) -> None:
    for waits, name, look in (
        (timeline.longest_waits, labels["longest"], _LONGEST),
        (timeline.median_waits, labels["median"], _MEDIAN),
    ):
        points = [(place, wait / 60) for place, wait in enumerate(waits) if wait is not None]
        axes.plot(*zip(*points, strict=True), label=name, linewidth=2, markersize=7, **look)
    axes.set_ylim(bottom=0)
    axes.set_title(labels["waits"], loc="left")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, frameon=False)


def _time_axis(axes: Any, timeline: Timeline, *, most: int = 5) -> None:
    """Local times at the beginning of some bins."""
    count = len(timeline.longest_waits)
    every = -(-count // most)
    places = range(0, count, every)
    spans_days = count * timeline.step > 24 * 3_600
    form = "%d/%m" if timeline.step >= 24 * 3_600 else "%d/%m %Hh" if spans_days else "%H:%M"
    starts = [datetime.fromtimestamp(timeline.start + timeline.offset + place * timeline.step, UTC) for place in places]
    axes.set_xlim(-0.6, count - 0.4)
    axes.set_xticks([place - 0.5 for place in places], [at.strftime(form) for at in starts])


def _short(name: str, most: int = 27) -> str:
    return (name if len(name) <= most else name[: most - 1].rstrip() + "…").replace("$", r"\$")


def _png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=_DOTS, facecolor="white")
    return stream.getvalue()
