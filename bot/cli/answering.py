"""`tutor index` and `tutor ask`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.extras import require
from bot.cli.files import print_json, read_lines
from bot.cli.problems import CommandError
from bot.views.answers import nearest
from bot.words import words_in
from knowledge.values import Answer


def index(sources: Sequence[str], out: Path, as_json: bool) -> None:
    require("knowledge")
    from knowledge.index.building import build_index
    from knowledge.index.built_in import bring_api, update_built_in_index

    if sources:
        report = build_index(sources, out, progress=_progress)
        bring_api(out)
    else:
        report = update_built_in_index(out, progress=_progress)
    if as_json:
        print_json(report.to_dict())
        return
    print(f"{report.sections} sections of {report.files} files are in {report.folder} ({report.seconds:.0f} s).")
    for refusal in report.refused:
        print(f"Left out: {refusal.path}: {refusal.reason}.")


def ask(question: str | None, batch: Path | None, folder: Path, top: int, as_json: bool, *, built_in: bool) -> None:
    require("knowledge")
    from knowledge.answering import Answerer
    from knowledge.index.built_in import update_built_in_index

    if (question is None) == (batch is None):
        raise CommandError("Give a question, or a file of questions with --batch.")
    items = list(read_lines(batch, ("id", "text"))) if batch else []
    if built_in:
        update_built_in_index(folder, progress=_progress)
    answerer = Answerer.open(folder)
    if question is not None:
        _show(answerer.answer(question, top=top), as_json)
    for item in items:
        print_json(answerer.answer(str(item["text"]), id=str(item["id"]), top=top).to_dict())


def _show(answer: Answer, as_json: bool) -> None:
    if as_json:
        print_json(answer.to_dict())
    elif answer.abstained:
        words = words_in(answer.language).answer
        print(words.declined[answer.reason or "not_covered"])
        near = nearest(answer)
        if near:
            print(f"\n{words.maybe_related} {' › '.join(near.heading)}  ({near.source})")
    else:
        print(answer.answer)
        first = answer.passages[0]
        print(f"\nFrom: {' › '.join(first.heading)}  ({first.url or first.source})")


def _progress(stage: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else "\r"
        print(f"{stage}: {done} of {total}", end=end, file=sys.stderr, flush=True)
