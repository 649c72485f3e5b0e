"""The head of an intent classifier: softmax regression on frozen sentence embeddings, with a hidden layer if wanted.

Bishop, "Pattern Recognition and Machine Learning" (2006), section 4.3.4 (softmax regression); Kingma and Ba, "Adam"
(2015), with the learning rate falling along half a cosine (Loshchilov and Hutter, "SGDR", 2017, equation 5).
Departures: every step sees all sentences, because they are few, and the weight decay is a term of the loss, half the
squared weights without the biases, rather than AdamW's: its minimum is then what other libraries' logistic regression
finds.

Axes: n sentences, d entries of an embedding, h hidden units, k intents.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from runners.experiments.reading import Progress
from runners.experiments.training import train

CHUNK = 50
ADAM = optax.scale_by_adam()


class Layer(NamedTuple):
    """weights (in, out), biases (out,)."""

    weights: jax.Array
    biases: jax.Array


Head = tuple[Layer, ...]


class Examples(NamedTuple):
    """Embeddings (n, d), intents (n,), and each sentence's part in the loss (n,): the parts sum to one, and are zero
    for sentences that are not learned from."""

    embeddings: jax.typing.ArrayLike
    labels: jax.typing.ArrayLike
    parts: jax.typing.ArrayLike


class Settings(NamedTuple):
    """Scalars. They are part of the state, so that another value needs no other program."""

    learning_rate: jax.typing.ArrayLike
    weight_decay: jax.typing.ArrayLike
    steps: jax.typing.ArrayLike


class Training(NamedTuple):
    """All that a step reads and writes."""

    head: Head
    moments: Any
    examples: Examples
    settings: Settings


def init(key: jax.Array, d: int, k: int, *, hidden: int) -> Head:
    """A last layer of zeros, so that all intents start alike, after a hidden layer with He's variance, 2 / d."""
    last = Layer(jnp.zeros((hidden or d, k)), jnp.zeros(k))
    if not hidden:
        return (last,)
    weights = jax.random.normal(key, (d, hidden)) * jnp.sqrt(2 / d)  # (d, h)
    return (Layer(weights, jnp.zeros(hidden)), last)


def forward(head: Head, embeddings: jax.typing.ArrayLike) -> jax.Array:
    """The logits of each intent: (n, d) -> (n, k)."""
    *before, last = head
    x = jnp.asarray(embeddings)  # (n, d)
    for layer in before:
        x = jax.nn.relu(x @ layer.weights + layer.biases)  # (n, h)
    return x @ last.weights + last.biases  # (n, k)


def loss(head: Head, examples: Examples, weight_decay: jax.typing.ArrayLike) -> tuple[jax.Array, jax.Array]:
    """What is minimised, and the cross-entropy in it, both in nats and for one sentence."""
    logits = forward(head, examples.embeddings)  # (n, k)
    each = optax.softmax_cross_entropy_with_integer_labels(logits, jnp.asarray(examples.labels))  # (n,)
    entropy = jnp.sum(examples.parts * each)
    squares = sum(jnp.sum(layer.weights**2) for layer in head)
    return entropy + 0.5 * weight_decay * squares, entropy


def learning_rate(settings: Settings, step: jax.typing.ArrayLike) -> jax.Array:
    """From the whole rate down to zero at the last step."""
    done = jnp.minimum(step / jnp.asarray(settings.steps), 1.0)
    return 0.5 * (1 + jnp.cos(jnp.pi * done)) * settings.learning_rate


def update(state: Training, step: jax.Array) -> tuple[Training, jax.Array]:
    """One step of Adam on all examples, and the cross-entropy before it."""
    gradient, entropy = jax.grad(loss, has_aux=True)(state.head, state.examples, state.settings.weight_decay)
    directions, moments = ADAM.update(gradient, state.moments)
    rate = learning_rate(state.settings, step)
    head = optax.apply_updates(state.head, jax.tree.map(lambda direction: -rate * direction, directions))
    return state._replace(head=head, moments=moments), entropy


def fit(head: Head, examples: Examples, settings: Settings, *, steps: int, progress: Progress) -> tuple[Head, Any]:
    """Train for `steps` steps, rounded up to whole chunks: the head, and the cross-entropy before each step, (t,)."""
    moments = jax.jit(ADAM.init)(head)
    state, entropies = train(update, Training(head, moments, examples, settings), steps, chunk=CHUNK, progress=progress)
    return state.head, entropies
