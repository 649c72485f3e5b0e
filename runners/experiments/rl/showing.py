"""What the CartPole experiments show alike: the learning curve with its bar, and the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from runners.experiments import pictures
from runners.experiments.rl import cartpole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LIMIT: dict[str, Any] = {"color": pictures.BLACK, "linestyle": ":", "linewidth": 1.5}
NOTE: dict[str, Any] = {
    "xycoords": ("axes fraction", "data"), "xytext": (0, 3), "textcoords": "offset points", "ha": "right",
    "fontsize": 10,
}  # fmt: skip
SECOND: dict[str, Any] = {"color": pictures.GREEN}
RANDOM_RETURN = 22
"""The mean return of random pushes, to a step."""


class Curve(NamedTuple):
    """A learning curve, all (n,): environment steps taken so far, mean return of the episodes that were learned from
    (NaN where none ended), mean return in evaluation."""

    steps: np.ndarray
    training: np.ndarray
    evaluation: np.ndarray

    @property
    def thousands(self) -> np.ndarray:
        return self.steps / 1000

    @property
    def solved_at(self) -> str:
        """When the evaluation first passed the bar, in words, or "" if it never did."""
        passed = self.evaluation >= cartpole.SOLVED
        return f"{self.steps[passed.argmax()]:,.0f} environment steps" if passed.any() else ""

    @property
    def is_flat(self) -> bool:
        """Whether the evaluation never came clear of random pushes."""
        return bool(self.evaluation.max() < 3 * RANDOM_RETURN)


def draw_curve(curve: Curve, *, title: str, below: str) -> tuple[Figure, Axes]:
    """The curve with the bar of the solved task; and the axes under it, for what `below` names."""
    figure, ((upper,), (lower,)) = pictures.new_figure(
        title, rows=2, height=5.6, sharex=True, gridspec_kw={"height_ratios": [2.2, 1]}
    )
    upper.axhline(cartpole.SOLVED, color=pictures.BLACK, linestyle="--", linewidth=1.5)
    upper.annotate(f"solved: {cartpole.SOLVED:.0f}", (1.0, cartpole.SOLVED), **{**NOTE, "xytext": (0, -13)})
    upper.axhline(RANDOM_RETURN, **LIMIT)
    upper.annotate(f"random pushes: {RANDOM_RETURN}", (1.0, RANDOM_RETURN), **NOTE)
    few = len(curve.steps) < 80
    upper.plot(
        curve.thousands, curve.training, color=pictures.SKY, marker="o" if few else None, markersize=4,
        label="while learning",
    )  # fmt: skip
    upper.plot(
        curve.thousands, curve.evaluation, color=pictures.VERMILION, linestyle=(0, (4, 1)), marker="s" if few else None,
        markersize=4, label="evaluation, without exploring",
    )  # fmt: skip
    upper.set_ylim(0, 1.08 * cartpole.MOST_STEPS)
    upper.set_ylabel("mean return (steps)")
    upper.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False)
    lower.set_xlabel("environment steps (thousands)")
    lower.set_ylabel(below)
    return figure, lower


def finding(agent: str, returns: np.ndarray, curve: Curve) -> str:
    """The title: what came out. returns (b,) of the final test."""
    mean = returns.mean()
    if mean >= cartpole.SOLVED:
        return f"{agent} balances for {mean:.0f} of {cartpole.MOST_STEPS} steps: solved"
    if curve.is_flat and mean < 3 * RANDOM_RETURN:
        return f"{agent} learned little: it falls after {mean:.0f} steps"
    return f"{agent} balances for {mean:.0f} steps: the bar is {cartpole.SOLVED:.0f}"


def how_it_went(curve: Curve, returns: np.ndarray) -> str:
    """A sentence on the upper plot."""
    best, mean = float(curve.evaluation.max()), float(returns.mean())
    if mean >= cartpole.SOLVED and curve.solved_at:
        return f"The dashed evaluation first passed the bar of {cartpole.SOLVED:.0f} after {curve.solved_at}."
    if best > 1.5 * mean:
        return f"The dashed evaluation once reached {best:.0f}, and then fell again."
    if curve.solved_at:
        return f"The dashed evaluation passed the bar of {cartpole.SOLVED:.0f} once, but does not hold it for certain."
    return f"The dashed evaluation never passed the bar of {cartpole.SOLVED:.0f}; its best was {best:.0f}."


def mean_and_spread(returns: np.ndarray) -> str:
    """The final test in words. returns (b,)."""
    full = int((returns >= cartpole.MOST_STEPS).sum())
    return (
        f"{returns.mean():.0f} over {len(returns)} new episodes ({full} of them the full {cartpole.MOST_STEPS} steps)"
    )


def alt(curve: Curve, returns: np.ndarray) -> str:
    """What is seen in the upper plot."""
    first, best, last = curve.evaluation[0], curve.evaluation.max(), curve.evaluation[-1]
    return (
        f"Learning curve over {curve.thousands[-1]:,.0f} thousand environment steps: the mean return in evaluation "
        f"starts at {first:.0f}, is {best:.0f} at best and {last:.0f} at the end; a dashed line marks "
        f"{cartpole.SOLVED:.0f}, solved. The policy shown gets {returns.mean():.0f}."
    )


def numbers(curve: Curve, returns: np.ndarray) -> dict[str, str]:
    return {
        "mean return": f"{returns.mean():.1f} (100 test episodes)",
        "lowest return": f"{returns.min():.0f}",
        "environment steps": f"{curve.steps[-1]:,.0f}",
        "solved after": curve.solved_at or "not solved",
    }
