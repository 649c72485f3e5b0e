"""The picture of an intent classifier: what it confuses, and what simpler methods reach.

Axes: k intents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from runners.experiments import pictures
from runners.experiments.transformers.intent_reading import METHODS, Outcome, majority, most_confused

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARKS = {
    "held out": ("o", pictures.BLUE, "new sentences, styles it learned"),
    "second language": ("s", pictures.ORANGE, "second language"),
    "typos": ("^", pictures.VERMILION, "typos"),
}


def draw(outcome: Outcome) -> Figure:
    """The confusion matrix in new styles above, accuracies of the head and the baselines below."""
    figure, ((above,), (below,)) = pictures.new_figure(
        _finding(outcome), rows=2, height=9.2, gridspec_kw={"height_ratios": [3.4, 1]}
    )
    _matrix(above, outcome)
    _accuracies(below, outcome)
    return figure


def alt(outcome: Outcome) -> str:
    """What is seen."""
    new = {method: by_group["new"] for method, by_group in outcome.accuracy.items()}
    confused = most_confused(outcome)
    pair = f" Confused most: {confused.pair[0]} and {confused.pair[1]}, {confused.times} times." if confused else ""
    return (
        f"Confusion matrix of {len(outcome.intents)} intents: {np.trace(outcome.confusion)} of "
        f"{outcome.confusion.sum()} sentences lie on the diagonal.{pair} Below, a dot plot of accuracies in new "
        f"styles: trained head {new['head']:.0%}, nearest centroid of embeddings {new['centroid']:.0%}, of letter "
        f"groups {new['letters']:.0%}, of words {new['words']:.0%}, always one intent {majority(outcome):.0%}."
    )


def _finding(outcome: Outcome) -> str:
    new = outcome.accuracy["head"]["new"]
    return (
        f"Right for {new:.0%} of messages in styles it never saw;\n"
        f"a bag of words for {outcome.accuracy['words']['new']:.0%}, always one intent for {majority(outcome):.0%}"
    )


def _matrix(axes: Axes, outcome: Outcome) -> None:
    """Right ones in blue, mistakes in orange, a frame around the pair that is confused most."""
    counts, k = outcome.confusion, len(outcome.intents)
    shares = counts / counts.sum(axis=1, keepdims=True)  # (k, k)
    right = np.eye(k, dtype=bool)[..., None]
    oranges, blues = plt.get_cmap("Oranges")(0.1 + shares), plt.get_cmap("Blues")(0.9 * shares)  # (k, k, 4)
    oranges[counts == 0] = 1.0
    axes.imshow(np.where(right, blues, oranges))
    for (row, column), count in np.ndenumerate(counts):
        if count:
            dark = shares[row, column] > (0.6 if row == column else 0.5)
            axes.text(column, row, str(count), ha="center", va="center", color="white" if dark else "black")
    axes.set_xticks(range(k), outcome.intents, rotation=45, ha="right", rotation_mode="anchor", fontsize=11)
    axes.set_yticks(range(k), outcome.intents, fontsize=11)
    axes.set_xticks(np.arange(k - 1) + 0.5, minor=True)
    axes.set_yticks(np.arange(k - 1) + 0.5, minor=True)
    axes.grid(which="minor", color="0.85", linewidth=0.8)
    axes.tick_params(which="both", length=0)
    axes.set_xlabel("intent that the head names")
    axes.set_ylabel("true intent (sentences in new styles)")
    confused = most_confused(outcome)
    if confused:
        first, second = map(outcome.intents.index, confused.pair)
        for row, column in ((first, second), (second, first)):
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=2.5, zorder=3))


def _accuracies(axes: Axes, outcome: Outcome) -> None:
    """A row a method, a mark a group of sentences."""
    percent = {method: {name: 100 * value for name, value in by.items()} for method, by in outcome.accuracy.items()}
    for group, (marker, colour, label) in _MARKS.items():
        if group in percent["head"]:
            values = [percent[method][group] for method in METHODS]
            axes.plot(values, range(len(METHODS)), marker, color=colour, markersize=9, label=label)
    for row, method in enumerate(METHODS):
        seen = [percent[method][group] for group in _MARKS if group in percent[method]]
        axes.plot([min(seen), max(seen)], [row, row], color="0.6", linewidth=1.5, zorder=0)
    axes.axvline(100 * majority(outcome), color="black", linestyle="--", linewidth=1.5, label="always one intent")
    axes.set_yticks(range(len(METHODS)), [text.replace(", ", ",\n") for text in METHODS.values()])
    axes.set_ylim(-0.6, len(METHODS) - 0.4)
    axes.set_xlim(0, 103)
    axes.set_xlabel("accuracy in %")
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.32), ncols=2, frameon=False)
