"""Which language a person is spoken to in: the one they chose, else that of their last questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.jobs import Job
from bot.records.people import People
from bot.records.store import Records
from bot.records.values import Person

QUESTION = Job("j", "answer", "T1", "C1", "U1", text="why?")


def ask(records: Records, *languages: str) -> None:
    for number, language in enumerate(languages):
        result = {"type": "answer", "value": {"answer": "so", "language": language}}
        records.keep_exchange(replace(QUESTION, id=f"j{number}"), result)


@pytest.mark.parametrize(
    ("asked_in", "spoken"),
    [
        ((), ""),
        (("fr",), "fr"),
        (("fr", "en"), "fr"),
        (("en", "en", "fr"), "en"),
        (("fr", "en", "en", "en", "en"), "en"),
    ],
)
def test_who_chose_nothing_is_spoken_to_as_they_ask(records: Records, asked_in: tuple[str, ...], spoken: str) -> None:
    ask(records, *asked_in)
    assert People(records).language("T1", "U1") == spoken


def test_what_is_chosen_counts_more_and_only_for_them(records: Records) -> None:
    ask(records, "fr", "fr")
    people = People(records)
    people.save("T1", "U1", Person(language="en"))
    assert people.language("T1", "U1") == "en"
    assert people.language("T1", "U2") == people.language("T2", "U1") == ""


def test_a_failure_has_no_language(records: Records) -> None:
    records.keep_exchange(QUESTION, {"type": "failed", "value": "failed"})
    assert People(records).language("T1", "U1") == ""
