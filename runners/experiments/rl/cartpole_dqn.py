"""DQN (`dqn.py`) on CartPole: the learning curve, what the network believes, and the policy that it learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax
import numpy as np

from runners.experiments import pictures
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.rl import cartpole, dqn, showing
from runners.experiments.rl.animation import animate

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def run(
    *,
    steps: int,
    learning_rate: float,
    gamma: float,
    double: bool,
    replay: int,
    target_every: int,
    epsilon_end: float,
    epsilon_steps: int,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train, draw the learning curve, and show the policy."""
    settings = dqn.Settings(
        steps=steps,
        learning_rate=learning_rate,
        gamma=gamma,
        double=double,
        rows=replay // dqn.ENVIRONMENTS,
        target_every=target_every,
        epsilon_end=epsilon_end,
        epsilon_steps=epsilon_steps,
    )
    learner, record = dqn.train(dqn.new_learner(seed, settings), steps, progress)
    last, returns, episode = jax.tree.map(np.asarray, dqn.final_test(learner))
    taken = dqn.ENVIRONMENT_STEPS_A_ROUND * (1 + np.arange(len(record.training)))
    curve = showing.Curve(taken, np.asarray(record.training), np.asarray(record.evaluation))
    name = "Double DQN" if double else "DQN"
    how = f"γ = {gamma:g}, replay {replay:,}, target copied every {target_every}, seed {seed}"
    draw(curve, record, title=f"{showing.finding(name, returns, curve)}\n({how})")
    return Reading(
        text=_reading(curve, returns, last, record, steps=steps, gamma=gamma, seed=seed),
        alts=(
            f"{showing.alt(curve, returns)} Below, the predicted value of the start ends at "
            f"{record.predicted[-1]:,.0f}; {record.followed[-1]:,.0f} followed.",
        ),
        animations=(animate(episode, agent=f"{name}, seed {seed}, {taken[-1]:,} steps"),),
        numbers={
            **showing.numbers(curve, returns),
            "mean return of the last network": f"{last.mean():.1f}",
            "predicted value of the start": f"{record.predicted[-1]:,.1f}",
            "discounted return that followed": f"{record.followed[-1]:,.1f}",
        },
    )


def draw(curve: showing.Curve, record: dqn.Record, *, title: str) -> Figure:
    """The learning curve, and below it the value that the network predicts beside the one that follows."""
    figure, below = showing.draw_curve(curve, title=title, below="value of the start")
    below.plot(curve.thousands, record.predicted, label="predicted: max Q", **showing.SECOND)
    below.plot(
        curve.thousands, record.followed, color=pictures.BLACK, linestyle=":", label="discounted return that followed"
    )
    below.legend(loc="lower left", bbox_to_anchor=(0.0, 0.97), ncols=2, frameon=False)
    if max(record.predicted.max(), record.followed.max()) > 20 * max(1.0, float(record.followed.max())):
        below.set_yscale("symlog")
    return figure


def _reading(
    curve: showing.Curve,
    returns: np.ndarray,
    last: np.ndarray,
    record: dqn.Record,
    *,
    steps: int,
    gamma: float,
    seed: int,
) -> str:
    so_far = f"stopped after {curve.steps[-1]:,} of {steps:,} steps" if curve.steps[-1] < steps else "at the end"
    first = (
        f"With seed {seed}, {so_far}, the best network in validation gets a mean return of "
        f"{showing.mean_and_spread(returns)}, and the last one {last.mean():.0f}."
    )
    return " ".join([first, showing.how_it_went(curve, returns), _values(record, gamma)])


def _values(record: dqn.Record, gamma: float) -> str:
    """A sentence on the lower plot."""
    predicted, followed = float(record.predicted[-1]), float(record.followed[-1])
    beliefs = f"Below, the last network predicts {predicted:,.0f} for the start, and {followed:,.0f} followed"
    most = cartpole.MOST_STEPS if gamma == 1 else min(cartpole.MOST_STEPS, 1 / (1 - gamma))
    if not np.isfinite(record.loss).all() or predicted > 2 * most:
        return (
            f"{beliefs}: no discounted return can pass {most:,.0f}, so its values have run away from its own targets."
        )
    if predicted > 1.2 * followed:
        return f"{beliefs}: its values are too high, as the max over noisy values makes them."
    if predicted < 0.8 * followed:
        return f"{beliefs}: its values are still too low, because a value grows by only one step with each copy."
    return f"{beliefs}: it knows what its actions are worth."
