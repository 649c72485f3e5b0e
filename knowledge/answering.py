"""From a question to an answer: search, weigh, and quote the section that answers it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.answers.extract import extract
from knowledge.entries import Entry, EntryBook
from knowledge.errors import KnowledgeError
from knowledge.index.api import open_api
from knowledge.index.assembling import LoadedModels
from knowledge.index.shelves import Shelf, Shelves
from knowledge.index.store import Index, api_file, current_version, open_index
from knowledge.models.e5 import Floats, Multilingual
from knowledge.models.e5_weights import find_weights
from knowledge.models.minilm import Encoder, find_model
from knowledge.questions.query import Query, about_code, in_thread, parse_question, repaired
from knowledge.questions.sameness import ALMOST_WORD_FOR_WORD, ONE_ANSWER, answers, likeness, reaches
from knowledge.questions.scope import out_of_scope
from knowledge.questions.tracebacks import cause_of
from knowledge.search.confidence import Calibration, packaged
from knowledge.search.retrieval import Hit, Ranked, Searcher, Vectors
from knowledge.values import Answer, Passage, Reason

__all__ = ["Answerer"]

log = logging.getLogger(__name__)

_RELATED = 0.5
"""An answer that was kept to another question is worth a look, and no more: its confidence counts half."""


class Answerer:
    """An open index and the loaded models. Make it with `Answerer.open`, once a process."""

    def __init__(
        self, folder: Path, index: Index, encoder: Encoder, multilingual: Multilingual, calibration: Calibration
    ) -> None:
        self.folder = folder
        self.material = index
        self.book = EntryBook(folder)
        self.encoder = encoder
        self.multilingual = multilingual
        self.calibration = calibration
        self.version = current_version(folder)
        self.api = open_api(api_file(folder))
        self._take_up_entries()
        self._embed = lru_cache(maxsize=512)(self._vectors)
        self._kept_vectors: dict[str, Floats] = {}

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
        encoder = Encoder(files, threads=threads, fast=True)
        return cls(Path(index_dir), index, encoder, Multilingual(find_weights()), calibration or packaged())

    def description(self) -> str:
        """What is open, in a line for people."""
        sections, files = len(self.index.sections), len(self.index.manifest["sources"])
        return f"{sections} sections of {files} files, model {self.encoder.files.name}"

    def refresh(self) -> bool:
        """Take up a newer index, and what tutors have kept or withdrawn; whether anything is new."""
        version = current_version(self.folder)
        swapped = version not in ("", self.version)
        if not swapped and self.book.version() == self._book_version:
            return False
        if swapped:
            self.material, self.version = open_index(self.folder), version
        self._take_up_entries()
        return True

    def _take_up_entries(self) -> None:
        self._book_version = self.book.version()
        kept = self.book.index(LoadedModels(self.encoder, self.multilingual))
        self._shelves = Shelves(self.material, kept, self._searcher)

    @property
    def index(self) -> Index:
        """The material and all that tutors have kept."""
        return self._shelves.of(None).index

    def _searcher(self, index: Index) -> Searcher:
        return Searcher(index, self.calibration.ranking, self.encoder.unusual)

    def keep(self, entry: Entry, *, replaces: str = "") -> None:
        """Keep a tutor's answer; it is searched from now on, and the entry with the id `replaces` no longer.

        Raises KnowledgeError when the entries cannot be written.
        """
        self.book.keep(entry)
        if replaces:
            self.book.withdraw(replaces, entry.team or None)
        self.refresh()

    def withdraw(self, id: str, team: str | None = None) -> bool:
        """Take a tutor's answer out of what is searched; whether it was there for `team`, or for anybody."""
        found = self.book.withdraw(id, team)
        self.refresh()
        return found

    def entry_like(self, question: str, *, but: str = "", team: str | None = None, least: float = 0.93) -> Entry | None:
        """The entry that `team` sees whose question says nearly the same, by the cosine of the multilingual model.

        The one with the id `but` is left out.
        """
        others = [entry for entry in self.book.entries() if entry.seen_by(team or None) and entry.id != but]
        if not others:
            return None
        asked, *earlier = self._compared([question, *(entry.question for entry in others)])
        cosines = np.array(earlier) @ asked
        return others[int(cosines.argmax())] if cosines.max() >= least else None

    def same_question(self, question: str, others: Sequence[str]) -> str | None:
        """The one of the `others` that asks the same as `question`, the likest first; None when none does."""
        asked = self._embed(question)
        found = {other: likeness(asked, self._embed(other)) for other in others}
        same = [other for other in others if reaches(found[other], ONE_ANSWER)]
        return max(same, key=lambda other: sum(found[other]), default=None)

    def _compared(self, questions: Sequence[str]) -> list[Floats]:
        """The vectors by which kept questions are compared: a hundred take seconds, so each is embedded once."""
        new = [text for text in dict.fromkeys(questions) if text not in self._kept_vectors]
        if new:
            vectors = [embedded.vector for embedded in self.multilingual.questions(new)]
            self._kept_vectors.update(zip(new, vectors, strict=True))
        return [self._kept_vectors[text] for text in questions]

    def answer(
        self, question: str, *, id: str = "", top: int = 3, thread: Sequence[str] = (), team: str | None = None
    ) -> Answer:
        """The answer to one question, with at most `top` passages; `thread` has the questions asked before it.

        What tutors keep answers in their own workspace, `team`, only; without one all of it is searched.

        Raises KnowledgeError when the question is empty.
        """
        started = time.perf_counter()
        if not question.strip():
            raise KnowledgeError("The question is empty. Write what you want to know in a few words.")
        self._keep_up()
        shelf = self._shelves.of(team)
        asked, top = in_thread(question, thread), max(top, 1)
        query, found = self._search(shelf, asked, top=top)
        kept = found if self._is_kept_to_another(found.hits, asked) else None
        if kept:
            shelf = self._shelves.of_material
            query, found = self._search(shelf, asked, top=top)
        reason = self._out_of_scope(question, found.hits) or ("" if found.hits else "not_covered")
        confidence = 0.02 if reason else round(self.calibration.probability(found.evidence), 3)
        if confidence < self.calibration.threshold:
            reason = reason or "not_covered"
        if reason == "not_covered" and kept:
            confidence = max(confidence, round(_RELATED * self.calibration.probability(kept.evidence), 3))
        answer = Answer(
            id=id,
            question=question,
            abstained=bool(reason),
            confidence=confidence,
            answer="" if reason else self._quote(shelf.index, found.hits[0], query, question),
            passages=tuple(map(_passage, (kept if reason and kept else found).hits)),
            reason=reason,
            language=query.language,
        )
        if reason == "not_covered" and query.failure is None:
            answer = self._from_api(answer, top)
        return replace(answer, seconds=round(time.perf_counter() - started, 4))

    def _is_kept_to_another(self, hits: Sequence[Hit], question: str) -> bool:
        """Whether a tutor's answer comes first and is to another question: to be about the same is enough for the
        material only."""
        if not hits or hits[0].section.kind != "faq":
            return False
        to = hits[0].section.heading[-1]
        return not answers(to, question, likeness(self._embed(question), self._embed(to)))

    def _out_of_scope(self, question: str, hits: Sequence[Hit]) -> Reason:
        """Why the question is not answered. What tutors kept of times and rooms answers the same question again, and
        no other: a start is not an end, and a room not another room."""
        reason = out_of_scope(question)
        if reason == "logistics" and hits and hits[0].section.kind == "faq":
            asked, kept = self._embed(question), self._embed(hits[0].section.heading[-1])
            return "" if reaches(likeness(asked, kept), ALMOST_WORD_FOR_WORD) else reason
        return reason

    def _from_api(self, answer: Answer, top: int) -> Answer:
        """What a library says of the function that the question names, when the practicals do not cover it."""
        entry = self.api.find(answer.question)
        if entry is None:
            return answer
        passages = (entry.passage(1.0), *answer.passages)[:top]
        return replace(answer, abstained=False, confidence=0.8, answer=entry.answer(), passages=passages, reason="")

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
            if text.strip():
                yield self.answer(text, id=name, top=top)
            else:
                yield Answer(name, text, True, 0.0, "", reason="small_talk")

    def search(
        self, question: str, *, top: int = 10, mode: str = "hybrid", team: str | None = None
    ) -> tuple[Query, Ranked]:
        """What the question became, and the sections found for it with the evidence for the first."""
        return self._search(self._shelves.of(team), question, top=top, mode=mode)

    def _search(self, shelf: Shelf, question: str, *, top: int, mode: str = "hybrid") -> tuple[Query, Ranked]:
        query = repaired(parse_question(question), shelf.index.bm25.vocabulary, self.encoder.is_word)
        return query, shelf.searcher.rank(query, self._embed(query.text), top=top, mode=mode)

    def _vectors(self, text: str) -> Vectors:
        question = self.multilingual.questions([text])[0]
        return Vectors(self.encoder.encode([text])[0], question.vector, question.tokens)

    def _quote(self, index: Index, hit: Hit, query: Query, question: str) -> str:
        """The cause when an error was pasted, then the section's own words; a tutor's answer whole."""
        if hit.section.kind == "faq":
            return hit.section.text
        own = index.sentence_vectors[index.sentence_section == hit.place]
        cause = cause_of(query.failure) if query.failure else ""
        code = about_code(question) or query.failure is not None
        said = extract(
            hit.section, own @ self._embed(query.text).english, query.tokens, code=code, words=60 if cause else 90
        )
        return f"**{query.failure.error}.** {cause}\n\n{said}" if query.failure and cause else said


def _passage(hit: Hit) -> Passage:
    section = hit.shown
    return Passage(
        source=section.source,
        cells=section.cells,
        heading=section.heading,
        kind=section.kind,
        score=hit.score,
        url=section.url,
        text=section.text,
        formulas=section.formulas,
    )
