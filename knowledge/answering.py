"""From a question to an answer: search, weigh, and quote the section that answers it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.confidence import Calibration, packaged
from knowledge.embedding import Encoder, find_model
from knowledge.errors import KnowledgeError
from knowledge.extract import extract
from knowledge.questions import Query, about_code, off_topic, parse_question, repaired
from knowledge.retrieval import Evidence, Hit, rank
from knowledge.store import Index, current_version, open_index
from knowledge.values import Answer, Passage

__all__ = ["Answerer"]

log = logging.getLogger(__name__)


class Answerer:
    """An open index and a loaded model. Make it with `Answerer.open`, once a process."""

    def __init__(self, folder: Path, index: Index, encoder: Encoder, calibration: Calibration) -> None:
        self.folder = folder
        self.index = index
        self.encoder = encoder
        self.calibration = calibration
        self.version = current_version(folder)
        self._embed = lru_cache(maxsize=512)(lambda text: self.encoder.encode([text])[0])

    @classmethod
    def open(
        cls,
        index_dir: str | Path,
        *,
        model: str | Path | None = None,
        threads: int = 1,
        calibration: Calibration | None = None,
    ) -> Answerer:
        """Open the index in `index_dir` and load the model it was built with; takes a few seconds.

        One question is too little work for a second thread, which on a busy machine only waits for the first.
        `model` is the folder of a sentence-transformers model, and must be the one that the index was built with.

        Raises KnowledgeError when the index is missing, damaged or of another format or model.
        """
        index = open_index(index_dir)
        files = find_model(model)
        built_with = index.manifest["model"]
        if built_with["sha256"] != files.sha256:
            raise KnowledgeError(
                f"The index at {index_dir} was built with the model {built_with['name']}, not {files.name}."
                " Build it again with: tutor index"
            )
        return cls(Path(index_dir), index, Encoder(files, threads=threads), calibration or packaged())

    def description(self) -> str:
        """What is open, in a line for people."""
        sections, files = len(self.index.sections), len(self.index.manifest["sources"])
        return f"{sections} sections of {files} files, model {self.encoder.files.name}"

    def refresh(self) -> bool:
        """Take up a newer index if one was swapped in; whether there was one. The model is kept."""
        version = current_version(self.folder)
        if version in ("", self.version):
            return False
        self.index, self.version = open_index(self.folder), version
        return True

    def answer(self, question: str, *, id: str = "", top: int = 3) -> Answer:
        """The answer to one question, with at most `top` passages.

        Raises KnowledgeError when the question is empty.
        """
        started = time.perf_counter()
        if not question.strip():
            raise KnowledgeError("The question is empty. Write what you want to know in a few words.")
        self._keep_up()
        query, hits, evidence = self.search(question, top=max(top, 1))
        confidence = 0.02 if off_topic(question) or not hits else round(self.calibration.probability(evidence), 3)
        abstained = confidence < self.calibration.threshold
        return Answer(
            id=id,
            question=question,
            abstained=abstained,
            confidence=confidence,
            answer="" if abstained else self._quote(hits[0], query, about_code(query.text)),
            passages=tuple(_passage(hit) for hit in hits),
            seconds=round(time.perf_counter() - started, 4),
        )

    def _keep_up(self) -> None:
        try:
            self.refresh()
        except KnowledgeError as error:
            # A worker that has a sound index goes on with it; the broken one is reported to whoever opens it.
            log.warning("The new index is not used. %s", error)
            self.version = current_version(self.folder)

    def answer_many(self, items: Iterable[Mapping[str, str]], *, top: int = 3) -> Iterator[Answer]:
        """The answer to each `{"id", "text"}`, one by one; an empty text is answered by an abstention."""
        for item in items:
            name, text = str(item.get("id", "")), str(item.get("text", ""))
            yield self.answer(text, id=name, top=top) if text.strip() else Answer(name, text, True, 0.0, "")

    def search(self, question: str, *, top: int = 10, mode: str = "hybrid") -> tuple[Query, list[Hit], Evidence]:
        """What the question became, the sections found for it, best first, and the evidence for the first."""
        query = repaired(parse_question(question), self.index.bm25.vocabulary, self.encoder.is_word)
        hits, evidence = rank(self.index, query, self._vector(query), top=top, mode=mode)
        return query, hits, evidence

    def _vector(self, query: Query) -> NDArray[np.float32]:
        return np.asarray(self._embed(query.text), dtype=np.float32)

    def _quote(self, hit: Hit, query: Query, code: bool) -> str:
        own = self.index.sentence_vectors[self.index.sentence_section == hit.place]
        return extract(hit.section, own @ self._vector(query), query.tokens, code=code)


def _passage(hit: Hit) -> Passage:
    section = hit.section
    return Passage(section.source, section.cells, section.heading, section.kind, hit.score, section.url, section.text)
