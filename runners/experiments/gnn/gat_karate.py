"""A GAT on Zachary's karate club, trained on two labels, and which members its friends attend to.

Veličković et al., "Graph Attention Networks" (2018): two layers as in section 3.3, those of `gat.py`. Departures: two
labels, those of the leaders, as in the practical; no dropout; trained from 20 random starts at once, of which the
first is drawn, so that what is learned can be told from what the start happened to be.

An edge's weight is told as a multiple of an even share: alpha_ij times the number of edges into i. Axes: s starts,
n = 34 members, e = 156 edges and n self edges after them, k heads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from runners.experiments.gnn import gat
from runners.experiments.gnn.club_picture import PLACES, draw_members, legend_handles
from runners.experiments.gnn.karate import (
    STARTS,
    Club,
    friends_across,
    karate_club,
    loss_of,
    right,
    spread,
    start_keys,
    who_is_wrong,
)
from runners.experiments.pictures import BLACK, BLUE, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import steps_taken, train

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHUNK = 20
SHOWN = 8
"""How many of the most attended members have a bar."""


class Run(NamedTuple):
    """What training carries on; the first axis of all but the last is that of the starts."""

    layers: tuple[gat.Heads, ...]
    optimiser: optax.OptState
    learning_rate: jax.Array


def step(run: Run, number: jax.Array) -> tuple[Run, jax.Array]:
    """One step of Adam for all starts; recorded is the loss, (s,)."""
    graph = karate_club().graph

    def loss(layers: tuple[gat.Heads, ...]) -> jax.Array:
        return loss_of(gat.gat(layers, graph)[0].nodes)

    def one(layers: tuple[gat.Heads, ...], optimiser: optax.OptState) -> tuple[optax.Params, optax.OptState, jax.Array]:
        value, gradient = jax.value_and_grad(loss)(layers)
        updates, optimiser = optax.adam(run.learning_rate).update(gradient, optimiser)
        return optax.apply_updates(layers, updates), optimiser, value

    layers, optimiser, value = jax.vmap(one)(run.layers, run.optimiser)
    return Run(layers, optimiser, run.learning_rate), value


def begin(seed: int, learning_rate: float, *, heads: int, hidden: int) -> Run:
    @jax.jit
    def drawn(seed: jax.Array) -> tuple[tuple[gat.Heads, ...], optax.OptState]:
        layers = jax.vmap(lambda key: gat.init_gat(key, (34, hidden, 2), heads=heads))(start_keys(seed))
        return layers, jax.vmap(optax.adam(0.0).init)(layers)

    layers, optimiser = drawn(jnp.int32(seed))
    return Run(layers, optimiser, jnp.float32(learning_rate))


@jax.jit
def measure(layers: tuple[gat.Heads, ...]) -> tuple[jax.Array, tuple[jax.Array, ...]]:
    """The logits of all starts, (s, n, 2), and alpha of each layer as the mean of its heads, (s, e + n)."""
    graph = karate_club().graph

    def one(layers: tuple[gat.Heads, ...]) -> tuple[jax.Array, tuple[jax.Array, ...]]:
        ended, alphas = gat.gat(layers, graph)
        return ended.nodes, tuple(alpha.mean(axis=-1) for alpha in alphas)

    logits, alphas = jax.vmap(one)(layers)
    return logits, alphas


def multiples(club: Club, alpha: np.ndarray) -> np.ndarray:
    """How many times its even share each edge between two members has: alpha (s, e + n) -> (s, e)."""
    receivers = club.graph.receivers
    into = np.bincount(receivers) + 1  # (n,), with the self edge
    return np.asarray(alpha[:, : len(receivers)] * into[receivers])


def attention_received(club: Club, times: np.ndarray) -> np.ndarray:
    """What each member gets from its friends, on average: (s, e) -> (s, n)."""
    senders = club.graph.senders
    sums = np.stack([np.bincount(senders, weights) for weights in times])  # (s, n)
    return np.asarray(sums / np.bincount(senders))


def agreement(times: np.ndarray) -> float:
    """The mean correlation of the edges' weights between two starts: 1 when all starts learn the same. (s, e)."""
    return float(np.corrcoef(times)[np.triu_indices(len(times), 1)].mean())


def run(
    *,
    heads: int,
    hidden: int,
    layer: int,
    steps: int,
    learning_rate: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train, draw the attention of one layer on the edges, and tell whether the starts agree about it."""
    start = begin(seed, learning_rate, heads=heads, hidden=hidden)
    end, loss = train(
        step, start, steps, chunk=CHUNK, progress=progress, words=lambda record: f"loss {record[-1].mean():.2f}"
    )
    club = karate_club()
    logits, alphas = measure(end.layers)
    correct = right(np.asarray(logits), club.labels)
    times = multiples(club, np.asarray(alphas[layer - 1], np.float64))
    received = attention_received(club, times)
    draw(club, np.asarray(logits)[0], times[0], received, correct, layer=layer)
    so_far = steps_taken(len(loss), steps)
    return Reading(
        text=" ".join(
            (
                _who(club, correct, heads, seed, so_far),
                _attended(club, received[0], layer),
                _agreement(times),
            )
        ),
        alts=(_alt(club, correct, received[0], layer),),
        numbers={
            "members on the right side": f"{correct[0].sum()} of {len(club.labels)}",
            f"accuracy over {STARTS} starts": spread(correct.mean(axis=1)),
            "loss on the two labels": f"{abs(loss[-1, 0]):.3f}",
            "largest weight": f"{times[0].max():.1f} times an even share",
            f"correlation of the weights of two of {STARTS} starts": f"{agreement(times):.2f}",
        },
    )


def draw(
    club: Club, logits: np.ndarray, times: np.ndarray, received: np.ndarray, correct: np.ndarray, *, layer: int
) -> None:
    """Above the club with the weights (e,) of one layer on its edges, below what members receive, (s, n)."""
    top = int(received[0].argmax())
    figure, axes = new_figure(
        f"GAT: {correct[0].sum()} of {len(club.labels)} members right from 2 labels. In layer {layer} friends\n"
        f"attend most to member {top}, {received[0, top]:.1f} times an even share",
        rows=2,
        height=8.0,
        height_ratios=(2.0, 1.0),
    )
    _draw_attention(axes[0, 0], club, times)
    draw_members(axes[0, 0], club, logits.argmax(axis=-1))
    wide = [Line2D([], [], color=BLUE, linewidth=_widths(np.array([3.0]))[0], label="half-line: 3 even shares")]
    even = [Line2D([], [], color="#aaaaaa", linewidth=_widths(np.array([1.0]))[0], label="half-line: 1 even share")]
    handles = [*legend_handles(wrong=not correct[0].all()), *wide, *even]
    axes[0, 0].legend(handles=handles, loc="lower left", handletextpad=0.3, labelspacing=0.3)
    _draw_received(axes[1, 0], received)


def _widths(times: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(1.8 * times, 0.3, 8.0))


def _draw_attention(axes: Axes, club: Club, times: np.ndarray) -> None:
    """The half of a line next to a member is as wide as the weight that this member gives to the other."""
    near, far = PLACES[club.graph.receivers], PLACES[club.graph.senders]  # (e, 2)
    halves = np.stack([near, (near + far) / 2], axis=1)  # (e, 2, 2)
    colours = np.where(times > 1.5, BLUE, "#aaaaaa")
    axes.add_collection(LineCollection(list(halves), linewidths=_widths(times), colors=list(colours), zorder=1))


def _draw_received(axes: Axes, received: np.ndarray) -> None:
    most = np.argsort(-received[0], kind="stable")[:SHOWN]
    place = np.arange(len(most))
    axes.bar(place, received[0, most], color=BLUE, width=0.6, label="this start")
    mean, deviation = received[:, most].mean(axis=0), received[:, most].std(axis=0)
    told = f"{STARTS} starts: mean ± deviation"
    axes.errorbar(place, mean, deviation, fmt="D", color=VERMILION, ecolor=BLACK, capsize=4, markersize=6, label=told)
    axes.axhline(1.0, color="#555555", linestyle="--", linewidth=1.2)
    axes.set_xticks(place, [str(member) for member in most])
    axes.set(xlabel="the members that friends attend to most", ylabel="even shares")
    axes.set_ylim(0, 1.35 * max(received[0].max(), (mean + deviation).max()))
    axes.legend(loc="upper right", ncols=2)


def _who(club: Club, correct: np.ndarray, heads: int, seed: int, so_far: str) -> str:
    count = f"{heads} head" + "s" * (heads > 1)
    return (
        f"With seed {seed}, a GAT with {count} that knows two labels, those of 0 and 33, puts {correct[0].sum()} of "
        f"{len(club.labels)} members on the right side after {so_far}, and over {STARTS} random starts the accuracy is "
        f"{spread(correct.mean(axis=1))}; here {who_is_wrong(club, correct[0])}."
    )


def _attended(club: Club, received: np.ndarray, layer: int) -> str:
    first, second = (int(member) for member in np.argsort(-received, kind="stable")[:2])
    across, friends = friends_across(club, first)
    least = int(received.argmin())
    return (
        f"In layer {layer} friends attend most to member {first}, {received[first]:.1f} times an even share ({friends} "
        f"friends, {across} of them on the other side), then to member {second} ({received[second]:.1f}), and least to "
        f"member {least} ({received[least]:.1f}): the half of a line next to a member is as wide as its attention to "
        "the other one."
    )


def _agreement(times: np.ndarray) -> str:
    if times[0].std() < 0.1:
        return "All weights are still almost even, so this GAT just takes the mean over friends."
    alike = agreement(times)
    told = f"The weights of two random starts have a correlation of {alike:.2f}"
    if alike >= 0.5:
        return f"{told}, so a good part of this attention is learned and not left over from the start."
    if alike >= 0.25:
        return f"{told}, so this attention is learned in part, and the other part comes from the random start."
    return f"{told}, so this attention comes mostly from the random start: it does not tell who matters in the club."


def _alt(club: Club, correct: np.ndarray, received: np.ndarray, layer: int) -> str:
    most = np.argsort(-received, kind="stable")[:3]
    names = ", ".join(f"{member} ({received[member]:.1f})" for member in most)
    return (
        f"The karate club as a graph; {correct[0].sum()} of {len(club.labels)} members have the colour and shape of "
        f"the side that they took. Lines are as wide as the attention of layer {layer}. Bars below: the members that "
        f"friends attend to most, in even shares: {names}; diamonds are means over {STARTS} starts."
    )
