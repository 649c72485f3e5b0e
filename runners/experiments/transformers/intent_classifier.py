"""What does this message want? A head on frozen sentence embeddings, tested on writing styles that it never saw.

The last task of the practical, with other data: it takes banking77 and DistilBERT, here are sentences as people write
them in the room of a practical, and the embeddings of all-MiniLM-L6-v2 (see intent_data.py). The head and its training
are in intent_head.py, what it is compared with in intent_baselines.py.

Axes: n sentences, d entries of an embedding, k intents.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import jax
import numpy as np

from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.transformers import intent_baselines, intent_data, intent_head, intent_picture
from runners.experiments.transformers.intent_data import Corpus
from runners.experiments.transformers.intent_reading import Given, Outcome, numbers, reading


@partial(jax.jit, static_argnames=("n", "d", "k", "hidden"))
def start(key: jax.Array, *, n: int, d: int, k: int, hidden: int) -> tuple[intent_head.Head, jax.Array]:
    """The untrained head, and for each sentence a random number (n,) that decides whether it is learned from."""
    key_head, key_choice = jax.random.split(key)
    return intent_head.init(key_head, d, k, hidden=hidden), jax.random.uniform(key_choice, (n,))


def choose(labels: np.ndarray, allowed: np.ndarray, numbers: np.ndarray, share: float) -> np.ndarray:
    """The sentences that are learned from: of each intent, the `share` of the allowed ones with the smallest numbers,
    at least one. All arrays (n,)."""
    chosen = np.zeros(len(labels), dtype=bool)
    for intent in np.unique(labels):
        places = np.flatnonzero(allowed & (labels == intent))
        taken = max(1, round(share * len(places)))
        chosen[places[np.argsort(numbers[places])[:taken]]] = True
    return chosen


def examples(corpus: Corpus, chosen: np.ndarray) -> intent_head.Examples:
    """All sentences in the styles that may be learned from, the chosen ones with equal parts in the loss."""
    rows = corpus.of(*intent_data.TRAINING_STYLES)
    parts = (chosen / chosen.sum()).astype(np.float32)
    return intent_head.Examples(corpus.embeddings[rows], corpus.labels[rows], parts[rows])


def baselines(corpus: Corpus, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """What each baseline makes of all sentences after it has seen the chosen ones, each (n,)."""
    seen = [text for text, is_seen in zip(corpus.texts, chosen, strict=True) if is_seen]
    vectors = {
        "words": intent_baselines.TfIdf(seen, intent_baselines.words).vectors(corpus.texts),
        "letters": intent_baselines.TfIdf(seen, intent_baselines.letters).vectors(corpus.texts),
        "centroid": corpus.embeddings,
    }
    intents = len(corpus.intents)
    return {
        name: intent_baselines.nearest(rows, intent_baselines.centroids(rows[chosen], corpus.labels[chosen], intents))
        for name, rows in vectors.items()
    }


def confusion(labels: np.ndarray, predicted: np.ndarray, intents: int) -> np.ndarray:
    """How many sentences of each intent (row) were taken for each intent (column), (k, k)."""
    counts = np.zeros((intents, intents), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def groups(corpus: Corpus, allowed: np.ndarray, chosen: np.ndarray) -> Mapping[str, np.ndarray]:
    """The sentences over which accuracies are told, each bool (n,)."""
    return {
        "learned": chosen,
        "held out": allowed & ~chosen,
        **{style: corpus.of(style) for style in intent_data.NEW_STYLES},
        "new": corpus.of(*intent_data.NEW_STYLES),
    }


@jax.jit
def probabilities(head: intent_head.Head, embeddings: jax.typing.ArrayLike) -> jax.Array:
    """The probability of each intent: (n, d) -> (n, k)."""
    return jax.nn.softmax(intent_head.forward(head, embeddings), axis=-1)


def run(
    *,
    styles: str,
    share: float,
    hidden: int,
    weight_decay: float,
    learning_rate: float,
    steps: int,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train the head on the chosen sentences, and draw what it confuses in styles that it never saw."""
    corpus = intent_data.load()
    n, d = corpus.embeddings.shape
    head, draws = start(jax.random.key(seed), n=n, d=d, k=len(corpus.intents), hidden=hidden)
    allowed = corpus.of(*(intent_data.TRAINING_STYLES if styles == "all" else (styles,)))
    chosen = choose(corpus.labels, allowed, np.asarray(draws), share)
    settings = intent_head.Settings(learning_rate, weight_decay, -(-steps // intent_head.CHUNK) * intent_head.CHUNK)
    head, losses = intent_head.fit(head, examples(corpus, chosen), settings, steps=steps, progress=progress)
    outcome = _outcome(corpus, np.asarray(probabilities(head, corpus.embeddings)), allowed, chosen, losses)
    intent_picture.draw(outcome)
    return Reading(
        text=reading(outcome, Given(styles, hidden, weight_decay, learning_rate, steps, seed)),
        alts=(intent_picture.alt(outcome),),
        numbers=numbers(outcome),
    )


def _outcome(corpus: Corpus, found: np.ndarray, allowed: np.ndarray, chosen: np.ndarray, losses: np.ndarray) -> Outcome:
    predicted = {**baselines(corpus, chosen), "head": found.argmax(axis=1)}
    sentences = groups(corpus, allowed, chosen)
    new = sentences["new"]
    return Outcome(
        intents=corpus.intents,
        counts={name: int(rows.sum()) for name, rows in sentences.items()},
        accuracy={
            method: {
                name: float((of[rows] == corpus.labels[rows]).mean()) for name, rows in sentences.items() if rows.any()
            }
            for method, of in predicted.items()
        },
        confusion=confusion(corpus.labels[new], predicted["head"][new], len(corpus.intents)),
        texts=tuple(text for text, is_new in zip(corpus.texts, new, strict=True) if is_new),
        labels=corpus.labels[new],
        probabilities=found[new],
        losses=losses,
    )
