"""Computes the embeddings of the intent classifier's sentences: run it after a change of the sentences.

python -m tests.runners.experiments.transformers.embed_intents
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.models.minilm import Encoder, find_model
from runners.experiments.transformers import intent_data

FOLDER = Path(intent_data.__file__).parent


def embeddings() -> np.ndarray:
    """One for each sentence of the file, in its order, (n, d)."""
    triples = intent_data.parse((FOLDER / intent_data.SENTENCES).read_text("utf-8"))
    return Encoder(find_model()).encode([text for _, _, text in triples])


if __name__ == "__main__":
    np.save(FOLDER / intent_data.EMBEDDINGS, embeddings().astype(np.float16))
