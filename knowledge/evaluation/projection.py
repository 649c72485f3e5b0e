"""Make the projection of token states anew: `python -m knowledge.evaluation.projection`. Every index must follow."""

from __future__ import annotations

import numpy as np

from knowledge.index.building import read_file
from knowledge.index.pieces import pieces, searchable
from knowledge.models.e5 import PASSAGE, Multilingual
from knowledge.models.e5_weights import find_weights
from knowledge.models.late import fit_projection, save_projection
from knowledge.reading.sources import gather


def main(*, share: int = 4, batch: int = 16) -> None:
    """Fit it to every `share`-th piece of the built-in material."""
    with gather([]) as files:
        sections = [section for file in files for section in read_file(file) if searchable(section)]
    texts = [text for section in sections for text in pieces(section)][::share]
    model = Multilingual(find_weights())
    batches = (texts[start : start + batch] for start in range(0, len(texts), batch))
    states = [states for some in batches for _, states in model.states(PASSAGE, some)]
    save_projection(fit_projection(np.concatenate(states)))


if __name__ == "__main__":
    main()
