"""Random search and hill climbing over linear policies for CartPole.

A policy pushes to the right where s·θ > 0. Random search draws each θ uniformly from [-1, 1)^4; hill climbing adds
normal noise to the best θ so far (both as in Rastrigin, "The convergence of the random search method in the extremal
control of a many parameter system" (1963), without its adaptation of the step). Each candidate is scored by its mean
return over some episodes, and replaces the best one when its score is higher. Departure: the winner is tested again on
new episodes, because the score that it was chosen by is too high on average.

Axes: b episodes side by side, n candidates, four parameters of a policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments import pictures, training
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.rl import cartpole, showing
from runners.experiments.rl.animation import animate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_EPISODES = 50
CANDIDATES_A_CHUNK = 10


class Settings(NamedTuple):
    """Scalars that the compiled loop is given, so that other values need no compiling."""

    episodes: jax.typing.ArrayLike
    climb: jax.typing.ArrayLike
    sigma: jax.typing.ArrayLike


class Search(NamedTuple):
    """The best parameters so far (4,), and their score ()."""

    theta: jax.Array
    score: jax.Array
    settings: Settings
    key: jax.Array


def linear_policy(theta: jax.Array, s: jax.Array) -> jax.Array:
    """The action for one state: (4,), (4,) -> ()."""
    return (s @ theta > 0).astype(jnp.int32)


def propose(key: jax.Array, best: jax.Array, settings: Settings) -> jax.Array:
    """The next candidate: (4,) -> (4,)."""
    key_anywhere, key_near = jax.random.split(key)
    anywhere = jax.random.uniform(key_anywhere, (4,), minval=-1.0, maxval=1.0)
    near = best + settings.sigma * jax.random.normal(key_near, (4,))
    return jnp.where(settings.climb, near, anywhere)


def score_of(theta: jax.Array, key: jax.Array, episodes: jax.typing.ArrayLike) -> jax.Array:
    """Mean return over the first `episodes` of MOST_EPISODES new episodes, ()."""
    returns = cartpole.evaluate(lambda s: linear_policy(theta, s), key, MOST_EPISODES)  # (b,)
    return jnp.where(jnp.arange(MOST_EPISODES) < episodes, returns, 0.0).sum() / episodes


def try_one(search: Search, number: jax.Array) -> tuple[Search, jax.Array]:
    """Score one more candidate; keep it if it is better. Also gives its score."""
    key_propose, key_score = jax.random.split(jax.random.fold_in(search.key, number))
    theta = propose(key_propose, search.theta, search.settings)
    score = score_of(theta, key_score, search.settings.episodes)
    better = score > search.score
    best = jnp.where(better, theta, search.theta)
    return search._replace(theta=best, score=jnp.where(better, score, search.score)), score


@jax.jit
def new_search(seed: jax.typing.ArrayLike, settings: Settings) -> Search:
    """Starts from θ = 0, which always pushes to the left."""
    return Search(jnp.zeros(4), jnp.zeros(()), settings, jax.random.key(seed))


def search_for(search: Search, candidates: int, progress: Progress) -> tuple[Search, np.ndarray]:
    """The search after `candidates` tries, or fewer when it was stopped, and their scores (n,)."""
    return training.train(
        try_one,
        search,
        candidates,
        chunk=CANDIDATES_A_CHUNK,
        progress=progress,
        words=lambda scores: f"best score of these {scores.max():.0f}",
    )


@jax.jit
def final_test(search: Search) -> tuple[jax.Array, cartpole.Episode]:
    return cartpole.final_test(lambda s: linear_policy(search.theta, s), jax.random.fold_in(search.key, cartpole.TEST))


def run(
    *, candidates: int, episodes: int, method: str, sigma: float, seed: int, progress: Progress = silent
) -> Reading:
    """Search, draw the scores and the winner's returns, and show the winner."""
    settings = Settings(episodes=episodes, climb=method == "climb", sigma=sigma)
    search, scores = search_for(new_search(seed, settings), candidates, progress)
    returns, episode = jax.tree.map(np.asarray, final_test(search))
    name = "Hill climbing" if method == "climb" else "Random search"
    how = f"{episodes} episode{'s' * (episodes > 1)} a score, " + (f"σ = {sigma:g}, " if method == "climb" else "")
    tried = f"{len(scores):,} policies"
    draw(scores, returns, title=f"{name}: the best of {tried} balances {returns.mean():.0f} steps\n({how}seed {seed})")
    share = float((scores >= cartpole.SOLVED).mean())
    return Reading(
        text=_reading(scores, returns, method=method, candidates=candidates, episodes=episodes, seed=seed),
        alts=(_alt(scores, returns),),
        animations=(animate(episode, agent=f"{name}, seed {seed}: best of {tried}"),),
        numbers={
            "mean return": f"{returns.mean():.1f} (100 test episodes)",
            "lowest return": f"{returns.min():.0f}",
            "score it was chosen by": f"{scores.max():.1f}",
            "policies tried": f"{len(scores):,}",
            f"policies with a score of {cartpole.SOLVED:.0f} or more": f"{100 * share:.1f}%",
            "parameters of the best": ", ".join(f"{one:.2f}" for one in np.asarray(search.theta)),
        },
    )


def draw(scores: np.ndarray, returns: np.ndarray, *, title: str) -> Figure:
    """Left the score of each candidate and the best so far; right the winner's returns in the final test."""
    figure, ((left, right),) = pictures.new_figure(
        title, columns=2, height=4.6, sharey=True, gridspec_kw={"width_ratios": [2.2, 1]}
    )
    number = 1 + np.arange(len(scores))
    left.plot(number, scores, ".", color=pictures.SKY, markersize=6, label="one policy")
    left.step(number, np.maximum.accumulate(scores), where="post", color=pictures.VERMILION, label="best so far")
    left.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False)
    left.set_xlabel("policies tried")
    left.set_ylabel("mean return (steps)")
    left.set_ylim(0, 1.08 * cartpole.MOST_STEPS)
    right.plot(1 + np.arange(len(returns)), np.sort(returns), "s", color=pictures.BLUE, markersize=3)
    right.axhline(returns.mean(), color=pictures.BLUE, linestyle=":")
    right.set_title(f"the best, tested again:\nmean {returns.mean():.0f} (dotted)", fontsize=11)
    right.set_xlabel("100 new episodes, sorted")
    _draw_bar(left, right)
    return figure


def _draw_bar(left: Axes, right: Axes) -> None:
    for axes in (left, right):
        axes.axhline(cartpole.SOLVED, color=pictures.BLACK, linestyle="--", linewidth=1.5)
    left.annotate(f"solved: {cartpole.SOLVED:.0f}", (1.0, cartpole.SOLVED), **{**showing.NOTE, "xytext": (0, -13)})


def _reading(scores: np.ndarray, returns: np.ndarray, *, method: str, candidates: int, episodes: int, seed: int) -> str:
    tried, best = len(scores), float(scores.max())
    so_far = (
        f"stopped after {tried:,} of {candidates:,} policies" if tried < candidates else f"{tried:,} policies tried"
    )
    first = (
        f"With seed {seed}, {so_far}, the best had a score of {best:.0f} over {episodes} "
        f"episode{'s' * (episodes > 1)}; in 100 new episodes its mean return is {returns.mean():.0f}."
    )
    good = int((scores >= cartpole.SOLVED).sum())
    typical = float(np.median(scores))
    second = f"The middle policy falls after {typical:.0f} steps, and {good} of {tried:,} pass the bar of 475."
    return " ".join([first, second, _lesson(best, returns, method, good)])


def _lesson(best: float, returns: np.ndarray, method: str, good: int) -> str:
    if best - returns.mean() > 25:
        return "The score it was chosen by was too high: it had luck in those episodes, so score by more of them."
    if returns.mean() < cartpole.SOLVED:
        if method == "climb":
            return "Hill climbing stands still where no small step scores higher; try another sigma or seed."
        return "Random search has only luck to find a good policy: try more candidates."
    if method == "climb":
        return "Each step starts from the best policy so far, so that good ones are found near good ones."
    return "Four numbers are few enough for luck to find a good policy; a network has hundreds."


def _alt(scores: np.ndarray, returns: np.ndarray) -> str:
    return (
        f"Left, a point for the score of each of {len(scores):,} policies: half are under {np.median(scores):.0f} "
        f"steps, and a step line of the best so far ends at {scores.max():.0f}; a dashed line marks 475. Right, "
        f"the sorted returns of the best policy in 100 new episodes, from {returns.min():.0f} to {returns.max():.0f}, "
        f"mean {returns.mean():.0f}."
    )
