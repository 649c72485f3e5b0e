"""GCNs of every depth and width on the karate club in one compiled program, and how alike their vectors become.

The layers are those of `gcn.py`: `DeepGCN` computes what `gcn.gcn` computes with the same weights. A narrow layer is
here a wide one whose other weights are zero, and they stay zero because their gradients are; a layer that is not
there is skipped. Trained with Adam (Kingma and Ba, 2015) on the cross-entropy of the two leaders.

Axes: s starts, l = 16 layers, n = 34 members, m = 34 features, h = 16 hidden features, c = 2 classes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from runners.experiments.gnn import gcn
from runners.experiments.gnn.graphs import glorot
from runners.experiments.gnn.karate import karate_club, loss_of, start_keys
from runners.experiments.reading import Progress, silent
from runners.experiments.training import train

DEEPEST, WIDEST, FEATURES = 16, 16, 34
"""l, h and m. A member's features are one-hot, so there are as many as members."""
SHALLOW, DEEP = 2, 5
"""A run is compared with two layers, or a run of two layers with five."""
CHUNK = 20


class DeepGCN(NamedTuple):
    """The weights of the first layer, (m, h), and of up to l - 1 others, (l - 1, h, h), and how many layers there
    are."""

    weights: tuple[jax.Array, jax.Array]
    layers: jax.Array


BY_START: Any = DeepGCN(0, None)  # type: ignore[arg-type]
"""The axes of networks side by side, for vmap: each start has its weights, and all have as many layers."""


class Run(NamedTuple):
    """What training carries on."""

    network: DeepGCN
    optimiser: optax.OptState
    learning_rate: jax.Array


class Trained(NamedTuple):
    """What came of it, for all starts. loss (t, s); logits (s, n, c); similarity before training and after it,
    (s, l + 1), of which the first is that of the features; `compared` are the logits at the other depth."""

    loss: np.ndarray
    logits: np.ndarray
    before: np.ndarray
    after: np.ndarray
    compared: np.ndarray


def init(key: jax.Array, layers: jax.Array, hidden: jax.Array) -> DeepGCN:
    """Glorot's uniform weights in the corner of each matrix that the layer uses."""

    number = jnp.arange(DEEPEST)[:, None, None]  # (l, 1, 1)
    columns = jnp.where(number == layers - 1, 2, hidden)  # (l, 1, 1), the features out
    for_first, for_others = jax.random.split(key)
    first = glorot(for_first, (FEATURES, WIDEST), fan_in=FEATURES, fan_out=columns[0])  # (m, h)
    others = glorot(for_others, (DEEPEST - 1, WIDEST, WIDEST), fan_in=hidden, fan_out=columns[1:])  # (l - 1, h, h)
    place = jnp.arange(WIDEST)  # (h,)
    used = (place < columns) & (number < layers)  # (l, 1, h)
    rows = place[:, None] < hidden  # (h, 1)
    return DeepGCN((jnp.where(used[0], first, 0.0), jnp.where(used[1:] & rows, others, 0.0)), layers)


def forward(network: DeepGCN, mixing: gcn.Mixing, nodes: jax.Array) -> jax.Array:
    """The vectors after each layer, (l, n, h), before the ReLU; the first two entries of the last ones are the
    logits. nodes: (n, m)."""
    first, others = network.weights

    def layer(nodes: jax.Array, at: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        """A layer that the network does not have leaves the vectors as they are."""
        number, weight = at
        nodes = jax.lax.cond(
            number < network.layers,
            lambda: gcn.convolve(mixing, jax.nn.relu(nodes), weight),  # (n, h), (h, h) -> (n, h)
            lambda: nodes,
        )
        return nodes, nodes

    start = gcn.convolve(mixing, nodes, first)  # (n, m), (m, h) -> (n, h)
    _, outputs = jax.lax.scan(layer, start, (jnp.arange(1, DEEPEST), others))  # (l - 1, n, h)
    return jnp.concatenate([start[None], outputs])


def similarity(vectors: jax.Array) -> jax.Array:
    """The mean cosine between the vectors of two members, (..., n, m) -> (...). A vector of zeros has no direction
    and is left out; NaN when fewer than two others are there."""
    length = jnp.linalg.norm(vectors, axis=-1, keepdims=True)  # (..., n, 1)
    unit = vectors / jnp.where(length > 0, length, 1.0)  # (..., n, m)
    count = jnp.sum(length > 0, axis=(-2, -1))  # (...)
    everyone = jnp.sum(unit, axis=-2)  # (..., m): its square holds the cosine of every pair, and of each with itself
    pairs = count * (count - 1)
    return jnp.where(pairs > 0, (jnp.sum(everyone**2, axis=-1) - count) / jnp.maximum(pairs, 1), jnp.nan)


def similarities(network: DeepGCN, mixing: gcn.Mixing, nodes: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The logits, (n, c), and the similarity of the features and after each layer, (l + 1,)."""
    outputs = forward(network, mixing, nodes)  # (l, n, h)
    hidden = jnp.arange(1, DEEPEST + 1)[:, None, None] < network.layers
    vectors = jnp.where(hidden, jax.nn.relu(outputs), outputs)  # (l, n, h)
    return outputs[-1, :, :2], jnp.concatenate([similarity(nodes)[None], similarity(vectors)])


def step(run: Run, number: jax.Array) -> tuple[Run, jax.Array]:
    """One step of Adam for both depths and all starts, whose axes come first; recorded is the loss, (2, s)."""
    club = karate_club()
    mixing = gcn.normalised(club.graph)

    def loss(weights: tuple[jax.Array, jax.Array], network: DeepGCN) -> jax.Array:
        return loss_of(forward(network._replace(weights=weights), mixing, club.graph.nodes)[-1, :, :2])

    def one(
        network: DeepGCN, optimiser: optax.OptState, learning_rate: jax.Array
    ) -> tuple[optax.Params, optax.OptState, jax.Array]:
        value, gradient = jax.value_and_grad(loss)(network.weights, network)
        updates, optimiser = optax.adam(learning_rate).update(gradient, optimiser)
        return optax.apply_updates(network.weights, updates), optimiser, value

    def depth(run: Run) -> tuple[Run, jax.Array]:
        starts = jax.vmap(one, in_axes=(BY_START, 0, None))
        weights, optimiser, value = starts(run.network, run.optimiser, run.learning_rate)
        return Run(run.network._replace(weights=weights), optimiser, run.learning_rate), value

    stepped: tuple[Run, jax.Array] = jax.lax.map(depth, run)
    return stepped


@jax.jit
def begin(seed: jax.Array, depths: jax.Array, hidden: jax.Array, learning_rate: jax.Array) -> Run:
    """Untrained networks at both depths, (2,), from the same keys."""
    starts = jax.vmap(init, in_axes=(0, None, None), out_axes=BY_START)
    networks = jax.vmap(lambda layers: starts(start_keys(seed), layers, hidden))(depths)
    optimiser = jax.vmap(jax.vmap(optax.adam(learning_rate).init))(networks.weights)
    return Run(networks, optimiser, jnp.broadcast_to(learning_rate, (2,)))


@jax.jit
def measure(network: DeepGCN) -> tuple[jax.Array, jax.Array]:
    """For both depths and all starts: the logits, (2, s, n, c), and the similarities, (2, s, l + 1)."""
    club = karate_club()
    mixing = gcn.normalised(club.graph)
    one = jax.vmap(lambda network: similarities(network, mixing, club.graph.nodes), in_axes=(BY_START,))
    measured: tuple[jax.Array, jax.Array] = jax.lax.map(one, network)
    return measured


def train_both(
    *, layers: int, hidden: int, steps: int, learning_rate: float, seed: int, progress: Progress = silent
) -> Trained:
    """Train `karate.STARTS` networks of `layers` layers, and as many of the depth that they are compared with."""
    depths = np.array([layers, other_depth(layers)], np.int32)
    start = begin(np.int32(seed), depths, np.int32(hidden), np.float32(learning_rate))
    _, before = measure(start.network)
    end, loss = train(
        step, start, steps, chunk=CHUNK, progress=progress, words=lambda record: f"loss {record[-1, 0].mean():.2f}"
    )
    logits, after = (np.asarray(result) for result in measure(end.network))
    return Trained(loss[:, 0], logits[0], np.asarray(before)[0], after[0], logits[1])


def other_depth(layers: int) -> int:
    return DEEP if layers == SHALLOW else SHALLOW
