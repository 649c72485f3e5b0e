"""Zachary's karate club: the graph, the two labels that are given, and how well the other members are found.

Zachary, "An Information Flow Model for Conflict and Fission in Small Groups" (1977), as networkx ships it: 34 members,
78 friendships, and the side that each member took when the club split. Departures: the strength of a friendship
(networkx's edge weights, 1 to 7) is left out, as in the practical; a member's only feature is who it is, one-hot.

Axes: n = 34 members, c = 2 sides.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import jraph
import networkx as nx
import numpy as np

from runners.experiments.gnn.graphs import undirected_graph

SIDES = ("Mr. Hi", "John A")
"""The names of classes 0 and 1. networkx calls the second one "Officer"."""
LEADERS = (0, 33)
"""The members whose labels are given: leader c has class c."""
STARTS = 20
"""How many random starts are trained side by side. The first is the one that is drawn."""


class Club(NamedTuple):
    """graph: nodes (n, n), senders and receivers (156,); pairs: (78, 2), each friendship once; labels: (n,)."""

    graph: jraph.GraphsTuple
    pairs: np.ndarray
    labels: np.ndarray


def karate_club() -> Club:
    network = nx.karate_club_graph()
    pairs = np.array(network.edges)  # (78, 2)
    labels = np.array([int(network.nodes[member]["club"] == "Officer") for member in network])  # (n,)
    return Club(undirected_graph(pairs, np.eye(len(labels), dtype=np.float32)), pairs, labels)


def start_keys(seed: jax.typing.ArrayLike) -> jax.Array:
    """The keys of all starts, so that every seed has its own."""
    return jax.vmap(jax.random.fold_in, in_axes=(None, 0))(jax.random.key(seed), jnp.arange(STARTS))


def loss_of(logits: jax.Array) -> jax.Array:
    """Cross-entropy of the two leaders, their mean; ln 2 = 0.69 is a guess. logits: (n, c)."""
    return -jnp.mean(jax.nn.log_softmax(logits)[jnp.array(LEADERS), jnp.arange(2)])


def right(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Which members are on the side that they took, the leaders among them. logits (..., n, c) -> (..., n)."""
    return np.asarray(logits.argmax(axis=-1) == labels)


def spread(shares: np.ndarray) -> str:
    """Accuracies over the starts in words: mean, standard deviation, worst and best."""
    return f"{shares.mean():.2f} ± {shares.std():.2f} ({shares.min():.2f} to {shares.max():.2f})"


def friends_across(club: Club, member: int) -> tuple[int, int]:
    """How many friends of `member` took the other side, and how many there are."""
    friends = club.graph.receivers[club.graph.senders == member]
    return int(np.sum(club.labels[friends] != club.labels[member])), len(friends)


def who_is_wrong(club: Club, correct: np.ndarray) -> str:
    """A clause about the members on the wrong side, and why. correct: (n,)."""
    wrong = np.flatnonzero(~correct)
    if len(wrong) == 0:
        return "nobody is on the wrong side"
    if len(wrong) > 4:
        return f"{len(wrong)} members are on the wrong side"
    if len(wrong) == 1:
        across, friends = friends_across(club, int(wrong[0]))
        return f"only member {wrong[0]} is wrong, who has {across} of {friends} friends on the other side"
    return f"members {_listed(wrong)} are wrong"


def _listed(numbers: np.ndarray) -> str:
    return ", ".join(str(number) for number in numbers[:-1]) + f" and {numbers[-1]}"
