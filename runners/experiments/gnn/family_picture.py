"""Graphs that were named rightly and wrongly, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import jraph
import networkx as nx
import numpy as np
from matplotlib.collections import LineCollection

from runners.experiments.gnn.families import FAMILIES, Sizes
from runners.experiments.pictures import BLUE, ORANGE, SKY, VERMILION, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Answers(NamedTuple):
    """Graphs with the true family and what two networks say, each (g,)."""

    graphs: list[jraph.GraphsTuple]
    labels: np.ndarray
    gcn: np.ndarray
    counting: np.ndarray


def draw(same: Answers, larger: Answers, sizes: Sizes, *, seed: int) -> None:
    right = larger.gcn == larger.labels
    figure, axes = new_figure(
        f"From who is connected to whom, a GCN names {right.mean():.0%} of\nlarger graphs right; counting parts gets "
        f"{(larger.counting == larger.labels).mean():.0%} (chance: {1 / len(FAMILIES):.0%})",
        rows=3,
        columns=3,
        height=8.6,
        height_ratios=(1.25, 1.25, 1.0),
    )
    for family, place in enumerate(axes[0]):
        _draw_example(place, larger, np.flatnonzero(right & (larger.labels == family)), 0, missing="none is right")
    for number, place in enumerate(axes[1]):
        _draw_example(place, larger, np.flatnonzero(~right), number, missing="" if number else "none is wrong")
    below = figure.add_subplot(axes[0, 0].get_gridspec()[2, :])
    for empty in axes[2]:
        empty.remove()
    _draw_bars(below, same, larger, sizes)


def _draw_example(axes: Axes, answers: Answers, which: np.ndarray, number: int, *, missing: str) -> None:
    axes.set_axis_off()
    if number >= len(which):
        axes.text(0.5, 0.5, missing, ha="center", va="center", fontsize=11, transform=axes.transAxes)
        return
    graph, truth, said = (part[which[number]] for part in (answers.graphs, answers.labels, answers.gcn))
    wrong = truth != said
    axes.set_title(
        f"✗ says {FAMILIES[said]}, is {FAMILIES[truth]}" if wrong else f"✓ {FAMILIES[said]}",
        fontsize=11,
        color=VERMILION if wrong else "black",
    )
    _draw_graph(axes, graph)


def _draw_graph(axes: Axes, graph: jraph.GraphsTuple) -> None:
    """Hubs are large squares, all other nodes small circles."""
    pairs = np.stack([graph.senders, graph.receivers], axis=1)
    pairs = pairs[: len(pairs) // 2]  # each edge once
    layout = nx.kamada_kawai_layout(nx.Graph(pairs.tolist()))
    places = np.array([layout[node] for node in range(len(graph.nodes))])
    axes.add_collection(LineCollection(list(places[pairs]), colors="#999999", linewidths=1.2, zorder=1))
    hub = graph.nodes[:, 3] > 0
    axes.scatter(places[~hub, 0], places[~hub, 1], s=26, c=SKY, edgecolors="#444444", linewidths=0.6, zorder=2)
    axes.scatter(
        places[hub, 0], places[hub, 1], s=60, c=ORANGE, marker="s", edgecolors="#444444", linewidths=0.8, zorder=3
    )
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.08)


def _draw_bars(axes: Axes, same: Answers, larger: Answers, sizes: Sizes) -> None:
    place = np.arange(2)
    for offset, name, colour, hatch in ((-0.2, "gcn", BLUE, ""), (0.2, "counting", ORANGE, "//")):
        shares = [float((getattr(answers, name) == answers.labels).mean()) for answers in (same, larger)]
        label = "GCN" if name == "gcn" else "counts nodes, edges, degrees"
        bars = axes.bar(place + offset, shares, width=0.38, color=colour, hatch=hatch, edgecolor="white", label=label)
        axes.bar_label(bars, fmt="%.2f", fontsize=10)
    axes.axhline(1 / len(FAMILIES), color="#333333", linestyle="--", linewidth=1.2, label="chance")
    low, high = sizes.nodes
    axes.set_xticks(place, ["new graphs of the trained sizes", f"larger graphs, {low} to {high} nodes"])
    axes.set(ylabel="accuracy", ylim=(0, 1.4), xlim=(-0.5, 1.5))
    axes.set_yticks((0.0, 0.5, 1.0))
    axes.legend(loc="upper left", ncols=3)
