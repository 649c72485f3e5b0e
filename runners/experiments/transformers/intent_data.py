"""What people write in the room of a practical: sentences of our own, each with its intent and its writer's style.

`intent_sentences.txt` holds them, six a style and intent. `intent_embeddings.npy` holds one embedding a sentence, in
the same order: all-MiniLM-L6-v2 (Reimers and Gurevych, "Sentence-BERT", 2019), the mean over the sentence's tokens,
of length one. `tests/runners/experiments/transformers/embed_intents.py` computes them, once, because that model never
changes.

Axes: n sentences, d = 384 entries of an embedding.
"""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np

from runners.experiments import datafiles

SENTENCES, EMBEDDINGS = "intent_sentences.txt", "intent_embeddings.npy"
TRAINING_STYLES = ("short", "formal", "chatty", "story")
NEW_STYLES = ("second language", "typos")
STYLES = (*TRAINING_STYLES, *NEW_STYLES)


class Corpus(NamedTuple):
    """Sentences, their intents as numbers into `intents` and their styles as numbers into STYLES, both (n,), and
    their embeddings, (n, d)."""

    intents: tuple[str, ...]
    texts: tuple[str, ...]
    labels: np.ndarray
    styles: np.ndarray
    embeddings: np.ndarray

    def of(self, *styles: str) -> np.ndarray:
        """Which sentences are written in one of these styles, bool (n,)."""
        return np.isin(self.styles, [STYLES.index(style) for style in styles])


def load() -> Corpus:
    """The whole corpus."""
    triples = parse(datafiles.read(__name__, SENTENCES).decode("utf-8"))
    intents = tuple(dict.fromkeys(intent for intent, _, _ in triples))
    return Corpus(
        intents=intents,
        texts=tuple(text for _, _, text in triples),
        labels=np.array([intents.index(intent) for intent, _, _ in triples]),
        styles=np.array([STYLES.index(style) for _, style, _ in triples]),
        embeddings=np.load(io.BytesIO(datafiles.read(__name__, EMBEDDINGS))).astype(np.float32),
    )


def parse(text: str) -> list[tuple[str, str, str]]:
    """Intent, style and sentence: one sentence a line, below a `# intent` and a `## style`."""
    triples, intent, style = [], "", ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("## "):
            style = line.removeprefix("## ")
        elif line.startswith("# "):
            intent = line.removeprefix("# ")
        else:
            triples.append((intent, style, line))
    return triples
