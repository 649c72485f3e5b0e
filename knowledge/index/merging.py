"""Two indexes as one, in memory: the material and what tutors have added to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.index.assembling import document
from knowledge.index.bm25 import build_bm25
from knowledge.index.store import Index

__all__ = ["merged", "selected"]


def selected(index: Index, chosen: NDArray[np.bool_]) -> Index:
    """An index of the `chosen` [sections] of another, to be merged: its words are not weighed anew."""
    import faiss

    place = np.cumsum(chosen) - 1
    pieces, sentences = chosen[index.piece_section], chosen[index.sentence_section]
    flat = faiss.IndexFlatIP(index.pieces.d)
    flat.add(index.pieces.reconstruct_n(0, index.pieces.ntotal)[pieces])
    lengths = np.diff(index.token_starts)
    return replace(
        index,
        sections=tuple(section for section, kept in zip(index.sections, chosen, strict=True) if kept),
        pieces=flat,
        piece_section=place[index.piece_section[pieces]].astype(np.int32),
        piece_keys=index.piece_keys[pieces],
        multilingual=index.multilingual[pieces],
        tokens=index.tokens[np.repeat(pieces, lengths)],
        token_starts=np.cumsum([0, *lengths[pieces]]),
        sentence_vectors=index.sentence_vectors[sentences],
        sentence_section=place[index.sentence_section[sentences]].astype(np.int32),
        sentence_keys=index.sentence_keys[sentences],
    )


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
