"""Two indexes as one, in memory: the material and what tutors have added to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from knowledge.index.assembling import document
from knowledge.index.bm25 import build_bm25
from knowledge.index.store import Index

__all__ = ["merged"]


def merged(first: Index, second: Index) -> Index:
    """`second`'s sections after `first`'s. Words are weighed anew, so that rarity is that of the whole."""
    import faiss

    sections = (*first.sections, *second.sections)
    shift = len(first.sections)
    both = [index.pieces.reconstruct_n(0, index.pieces.ntotal) for index in (first, second)]
    flat = faiss.IndexFlatIP(first.pieces.d)
    flat.add(np.concatenate(both))
    names = ("piece_keys", "multilingual", "tokens", "sentence_vectors", "sentence_keys")
    rows: dict[str, Any] = {name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in names}
    return replace(
        first,
        sections=sections,
        bm25=build_bm25([document(section) for section in sections]),
        pieces=flat,
        token_starts=np.concatenate([first.token_starts, second.token_starts[1:] + first.token_starts[-1]]),
        piece_section=np.concatenate([first.piece_section, second.piece_section + shift]),
        sentence_section=np.concatenate([first.sentence_section, second.sentence_section + shift]),
        **rows,
    )
