"""A GCN that names the family of a whole graph, beside a network that can only count.

Graph classification as in the practical: message passing, a readout that pools the vectors of each graph's nodes, a
small MLP for the logits. The layers are Kipf and Welling's (2017), those of `gcn.py`. The families of `families.py`
have the same nodes, edges and degrees, so that a network which counts these can't tell them apart (the baseline of
Xu et al., "How Powerful are Graph Neural Networks?" (2019), would be zero rounds of message passing).

Axes: n nodes and e edges of a batch, g graphs of a batch, d = 4 degrees, f hidden features, c = 3 families.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import jraph
import numpy as np
import optax

from runners.experiments.gnn import gcn
from runners.experiments.gnn.families import DEGREES, FAMILIES, Batch, Sizes, batches, sample_graphs
from runners.experiments.gnn.family_picture import Answers, draw
from runners.experiments.gnn.graphs import glorot
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import steps_taken, train

SEEN, UNSEEN = Sizes(hubs=(3, 5), middles=(3, 8)), Sizes(hubs=(6, 8), middles=(10, 16))
"""Graphs of 12 to 23 nodes to train on, and larger ones of 28 to 40 nodes."""
TRAINED_ON, HELD_OUT, BATCH = 384, 96, 32
CHUNK = 20
CHANCE = 1 / len(FAMILIES)

Readout = Callable[[jax.Array, jax.Array, int], jax.Array]
READOUTS: dict[str, Readout] = {"mean": jraph.segment_mean, "sum": jraph.segment_sum, "max": jraph.segment_max}


class MLP(NamedTuple):
    """One hidden layer. inner: (f, f), bias: (f,), outer: (f, c)."""

    inner: jax.Array
    bias: jax.Array
    outer: jax.Array


class Networks(NamedTuple):
    """The GCN's layers with its head, and the head of the network that counts."""

    layers: tuple[jax.Array, ...]
    head: MLP
    counting: MLP


def init_mlp(key: jax.Array, inputs: int, hidden: int) -> MLP:
    into, out = jax.random.split(key)
    inner = glorot(into, (inputs, hidden), fan_in=inputs, fan_out=hidden)
    outer = glorot(out, (hidden, len(FAMILIES)), fan_in=hidden, fan_out=len(FAMILIES))
    return MLP(inner, jnp.zeros(hidden), outer)


def init(key: jax.Array, *, layers: int, hidden: int) -> Networks:
    for_layers, for_head, for_counting = jax.random.split(key, 3)
    return Networks(
        gcn.init_gcn(for_layers, [DEGREES, *[hidden] * layers]),
        init_mlp(for_head, hidden, hidden),
        init_mlp(for_counting, DEGREES + 2, hidden),
    )


def mlp(parameters: MLP, vectors: jax.Array) -> jax.Array:
    """(g, f) -> (g, c)"""
    return jax.nn.relu(vectors @ parameters.inner + parameters.bias) @ parameters.outer


def graph_of_node(graphs: jraph.GraphsTuple) -> jax.Array:
    """To which graph each node belongs, (n,)."""
    numbers = jnp.arange(len(graphs.n_node))  # (g,)
    return jnp.repeat(numbers, graphs.n_node, total_repeat_length=len(graphs.nodes))


def classify(networks: Networks, graphs: jraph.GraphsTuple, readout: str) -> jax.Array:
    """The GCN's logits, (g, c). Padding has a graph of its own, so it reaches no other."""
    hidden = jax.nn.relu(gcn.gcn(networks.layers, graphs).nodes)  # (n, f)
    pooled = READOUTS[readout](hidden, graph_of_node(graphs), len(graphs.n_node))  # (n, f) -> (g, f)
    return mlp(networks.head, pooled)  # (g, c)


def count(networks: Networks, graphs: jraph.GraphsTuple) -> jax.Array:
    """The logits of the network that knows the numbers of nodes and edges and how frequent each degree is, (g, c)."""
    degrees = jraph.segment_mean(graphs.nodes, graph_of_node(graphs), len(graphs.n_node))  # (n, d) -> (g, d)
    sizes = jnp.stack([graphs.n_node / SEEN.nodes[1], graphs.n_edge / (2 * SEEN.nodes[1])], axis=1)  # (g, 2)
    return mlp(networks.counting, jnp.concatenate([degrees, sizes], axis=1))  # (g, d + 2) -> (g, c)


def masked_loss(logits: jax.Array, labels: jax.Array, mask: jax.Array) -> jax.Array:
    """Cross-entropy, its mean over the graphs that are not padding. logits (g, c), labels (g,), mask (g,)."""
    each = optax.softmax_cross_entropy_with_integer_labels(logits, labels)  # (g,)
    return jnp.sum(jnp.where(mask, each, 0.0)) / jnp.sum(mask)


class Run(NamedTuple):
    """What training carries on."""

    networks: Networks
    optimiser: optax.OptState
    data: Batch
    key: jax.Array
    learning_rate: jax.Array


def step(run: Run, number: jax.Array, *, readout: str) -> tuple[Run, jax.Array]:
    """One step of Adam on one batch for both networks, which share no parameter; recorded is the GCN's loss."""
    place = jax.random.randint(jax.random.fold_in(run.key, number), (), 0, TRAINED_ON // BATCH)
    graphs, labels = jax.tree.map(lambda array: array[place], run.data)
    mask = jraph.get_graph_padding_mask(graphs)  # (g,)

    def loss(networks: Networks) -> tuple[jax.Array, jax.Array]:
        ours = masked_loss(classify(networks, graphs, readout), labels, mask)
        return ours + masked_loss(count(networks, graphs), labels, mask), ours

    gradient, ours = jax.grad(loss, has_aux=True)(run.networks)
    updates, optimiser = optax.adam(run.learning_rate).update(gradient, run.optimiser)
    networks: Any = optax.apply_updates(run.networks, updates)
    return run._replace(networks=networks, optimiser=optimiser), ours


@partial(jax.jit, static_argnames=("layers", "hidden"))
def begin(seed: jax.Array, *, layers: int, hidden: int) -> tuple[Networks, optax.OptState]:
    networks = init(jax.random.key(seed), layers=layers, hidden=hidden)
    return networks, optax.adam(0.0).init(networks)


@partial(jax.jit, static_argnames="readout")
def answer(networks: Networks, data: Batch, *, readout: str) -> tuple[jax.Array, jax.Array]:
    """What the GCN and the network that counts say of stacked batches: each (b, g)."""
    return jax.lax.map(  # type: ignore[no-any-return]
        lambda graphs: (classify(networks, graphs, readout).argmax(-1), count(networks, graphs).argmax(-1)), data.graphs
    )


def run(
    *,
    layers: int,
    hidden: int,
    readout: str,
    swaps: float,
    steps: int,
    learning_rate: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train on small graphs, and answer for graphs of the same sizes and for larger ones."""
    rng = np.random.default_rng(seed)
    graphs, labels = sample_graphs(rng, TRAINED_ON, SEEN, swaps)
    networks, optimiser = begin(np.int32(seed), layers=layers, hidden=hidden)
    data = jax.tree.map(jnp.asarray, batches(graphs, labels, SEEN, size=BATCH))
    start = Run(networks, optimiser, data, jax.random.key(seed), jnp.float32(learning_rate))
    end, loss = train(partial(step, readout=readout), start, steps, chunk=CHUNK, progress=progress)
    same, larger = (_ask(end.networks, rng, sizes, swaps, readout) for sizes in (SEEN, UNSEEN))
    draw(same, larger, UNSEEN, seed=seed)
    so_far = steps_taken(len(loss), steps)
    return Reading(
        text=_text(same, larger, layers=layers, readout=readout, swaps=swaps, seed=seed, so_far=so_far),
        alts=(_alt(same, larger),),
        numbers={
            f"GCN on {_nodes(UNSEEN)} (unseen sizes)": _share(larger.gcn == larger.labels),
            f"GCN on {_nodes(SEEN)}": _share(same.gcn == same.labels),
            "counting nodes, edges and degrees, unseen sizes": _share(larger.counting == larger.labels),
            "chance": f"{CHANCE:.2f}",
            "training loss, last steps": f"{loss[-CHUNK:].mean():.3f}",
        },
    )


def _ask(networks: Networks, rng: np.random.Generator, sizes: Sizes, swaps: float, readout: str) -> Answers:
    graphs, labels = sample_graphs(rng, HELD_OUT, sizes, swaps)
    data = batches(graphs, labels, sizes, size=BATCH)
    ours, counting = (np.asarray(found)[:, :BATCH].ravel() for found in answer(networks, data, readout=readout))
    return Answers(graphs, labels, ours, counting)


def _share(correct: np.ndarray) -> str:
    return f"{correct.mean():.2f} ({correct.sum()} of {len(correct)})"


def _nodes(sizes: Sizes) -> str:
    return f"graphs of {sizes.nodes[0]} to {sizes.nodes[1]} nodes"


def _text(same: Answers, larger: Answers, *, layers: int, readout: str, swaps: float, seed: int, so_far: str) -> str:
    count = f"{layers} layer" + "s" * (layers > 1)
    counting = float((larger.counting == larger.labels).mean())
    right, known = larger.gcn == larger.labels, same.gcn == same.labels
    first = (
        f"With seed {seed}, a GCN of {count} with a {readout} readout, trained for {so_far} on {_nodes(SEEN)}, finds "
        f"the family of {right.sum()} of {len(right)} {_nodes(UNSEEN)} ({right.mean():.2f}), and of {known.sum()} of "
        f"{len(known)} new ones of the trained sizes ({known.mean():.2f})."
    )
    second = (
        f"A network that counts nodes, edges and degrees gets {counting:.2f} where chance is {CHANCE:.2f}: all "
        "families are built from the same parts, and only who is connected to whom tells them apart."
    )
    return f"{first} {second} {_why(same, larger, readout, swaps)}"


def _why(same: Answers, larger: Answers, readout: str, swaps: float) -> str:
    here, there = (float((answers.gcn == answers.labels).mean()) for answers in (same, larger))
    if here < CHANCE + 0.15:
        if swaps > 0.6:
            return f"With {swaps:.0%} of the edges swapped there is hardly a family left to see."
        return (
            "It has not learned the families: try more steps, layers or hidden features, or a learning rate near 0.01."
        )
    if here - there > 0.1:
        return f"It loses {here - there:.2f} on larger graphs" + (
            ", as a sum grows with the number of nodes, and such vectors it has never seen."
            if readout == "sum"
            else ": what it learned does not fully carry over to sizes that it has never seen."
        )
    wrong = larger.gcn != larger.labels
    if not wrong.any():
        return "What it learned carries over to larger graphs: a family has the same neighbourhoods at any size."
    pairs, counts = np.unique(np.stack([larger.labels, larger.gcn])[:, wrong], axis=1, return_counts=True)
    truth, said = (FAMILIES[i] for i in pairs[:, counts.argmax()])
    return f"Its most frequent mistake is to call a {truth} {said} ({counts.max()} of {wrong.sum()} mistakes)."


def _alt(same: Answers, larger: Answers) -> str:
    wrong = int((larger.gcn != larger.labels).sum())
    found = [
        f"GCN {(answers.gcn == answers.labels).mean():.2f}, counting {(answers.counting == answers.labels).mean():.2f}"
        for answers in (same, larger)
    ]
    return (
        f"Six graphs with the family that the GCN says: above, right ones of each family; below, up to three of the "
        f"{wrong} wrong ones. Bars of accuracy: on new graphs of the trained sizes, {found[0]}; on larger graphs, "
        f"{found[1]}."
    )
