"""A workspace's set-up: what it may hold, how its schedule is read, and the file that seeds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.records.database import open_database
from bot.records.practicals import find_practical, practicals
from bot.records.rules import Problem, problems
from bot.records.schedule import MOST_SLOTS, read_schedule, written_schedule
from bot.records.seed import read_seed
from bot.records.store import Records
from bot.records.workspaces import Setup, Slot, Workspaces
from bot.settings import SettingsError
from bot.views.setup_values import problem_sentences
from bot.words import words_in
from bot.words.values import SetupWords

TRANSFORMERS = "Transformers & Attention"
EXAMPLE = Path(__file__).parents[2] / "docs" / "setup.example.toml"


def test_a_setup_goes_through_json_and_back() -> None:
    slot = Slot(TRANSFORMERS, "2026-08-22T09:00:00+00:00", "2026-08-22T12:00:00+00:00")
    setup = Setup(("C1", "C2"), "C3", "S1", {TRANSFORMERS: ("U1",), "": ("U2",)}, (slot,), True, 6, 16, 31)
    assert Setup.from_dict(setup.to_dict()) == setup


def test_a_setup_of_another_version_is_read_as_far_as_it_goes() -> None:
    assert Setup.from_dict({"quiet": True, "a_field_that_is_gone": 1}) == Setup(quiet=True)


@pytest.mark.parametrize(
    ("wire", "field", "wrong"),
    [
        ({"colour": "red"}, "colour", "unknown"),
        ({"practicals_channels": ["two words"]}, "practicals_channels", "channel"),
        ({"practicals_channels": "practicals"}, "practicals_channels", "channel"),
        ({"tutors_channel": 7}, "tutors_channel", "channel"),
        ({"practicals_channels": ["C1"], "tutors_channel": "C1"}, "tutors_channel", "same"),
        ({"tutors_group": "tutors"}, "tutors_group", "group"),
        ({"leads": {TRANSFORMERS: ["grace"]}}, "leads", "person"),
        ({"leads": {TRANSFORMERS: "U0GRACE001"}}, "leads", "person"),
        ({"leads": ["U0GRACE001"]}, "leads", "person"),
        ({"leads": {"Cooking": ["U0GRACE001"]}}, "leads", "practical"),
        ({"quiet": "yes"}, "quiet", "yes_no"),
        ({"unclaimed_minutes": 0}, "unclaimed_minutes", "minutes"),
        ({"unclaimed_minutes": True}, "unclaimed_minutes", "minutes"),
        ({"unanswered_minutes": "15"}, "unanswered_minutes", "minutes"),
        ({"escalate_minutes": 1441}, "escalate_minutes", "minutes"),
        ({"escalate_minutes": 15}, "escalate_minutes", "order"),
        ({"timezone": "Dakar"}, "timezone", "timezone"),
        ({"opens": "9:00"}, "opens", "time"),
        ({"closes": "25:00"}, "closes", "time"),
        ({"language": "sw"}, "language", "language"),
        ({"language": ["fr"]}, "language", "language"),
        ({"opens": "24:00"}, "opens", "time"),
        ({"opens": "00:00", "closes": "00:00"}, "closes", "hours"),
        ({"opens": "09:00", "closes": "09:00"}, "closes", "hours"),
    ],
)
def test_each_wrong_value_is_found_and_has_a_sentence(wire: dict[str, Any], field: str, wrong: str) -> None:
    found = problems(wire)
    assert [(problem.field, problem.wrong) for problem in found] == [(field, wrong)]
    for language in ("en", "fr"):
        sentence = problem_sentences(found, words_in(language).setup)[field]
        assert found[0].value in sentence
        assert found[0].valid in sentence


def test_the_defaults_and_a_whole_setup_are_right() -> None:
    assert problems(Setup().to_dict()) == []
    whole = Setup(("practicals", "C0PRACTICE"), "tutors", "S0TUTORS01", {"": ("U0GRACE001",)}, opens="09:00")
    assert problems(whole.to_dict()) == []


@pytest.mark.parametrize(("opens", "closes"), [("18:00", "02:00"), ("18:00", "00:00"), ("18:00", "24:00")])
def test_hours_may_go_on_after_midnight_or_end_there(opens: str, closes: str) -> None:
    assert problems({"opens": opens, "closes": closes}) == []


def test_there_is_a_sentence_for_everything_that_can_be_wrong() -> None:
    from typing import get_args

    from bot.records.rules import Wrong

    assert set(words_in("en").setup.wrong) == set(get_args(Wrong))


def test_what_is_shown_of_a_setup_has_a_label() -> None:
    words: SetupWords = words_in("en").setup
    assert set(words.labels) == set(Setup.__dataclass_fields__) == set(words.hints)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Transformers & Attention", TRANSFORMERS),
        ("transformers", TRANSFORMERS),
        ("transformers and attention", TRANSFORMERS),
        ("graph", "Graph Neural Networks"),
        ("learning", ""),
        ("", ""),
        ("cooking", ""),
    ],
)
def test_a_practical_is_known_by_enough_of_its_title(text: str, title: str) -> None:
    assert find_practical(text) == title


def test_there_are_seven_practicals() -> None:
    assert len(practicals()) == 7


def test_a_schedule_is_read_in_its_time_zone_and_in_order() -> None:
    lines = ["2026-08-23 09:00 - 12:00 graph", "", "2026-08-22 9:00–12:00 Transformers & Attention"]
    slots, wrong = read_schedule(lines, "Africa/Nairobi")
    assert wrong == []
    assert slots == [
        Slot(TRANSFORMERS, "2026-08-22T09:00:00+03:00", "2026-08-22T12:00:00+03:00"),
        Slot("Graph Neural Networks", "2026-08-23T09:00:00+03:00", "2026-08-23T12:00:00+03:00"),
    ]


def test_a_written_schedule_is_read_again_as_it_was() -> None:
    lines = ["2026-08-22 09:00–12:00 Array Algebra", "2026-08-22 20:00–24:00 Reinforcement Learning"]
    slots, _ = read_schedule(lines, "Africa/Lagos")
    assert written_schedule(slots, "Africa/Lagos").splitlines() == lines
    assert written_schedule(slots[:1], "UTC") == "2026-08-22 08:00–11:00 Array Algebra"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("tomorrow 09:00-12:00 graph", "line"),
        ("2026-08-22 09:00 graph", "line"),
        ("2026-02-30 09:00-12:00 graph", "line"),
        ("2026-08-22 09:00-12:60 graph", "line"),
        ("2026-08-22 12:00-09:00 graph", "line"),
        ("2026-08-22 09:00-12:00 learning", "practical"),
    ],
)
def test_a_line_that_cannot_be_read(line: str, wrong: str) -> None:
    slots, found = read_schedule([line], "UTC")
    assert (slots, [problem.wrong for problem in found]) == ([], [wrong])
    assert found[0].value in line


def test_two_practicals_at_once_are_a_mistake() -> None:
    lines = ["2026-08-22 09:00-12:00 graph", "2026-08-22 11:00-13:00 array"]
    _, wrong = read_schedule(lines, "UTC")
    assert wrong == [Problem("schedule", "overlap", "Array Algebra", "Graph Neural Networks")]


def test_a_schedule_fits_into_its_form() -> None:
    lines = [f"2026-{month:02}-{day:02} 09:00-12:00 jax" for month in (1, 2) for day in range(1, 26)]
    slots, wrong = read_schedule(lines, "UTC")
    assert [problem.wrong for problem in wrong] == ["many"]
    assert len(written_schedule(slots[:MOST_SLOTS], "UTC")) < 3_000


def test_the_practical_that_is_on() -> None:
    slots, _ = read_schedule(["2026-08-22 09:00-12:00 graph"], "Africa/Lagos")
    setup = Setup(schedule=tuple(slots))
    assert setup.practical_at(datetime(2026, 8, 22, 7, 59, tzinfo=UTC)) == ""
    assert setup.practical_at(datetime(2026, 8, 22, 8, 0, tzinfo=UTC)) == "Graph Neural Networks"
    assert setup.practical_at(datetime(2026, 8, 22, 11, 0, tzinfo=UTC)) == ""


def test_the_leads_of_a_practical_and_of_every_one() -> None:
    setup = Setup(leads={TRANSFORMERS: ("U1", "U2"), "": ("U3", "U1")})
    assert setup.leads_of(TRANSFORMERS) == ("U1", "U2", "U3")
    assert setup.leads_of("Array Algebra") == setup.leads_of("") == ("U3", "U1")
    assert Setup().leads_of(TRANSFORMERS) == ()


def test_the_example_file_is_one_that_loads() -> None:
    seed = read_seed(EXAMPLE)
    assert seed.language == "fr"
    assert seed.timezone == "Africa/Dakar"
    assert len(seed.schedule) == 3
    assert seed.leads_of(TRANSFORMERS) == ("U0614TZR7", "U0714ABC2")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("quiet = ", "not a TOML file"),
        ('colour = "red"', "colour: “colour” is no setting. There are: practicals_channels, tutors_channel"),
        ('timezone = "Dakar"', "timezone: “Dakar” is no time zone. Write one such as Africa/Lagos."),
        ('language = "French"', "language: “French” is no language that I speak. Write one of: en, fr."),
        ("unclaimed_minutes = 0", "unclaimed_minutes: “0” is no whole number of minutes from 1 to 1440."),
        (
            'opens = "09:00"\ncloses = "09:00"',
            "closes: Office hours can't start and end at the same time, 09:00. For the whole day leave both out.",
        ),
        ('schedule = ["2026-08-22 graph"]', "schedule: “2026-08-22 graph” can't be read."),
        ('schedule = "2026-08-22"', "schedule: “2026-08-22” can't be read."),
        ('[leads]\nCooking = ["U0GRACE001"]', "leads: “Cooking” is no practical"),
    ],
)
def test_a_wrong_file_is_told_by_file_key_and_value(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "setup.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as problem:
        read_seed(file)
    assert f"TUTOR_SETUP='{file}'" in str(problem.value)
    assert says in str(problem.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be read: No such file"):
        read_seed(tmp_path / "nothing.toml")


def test_what_an_admin_saves_wins_over_the_seed(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'tutor.db'}")
    seed = Setup(quiet=True, timezone="Africa/Dakar")
    workspaces = Workspaces(Records(engine), seed)
    assert workspaces.setup("T1") == seed
    before, after = workspaces.change("T1", {"quiet": False}, "U1")
    assert (before, after) == (seed, replace(seed, quiet=False))
    assert Workspaces(Records(engine)).setup("T1") == after
    assert workspaces.setup("T2") == seed
    engine.dispose()
