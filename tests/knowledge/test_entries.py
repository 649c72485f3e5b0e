"""What tutors keep: searched at once, by every process, whatever is rebuilt; gone when it is withdrawn."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.entries import Entry, EntryBook
from knowledge.errors import KnowledgeError
from knowledge.index.building import build_index

QUESTION = "my kite laptop overheats when the training loop runs for an hour, what can I do?"
CHARGERS = "where can I find the spare laptop chargers for the practicals?"
OVERHEATING = Entry(
    id="t1",
    question=QUESTION,
    answer="Close the other notebooks, put the laptop on a hard table, and halve the batch size.\n\nThen restart it.",
    author="Grace",
    day="2026-11-25",
    link="https://example.org/thread",
)


@pytest.fixture
def index(sample_index: Path, tmp_path: Path) -> Path:
    """An index of the sample material that may be changed."""
    return Path(shutil.copytree(sample_index, tmp_path / "index"))


def test_a_kept_answer_is_found_at_once_by_every_process(index: Path) -> None:
    first, second = Answerer.open(index), Answerer.open(index)
    assert first.answer(QUESTION).abstained
    assert second.answer(QUESTION).abstained
    first.keep(OVERHEATING)
    for answerer in (first, second, Answerer.open(index)):
        answer = answerer.answer("laptop overheats in the training loop, what to do")
        assert not answer.abstained
        assert answer.answer == OVERHEATING.answer
        assert answer.passages[0].kind == "faq"
        assert answer.passages[0].heading == ("Answered by Grace, 2026-11-25", QUESTION)
        assert answer.passages[0].url == "https://example.org/thread"


def test_entries_outlive_a_rebuilding(index: Path, folder: Path) -> None:
    answerer = Answerer.open(index)
    answerer.keep(OVERHEATING)
    (folder / "ropes.md").write_text("# Ropes\n\nA rope of nylon stretches in the rain.\n", "utf-8")
    build_index([folder], index)
    assert answerer.answer(QUESTION).answer == OVERHEATING.answer
    assert answerer.answer("does a nylon rope stretch in the rain").passages[0].source == "ropes.md"


def test_a_withdrawn_answer_is_gone_and_the_material_stays(index: Path) -> None:
    answerer, other = Answerer.open(index), Answerer.open(index)
    answerer.keep(OVERHEATING)
    assert not other.answer(QUESTION).abstained
    assert answerer.withdraw("t1")
    assert not answerer.withdraw("t1")
    for each in (answerer, other):
        assert each.answer(QUESTION).abstained
        assert each.index.sections == each.material.sections


def test_an_entry_with_an_earlier_ones_id_takes_its_place(index: Path) -> None:
    answerer = Answerer.open(index)
    answerer.keep(OVERHEATING)
    answerer.keep(replace(OVERHEATING, answer="Let it rest for ten minutes."))
    assert answerer.answer(QUESTION).answer == "Let it rest for ten minutes."
    assert len(answerer.book.entries()) == 1


def test_an_earlier_answer_to_nearly_the_same_question_is_named(index: Path) -> None:
    answerer = Answerer.open(index)
    answerer.keep(OVERHEATING)
    same = "my laptop overheats while the training loop runs, what can I do"
    assert answerer.entry_like(same) == OVERHEATING
    assert answerer.entry_like(same, but=OVERHEATING.id) is None
    assert answerer.entry_like("which branch of the repository has the slides?") is None


def test_an_answer_takes_the_place_of_an_earlier_one(index: Path) -> None:
    answerer = Answerer.open(index)
    answerer.keep(replace(OVERHEATING, team="T1"))
    better = replace(OVERHEATING, id="t2", team="T1", answer="Put it on a table, not on a cushion.")
    for _ in range(2):
        answerer.keep(better, replaces=OVERHEATING.id)
        assert answerer.book.entries() == [better]
    assert answerer.answer(QUESTION, team="T1").answer == better.answer


def test_the_answer_of_another_workspace_is_not_replaced(index: Path) -> None:
    answerer = Answerer.open(index)
    theirs, ours = replace(OVERHEATING, team="T1"), replace(OVERHEATING, id="t2", team="T2")
    answerer.keep(theirs)
    answerer.keep(ours, replaces=theirs.id)
    assert answerer.book.entries() == [theirs, ours]


def test_a_line_that_a_crash_cut_short_costs_only_itself(tmp_path: Path) -> None:
    book = EntryBook(tmp_path / "index")
    book.keep(OVERHEATING)
    with book.path.open("a") as stream:
        stream.write('5\n{"id": "t9"}\n{"id": "t2", "quest')
    assert book.entries() == [OVERHEATING]
    later = replace(OVERHEATING, id="t3")
    book.keep(later)
    assert book.entries() == [OVERHEATING, later]


def test_a_folder_that_cannot_hold_the_book_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KnowledgeError, match="index-entries.jsonl cannot be written .* Set TUTOR_DATA"):
        EntryBook(tmp_path / "file" / "index").keep(OVERHEATING)


@pytest.mark.parametrize(
    "asked",
    [
        "where can I charge my laptop in room 4?",
        "where can I put my laptop?",
        "can I use my own laptop for the practicals?",
        "why are there spare laptop chargers for the practicals?",
    ],
)
def test_to_be_about_the_same_is_not_enough_for_a_kept_answer(index: Path, asked: str) -> None:
    answerer = Answerer.open(index)
    answerer.keep(replace(OVERHEATING, question=CHARGERS, answer="Room 7, at the desk."))
    assert answerer.answer("where can I find a laptop charger").answer == "Room 7, at the desk."
    answer = answerer.answer(asked)
    assert answer.abstained
    assert "Room 7" not in answer.answer
    assert answer.passages[0].heading[-1] == CHARGERS
    assert 0.2 < answer.confidence <= 0.5


def test_a_kept_answer_does_not_keep_the_material_from_answering(index: Path) -> None:
    answerer = Answerer.open(index)
    asked = "why does a kite stay in the air?"
    before = answerer.answer(asked)
    assert not before.abstained
    answerer.keep(replace(OVERHEATING, question="how does a kite stay in the air at night?", answer="With a lamp."))
    after = answerer.answer(asked)
    assert (after.answer, after.passages[0].heading) == (before.answer, before.passages[0].heading)


def test_what_one_workspace_keeps_answers_there_alone(index: Path) -> None:
    answerer = Answerer.open(index)
    answerer.keep(replace(OVERHEATING, team="T1"))
    assert answerer.answer(QUESTION, team="T1").answer == OVERHEATING.answer
    assert answerer.answer(QUESTION, team="T2").abstained
    assert all(passage.kind != "faq" for passage in answerer.answer(QUESTION, team="T2").passages)
    assert answerer.answer(QUESTION).answer == OVERHEATING.answer
    material = answerer.answer("how long is the tail of a kite", team="T2")
    assert material.passages[0].source == answerer.answer("how long is the tail of a kite").passages[0].source


def test_two_workspaces_may_answer_the_same_question_differently(index: Path) -> None:
    answerer = Answerer.open(index)
    answerer.keep(replace(OVERHEATING, id="a", team="T1"))
    other = replace(OVERHEATING, id="b", team="T2", answer="Take a break and drink some water.")
    assert answerer.entry_like(other.question, team="T2") is None
    answerer.keep(other)
    for team, said in (("T1", OVERHEATING.answer), ("T2", other.answer)):
        answer = answerer.answer(QUESTION, team=team)
        assert answer.answer == said
        assert [passage.text for passage in answer.passages if passage.kind == "faq"] == [said]


def test_a_workspace_withdraws_only_its_own(index: Path) -> None:
    answerer = Answerer.open(index)
    answerer.keep(replace(OVERHEATING, team="T1"))
    assert not answerer.withdraw("t1", "T2")
    assert answerer.withdraw("t1", "T1")


def test_an_entry_from_before_there_were_workspaces_answers_everywhere(index: Path) -> None:
    book = EntryBook(index)
    wire = {name: value for name, value in asdict(OVERHEATING).items() if name != "team"}
    book.path.write_text(json.dumps(wire) + "\n", "utf-8")
    answerer = Answerer.open(index)
    assert book.entries() == [OVERHEATING]
    assert answerer.answer(QUESTION, team="T2").answer == OVERHEATING.answer


ROOM = "which room has the spare laptop chargers for the practicals?"
START = "what time does the practical start tomorrow?"
WIFI = "what is the wifi password?"
DEADLINE = "when is the deadline for the solution submission?"


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        (ROOM, ROOM),
        (ROOM, "in which room are the spare laptop chargers for the practicals?"),
        (START, "when does tomorrow's practical begin?"),
        (DEADLINE, "deadline to submit solutions?"),
        ("quel est le mot de passe du wifi ?", "c'est quoi le mot de passe du wifi ?"),
    ],
)
def test_what_was_kept_of_times_and_rooms_answers_the_same_question(index: Path, kept: str, asked: str) -> None:
    answerer = Answerer.open(index)
    assert answerer.answer(asked).reason == "logistics"
    answerer.keep(replace(OVERHEATING, question=kept, answer="Ask at the desk."))
    assert answerer.answer(asked).answer == "Ask at the desk."


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        (ROOM, "which room has coffee?"),
        (START, "what time does the practical end tomorrow?"),
        (START, "what time is lunch tomorrow?"),
        (WIFI, "what is the password for the GPU cluster?"),
        (WIFI, "where is the wifi slow?"),
        (DEADLINE, "when is the deadline for travel grants?"),
    ],
)
def test_and_no_other_question(index: Path, kept: str, asked: str) -> None:
    answerer = Answerer.open(index)
    answerer.keep(replace(OVERHEATING, question=kept, answer="Ask at the desk."))
    assert answerer.answer(asked).abstained
