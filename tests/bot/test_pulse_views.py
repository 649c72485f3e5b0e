"""What tutors and organisers read of the pulse: Slack takes it, nothing pings, and nobody is named in the tables."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from bot.pulse.export import tables
from bot.pulse.picture import draw, practicals_shown
from bot.pulse.values import Gap, MistakeCount, Pulse, SectionCount, Spread, Timeline, Totals
from bot.records.values import Ticket
from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Report
from bot.views.blocks import Message, Picture
from bot.views.pulse import plot_labels, pulse_message, span
from bot.views.tutor_home import tutor_blocks
from bot.words import LANGUAGES, words_in

LONG = "long <!channel> & ``` <@U123> text " * 300
HOSTILE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"),
    *('  =HYPERLINK("http://x")', 'a","b', "two\nlines", "é<!channel>"),
]
COUNTS = {"P": (2, 0), LONG: (0, 3), "": (1, 0)}
TIMELINE = Timeline(1_787_238_000.0, 3_600.0, 7_200.0, COUNTS, (60.0, None), (90.0, None))
TICKET = Ticket(7, "T1", "C1", "1.0", "U1", LONG, "open", link="https://x.example/p")


def full(text: str, many: int = 60) -> Pulse:
    return Pulse(
        period="today",
        until=0.0,
        totals=Totals(120, 40, {"not_covered": 20, "logistics": 3, "a new reason": 1}, 30, 4, 50, 60),
        queue={"claimed": 2, "open": 3, "a new state": 1},
        answered=Spread(9, 180.0, 840.0),
        waiting=Spread(3, 240.0, 5_700.0),
        tickets=((7, 5_700.0),),
        sections=tuple(SectionCount(text, text, 12, 5, 2, 1) for _ in range(many)),
        mistakes=tuple(MistakeCount(text, text, 5, 3) for _ in range(many)),
        gaps=tuple(
            Gap(kind, words, text, 4, 2)
            for kind in ("declined", "not_helpful")
            for words in (text, "")
            for _ in range(many)
        ),
        timeline=TIMELINE,
    )


def small() -> Pulse:
    """The numbers of a quiet morning, told word for word below."""
    return Pulse(
        "today",
        0.0,
        Totals(42, 17, {"not_covered": 9, "logistics": 2}, 12, 3, 20, 31),
        {"claimed": 1, "open": 3},
        Spread(9, 180.0, 840.0),
        Spread(3, 40.0, 5_700.0),
        ((7, 5_700.0),),
        (SectionCount("Attention", "Why?", 12, 7, 0, 0),),
        (MistakeCount("a.b", "The scores are not scaled.", 5, 3),),
        (Gap("declined", "where can i charge my laptop", "GPU", 3, 2), Gap("declined", "", "GPU", 4, 4)),
        TIMELINE,
    )


PULSES = {"full": full(LONG), "small": small(), "empty": Pulse("hour", 0.0)}
MESSAGES: dict[str, Message] = {
    f"{language} {name} {'with' if picture else 'without'} picture": pulse_message(
        words_in(language), pulse, picture, failed=picture is None
    )
    for language in LANGUAGES
    for name, pulse in PULSES.items()
    for picture in (None, Picture("F1", "A plot."))
}


def problems(blocks: list[dict[str, Any]], surface: str = "message") -> list[str]:
    report = Report(image_files=lambda file_id: file_id.startswith("F"), surface=surface)
    check_blocks(blocks, "/blocks", 50 if surface == "message" else 100, report)
    return report.problems


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_the_message_and_nothing_in_it_pings(name: str) -> None:
    message = MESSAGES[name]
    assert problems(message.blocks) == []
    assert message.text
    assert "<!" not in str(message) and "<@" not in str(message)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PULSES)
def test_slack_takes_the_tutors_home(language: str, name: str) -> None:
    for queue in ([], [TICKET], [replace(TICKET, number=number) for number in range(40)]):
        body = tutor_blocks(words_in(language), PULSES[name], queue)
        assert problems(body, "home") == []
        assert "<!" not in str(body)
        assert len(body) < 40


def test_the_numbers_are_told() -> None:
    message = pulse_message(words_in("en"), small(), None)
    shown = [block.get("text", {}).get("text", "") for block in message.blocks]
    assert shown[:2] == [
        "📈 Pulse: today",
        "❓ Questions: *42* · answered: *31* · not answered: *11* · people who asked: *17*\n"
        "👍 *12* · 👎 *3* · runs: *20* · checks: *31*\n"
        "🙋 Tickets now: open *3* · claimed *1*\n"
        "⏳ Waiting for a tutor now: *3*, median *40 s*, longest *1 h 35 min*\n"
        "💬 Answered by tutors: *9*, median wait *3 min*, longest *14 min*",
    ]
    assert shown[2:5] == [
        "*Sections with most questions*\n• Attention › Why? · questions: *12*",
        "*Where learners get stuck*\n• `a.b`: The scores are not scaled. Learners: *5*, not solved yet: *3*",
        "*What I could not answer*\n• “where can i charge my laptop” · questions: *3*, people: *2*\n"
        "• Asked by one person each, near “GPU”: *4*",
    ]
    assert message.blocks[5]["elements"][0]["text"] == (
        "Not answered: not in the material 9 · about times, rooms or travel 2"
    )
    assert [button["action_id"] for button in message.blocks[-1]["elements"]] == [
        "pulse_today",
        "pulse_hour",
        "pulse_all",
        "pulse_csv",
    ]


def test_a_silent_room_is_told_without_a_plot() -> None:
    assert "No questions and no tickets yet." in pulse_message(words_in("en"), PULSES["empty"]).text


def test_the_tickets_that_wait_longest_come_first_on_the_home_tab() -> None:
    queue = [replace(TICKET, number=number, question="help") for number in range(40)]
    pulse = replace(small(), tickets=((7, 5_700.0), (30, 60.0)))
    shown = [
        block["text"]["text"] for block in tutor_blocks(words_in("en"), pulse, queue) if block["type"] == "section"
    ]
    assert shown[0] == "*The tutors' queue: 40 open*"
    assert [line.partition("|")[2].partition(">")[0] for line in shown[1:4]] == ["Ticket 7", "Ticket 30", "Ticket 0"]
    assert shown[1].endswith("· ⏳ 1 h 35 min")
    assert "⏳" not in shown[3]
    assert "and 30 more" in str(tutor_blocks(words_in("en"), pulse, queue))
    assert "Question n° 7" in str(tutor_blocks(words_in("fr"), pulse, queue))


def test_the_button_on_the_home_tab_is_the_same_after_an_update() -> None:
    def block(pulse: Pulse) -> list[dict[str, Any]]:
        return [found for found in tutor_blocks(words_in("en"), pulse, []) if "pulse_today" in str(found)]

    assert block(small()) == block(PULSES["full"])
    assert block(small())[0]["block_id"]


def test_what_one_person_asked_about_something_else_has_no_section() -> None:
    pulse = replace(small(), gaps=(Gap("declined", "", "", 6, 6),))
    assert "Asked by one person each, about something else: *6*" in str(pulse_message(words_in("en"), pulse).blocks)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (61, "1 min"),
        (3_600, "1 h"),
        (5_100, "85 min"),
        (5_400, "1 h 30 min"),
        (86_400, "24 h"),
    ],
)
def test_a_wait_as_people_say_it(seconds: float, said: str) -> None:
    assert span(seconds) == said


def test_the_plot_is_described_in_words() -> None:
    assert plot_labels(words_in("en"), small(), TIMELINE)["alt"] == (
        "Bars: questions from 20/08 17:00 to 20/08 19:00, at most 3 in 1 h. "
        f"{LONG[:59].rstrip()}…: 3, P: 2, not answered: 1. "
        "Lines: how long tickets waited by the time they were opened, at most 2 min."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"questions": {}},
        {"longest_waits": (None, None), "median_waits": (None, None)},
        {"questions": {f"$Practical_{i} {LONG[:40]}": (i, 1) for i in range(9)}},
    ],
)
def test_a_plot_is_drawn_of_what_there_is(language: str, changes: dict[str, Any]) -> None:
    timeline = replace(TIMELINE, **changes)
    data = draw(timeline, plot_labels(words_in(language), small(), timeline))
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 800


def test_no_plot_is_drawn_of_nothing() -> None:
    nothing = replace(TIMELINE, questions={}, longest_waits=(None, None), median_waits=(None, None))
    with pytest.raises(ValueError, match="nothing to draw"):
        draw(nothing, plot_labels(words_in("en"), small(), nothing))


def test_the_practicals_with_most_questions_get_a_colour() -> None:
    six = {f"P{i}": (i, 1) for i in range(6)}
    assert practicals_shown({**six, "": (9, 9)}) == ["P5", "P4", "P3", "P2", "P1", "P0"]
    assert practicals_shown({**six, "P6": (6, 1)}) == ["P6", "P5", "P4", "P3", "P2"]


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_tables_have_the_numbers() -> None:
    found = {name: read(content) for name, content in tables(small()).items()}
    assert found["questions_by_section.csv"] == [
        {
            "practical": "Attention",
            "section": "Why?",
            "questions": "12",
            "learners": "7",
            "not_answered": "0",
            "marked_not_helpful": "0",
        }
    ]
    assert found["mistakes.csv"] == [
        {"exercise": "a.b", "mistake": "The scores are not scaled.", "learners": "5", "not_solved_yet": "3"}
    ]
    assert found["waits.csv"] == [
        {"tickets": "answered", "count": "9", "median_minutes": "3.0", "longest_minutes": "14.0"},
        {"tickets": "waiting now", "count": "3", "median_minutes": "0.7", "longest_minutes": "95.0"},
    ]
    assert [(row["words_used_by_several"], row["questions"], row["learners"]) for row in found["abstained.csv"]] == [
        ("where can i charge my laptop", "3", "<3"),
        ("", "4", "4"),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_and_every_text_comes_back(text: str) -> None:
    for name, content in tables(full(text, 2)).items():
        rows = read(content)
        assert rows
        cells = [cell for row in rows for cell in row.values()]
        assert all(not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
        if name != "waits.csv":
            assert any(cell.removeprefix("'") == text for cell in cells)


def test_few_learners_are_only_few() -> None:
    for learners, told in ((0, "<3"), (1, "<3"), (2, "<3"), (3, "3")):
        pulse = replace(small(), sections=(SectionCount("A", "B", 9, learners, 0, 0),))
        assert read(tables(pulse)["questions_by_section.csv"])[0]["learners"] == told


def test_tables_of_an_empty_room_have_their_headings() -> None:
    found = tables(PULSES["empty"])
    assert read(found["mistakes.csv"]) == []
    assert [row["count"] for row in read(found["waits.csv"])] == ["0", "0"]
