"""A GCN on Zachary's karate club, trained on two labels.

Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks" (2017), appendix A, show a GCN on
this graph. Departures: two classes and two labels, those of the leaders, as in the practical (the paper has four of
each, and a tanh); trained from 20 random starts at once, of which the first is drawn. Over-smoothing: Li et al.,
"Deeper Insights into Graph Convolutional Networks for Semi-Supervised Learning" (2018), section 3.

Axes: n = 34 members, s starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from runners.experiments.gnn.club_picture import draw_club, draw_logits, legend_handles
from runners.experiments.gnn.deep_gcn import Trained, other_depth, train_both
from runners.experiments.gnn.karate import STARTS, Club, karate_club, right, spread, who_is_wrong
from runners.experiments.pictures import BLUE, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import steps_taken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UNTRAINED = 0.35
"""A loss above this, half of a guess's ln 2, is called not trained yet."""


def run(
    *, layers: int, hidden: int, steps: int, learning_rate: float, seed: int, progress: Progress = silent
) -> Reading:
    """Train, draw the club with its predictions, and read how alike the vectors became."""
    trained = train_both(
        layers=layers, hidden=hidden, steps=steps, learning_rate=learning_rate, seed=seed, progress=progress
    )
    club = karate_club()
    correct = right(trained.logits, club.labels)  # (s, n)
    draw(trained, club, correct, layers=layers)
    taken = len(trained.loss)
    return Reading(
        text=" ".join(
            (
                _who(club, correct[0], layers, seed, steps_taken(taken, steps)),
                _starts(trained, club, correct, layers),
                _smoothing(trained, layers),
            )
        ),
        alts=(_alt(trained, club, correct[0], layers),),
        numbers=_numbers(trained, club, correct, layers),
    )


def draw(trained: Trained, club: Club, correct: np.ndarray, *, layers: int) -> None:
    """Above the club with its predictions, below the logits, and how alike the vectors are after each layer."""
    count = f"{layers} layer" + "s" * (layers > 1)
    figure, axes = new_figure(
        f"GCN, {count}: {correct[0].sum()} of {len(club.labels)} members on the right side from 2 labels\n"
        f"({STARTS} random starts: accuracy {correct.mean():.2f} ± {correct.mean(axis=1).std():.2f})",
        rows=2,
        columns=2,
        height=8.2,
        height_ratios=(1.55, 1.0),
    )
    above = figure.add_subplot(axes[0, 0].get_gridspec()[0, :])
    for empty in axes[0]:
        empty.remove()
    draw_club(above, club, trained.logits[0].argmax(axis=-1))
    above.legend(handles=legend_handles(wrong=not correct[0].all()), loc="lower left", handletextpad=0.2)
    draw_logits(axes[1, 0], club, trained.logits[0])
    _draw_similarity(axes[1, 1], trained, layers)


def _draw_similarity(axes: Axes, trained: Trained, layers: int) -> None:
    depth = np.arange(layers + 1)
    axes.plot(depth, trained.before[0, : layers + 1], "o--", color=VERMILION, markersize=5, label="before training")
    axes.plot(depth, trained.after[0, : layers + 1], "s-", color=BLUE, markersize=5, label="after training")
    low = np.nanmin([trained.before[0, : layers + 1], trained.after[0, : layers + 1]])
    axes.set(xlabel="layer (0: the features)", ylabel="mean cosine (1: all alike)", ylim=(min(low, 0.0) - 0.05, 1.3))
    axes.set_xticks(depth[:: 1 if layers < 9 else 4])
    axes.set_yticks((0.0, 0.5, 1.0))
    axes.axhline(1.0, color="#999999", linewidth=0.8)
    axes.set_title("how alike the vectors become", fontsize=11)
    axes.legend(loc="upper left", ncols=1, borderpad=0.3)


def _who(club: Club, correct: np.ndarray, layers: int, seed: int, so_far: str) -> str:
    count = f"{layers} layer" + "s" * (layers > 1)
    return (
        f"With seed {seed}, a GCN of {count} that knows two labels, those of 0 and 33, puts {correct.sum()} of "
        f"{len(correct)} members on the right side after {so_far}; {who_is_wrong(club, correct)}."
    )


def _starts(trained: Trained, club: Club, correct: np.ndarray, layers: int) -> str:
    """The accuracy over all starts beside that of the other depth."""
    ours, theirs = correct.mean(axis=1), right(trained.compared, club.labels).mean(axis=1)
    members = (ours.mean() - theirs.mean()) * len(club.labels)
    if abs(members) < 0.5:
        verdict = "less than half a member apart"
    else:
        verdict = f"{abs(members):.1f} members {'fewer' if members > 0 else 'more'}"
    return (
        f"Over {STARTS} random starts the accuracy is {spread(ours)}; with {other_depth(layers)} layers it is "
        f"{spread(theirs)}, {verdict} on average."
    )


def _smoothing(trained: Trained, layers: int) -> str:
    before, after, loss = trained.before[0], trained.after[0], float(trained.loss[-1, 0])
    last = max(layers - 1, 1)
    if np.isnan(before[: layers + 1]).any() or np.isnan(after[: layers + 1]).any():
        return (
            "In one layer the ReLUs give zero for everybody (or all but one), so the network is dead: no gradient gets "
            "through, and the logits are all alike; take more hidden features or another seed."
        )
    if loss > UNTRAINED:
        return (
            f"The loss on the two labels is still {loss:.2f} (a guess has 0.69), so this network is not trained yet: "
            f"that is a matter of optimisation, whatever the vectors look like (mean cosine {after[last]:.2f})."
        )
    if layers < 3:
        return (
            f"So few layers mix near friends only: below on the right, the mean cosine of two members after layer "
            f"{last} is {before[last]:.2f} before training and {after[last]:.2f} after it."
        )
    return _deep(before, after, last)


def _deep(before: np.ndarray, after: np.ndarray, last: int) -> str:
    change = "pulls them apart again" if after[last] < before[last] - 0.1 else "hardly changes that"
    trend = "make the vectors more alike" if before[last] > before[1] + 0.02 else "leave the vectors alike"
    return (
        f"Below on the right, the layers {trend} before training, from a mean cosine of {before[1]:.2f} after layer 1 "
        f"to {before[last]:.2f} after layer {last}: this is over-smoothing, and training {change} ({after[last]:.2f})."
    )


def _alt(trained: Trained, club: Club, correct: np.ndarray, layers: int) -> str:
    last = max(layers - 1, 1)
    return (
        f"The karate club as a graph, with colours and shapes for the predicted side: {correct.sum()} of "
        f"{len(correct)} are right; {who_is_wrong(club, correct)}. Below left, the members at their two logits; below "
        f"right, the mean cosine of two members' vectors after each layer, after layer {last} "
        f"{trained.before[0, last]:.2f} before training and {trained.after[0, last]:.2f} after it."
    ).replace("nan", "undefined")


def _numbers(trained: Trained, club: Club, correct: np.ndarray, layers: int) -> dict[str, str]:
    last = max(layers - 1, 1)
    similar = f"{trained.before[0, last]:.2f} before training, {trained.after[0, last]:.2f} after"
    compared = right(trained.compared, club.labels).mean(axis=1)
    return {
        "members on the right side": f"{correct[0].sum()} of {len(club.labels)}",
        f"accuracy over {STARTS} starts": spread(correct.mean(axis=1)),
        f"accuracy with {other_depth(layers)} layers": spread(compared),
        "loss on the two labels": f"{abs(trained.loss[-1, 0]):.3f}",
        f"mean cosine after layer {last}": similar.replace("nan", "undefined"),
    }
