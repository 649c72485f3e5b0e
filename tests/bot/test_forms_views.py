"""The forms: Slack takes them, they hold what the definitions say, and what is written in them arrives exactly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.standin import form
from bot.standin.checks.views import check_view
from bot.standin.snapshot import new_workspace
from bot.views.files import cell_taken_message, offer_message
from bot.views.forms.cells import cells_form, read_cells
from bot.views.forms.checking import check_form, read_check
from bot.views.forms.experiments import experiment_form, experiment_of, read_experiment
from bot.views.forms.fields import View
from bot.views.forms.notes import loading_form, note_form
from bot.views.forms.place import Place
from bot.views.forms.questions import ask_form, read_question, read_ticket, tutor_form
from bot.views.forms.running import code_form, code_in_box, read_run, run_form
from bot.views.forms.snippets import fenced
from bot.views.guides import help_message, practicals_message
from bot.views.runs import again_message
from bot.words import LANGUAGES, words_in
from runners.exercises import catalogue as exercises
from runners.exercises import find as find_exercise
from runners.experiments import Experiment, catalogue, find
from runners.notebooks import Cell
from runners.requests import Attempt, CodeWalk, ExperimentCall, Snippet, read_check_request, read_run_request
from tests.bot.test_views import LONG, problems

CODE = 'def f(x):\n    """```no fence```"""\n\tif x: return x*2*x_1_\n\n    return -x  # é'
PLACE = Place("C1", "1.0", "1.0", "https://slack.example/" + "x" * 100, practical="Graph Neural Networks")
HOSTILE = "<!channel> <@U1> `x` ``` & " * 300
CELLS = [Cell(f"x = {number}\ny = '{LONG}'", f"Heading {number // 3} {HOSTILE}") for number in range(1_200)]


def forms(place: Place) -> dict[str, View]:
    return {
        "ask": ask_form(place),
        "tutor": tutor_form(place),
        "run": run_form(place),
        "code": code_form(Place(**{**vars(place), "code": CODE})),
        "check": check_form(place),
        **{f"check {one.id}": check_form(place, one.id) for one in exercises()},
        **{f"experiment {one.name}": experiment_form(place, one) for one in catalogue()},
        "cells": cells_form(place, "a.ipynb", CELLS[:5]),
        "cells, many": cells_form(place, "a.ipynb", CELLS),
        "loading": loading_form(place, "Pick a cell"),
        "note": note_form(place, "Pick a cell", "No."),
    }


FORMS = {
    f"{name}, {language}": view
    for language in LANGUAGES
    for name, view in forms(Place(**{**vars(PLACE), "language": language})).items()
}


def filled(view: View, **values: Any) -> View:
    """The form as it comes back when somebody has written into it."""
    return {**view, "state": {"values": form.state_values(view["blocks"], values)}}


@pytest.mark.parametrize("name", FORMS)
def test_slack_takes_the_form(name: str) -> None:
    check_view(new_workspace("tutor"), FORMS[name], "modal")


@pytest.mark.parametrize("name", FORMS)
def test_the_place_travels_with_the_form(name: str) -> None:
    assert (Place.of_view(FORMS[name]).channel, Place.of_view(FORMS[name]).thread) == ("C1", "1.0")


def test_code_that_is_too_long_for_the_metadata_is_left_out() -> None:
    metadata = Place("C1", code="é" * 3_000).to_metadata()
    assert len(metadata) < 3_000 and json.loads(metadata) == {"channel": "C1", "language": "en"}


@pytest.mark.parametrize("view", [run_form(PLACE), code_form(PLACE), check_form(PLACE)])
def test_code_arrives_as_it_was_typed(view: View) -> None:
    assert code_in_box(filled(view, code=CODE)) == CODE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comment_in_the_box_is_no_part_of_the_code(language: str) -> None:
    view = run_form(Place("C1", language=language))
    box = view["blocks"][0]["element"]["initial_value"]["elements"][0]["elements"][0]["text"]
    assert code_in_box(filled(view)) == ""
    assert code_in_box(filled(view, code=box + CODE)) == CODE


def test_a_message_pasted_with_its_fences_is_its_code() -> None:
    assert code_in_box(filled(run_form(PLACE), code="```python\nx = 1\n```")) == "x = 1"


def test_code_typed_beside_the_code_block_keeps_its_marks() -> None:
    parts = [
        {"type": "text", "text": "a"},
        {"type": "text", "text": "b", "style": {"bold": True}},
        {"type": "text", "text": "c[:,1"},
        {"type": "emoji", "name": "2"},
        {"type": "text", "text": "3]"},
    ]
    value = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": parts}]}
    assert code_in_box(filled(run_form(PLACE), code=value)) == "a*b*c[:,1:2:3]"


def test_code_with_a_fence_in_it_is_run_whole() -> None:
    assert read_run_request(fenced(CODE)) == Snippet(CODE)


def test_a_form_without_code_says_so_at_the_box() -> None:
    assert list(read_run(filled(run_form(PLACE)), PLACE)[1]) == ["code"]
    assert list(read_check(filled(check_form(PLACE), code="  "), PLACE)[1]) == ["code"]


@pytest.mark.parametrize("experiment", catalogue(), ids=lambda one: one.name)
def test_an_experiments_form_as_it_opens_is_the_experiment_with_its_defaults(experiment: Experiment) -> None:
    view = experiment_form(PLACE, experiment)
    assert experiment_of(view) == experiment.name
    assert read_experiment(filled(view), experiment) == (experiment.name, {})
    assert form.missing(view["blocks"], filled(view)["state"]["values"]) == {}


def test_what_is_changed_is_in_the_words_of_the_run() -> None:
    experiment = find("attention_map")
    view = filled(experiment_form(PLACE, experiment), **{"attention_map.heads": "4", "attention_map.causal": "true"})
    text, errors = read_experiment(view, experiment)
    assert not errors
    request = read_run_request(text)
    assert isinstance(request, ExperimentCall)
    assert (request.parameters["heads"], request.parameters["causal"]) == (4, True)
    assert text == "attention_map heads=4 causal=true"


def test_an_experiment_that_ran_opens_with_its_values() -> None:
    experiment, given = find("einsum"), {"sizes": "3,4,5"}
    assert read_experiment(filled(experiment_form(PLACE, experiment, given)), experiment) == ("einsum sizes=3,4,5", {})


@pytest.mark.parametrize(
    ("name", "field", "value", "says"),
    [
        ("attention_map", "heads", "99", "from 1 to 8"),
        ("attention_map", "heads", "2.5", "whole number"),
        ("broadcasting", "a", "x y", "a shape"),
        ("einsum", "equation", "i1,j->", "must be"),
        ("einsum", "sizes", "", "a shape"),
    ],
)
def test_a_value_out_of_range_is_told_at_its_field(name: str, field: str, value: str, says: str) -> None:
    experiment = find(name)
    place = f"{name}.{field}"
    _, errors = read_experiment(filled(experiment_form(PLACE, experiment), **{place: value}), experiment)
    assert list(errors) == [place]
    assert says in errors[place]


def test_bounds_are_the_experiments_own() -> None:
    block = next(
        b for b in experiment_form(PLACE, find("gcn_karate"))["blocks"] if b.get("block_id", "").endswith("rate")
    )
    low, high = block["element"]["min_value"], block["element"]["max_value"]
    learning_rate = next(p for p in find("gcn_karate").parameters if p.name == "learning_rate")
    assert (float(low), float(high)) == (learning_rate.low, learning_rate.high)
    assert "e" not in low + high
    assert learning_rate.help in block["hint"]["text"]


def test_every_exercise_can_be_chosen_and_the_asked_practical_comes_first() -> None:
    groups = check_form(PLACE)["blocks"][0]["element"]["option_groups"]
    offered = [one["value"] for group in groups for one in group["options"]]
    assert {one.id for one in exercises()} < set(offered)
    assert groups[1]["label"]["text"] == "Graph Neural Networks"


@pytest.mark.parametrize(
    ("exercise", "request_type"), [("whatever", Attempt), ("shapes", CodeWalk), ("rl.greedy_action", Attempt)]
)
def test_a_check_names_what_was_chosen(exercise: str, request_type: type) -> None:
    text, errors = read_check(filled(check_form(PLACE, exercise), code=CODE), PLACE)
    request = read_check_request(text)
    assert not errors
    assert isinstance(request, request_type)
    assert request.code == CODE  # type: ignore[attr-defined]
    assert getattr(request, "exercise", None) == (exercise if "." in exercise else None)


def test_the_chosen_exercise_shows_what_it_asks_for() -> None:
    found = find_exercise("transformers.scaled_dot_product_attention")
    assert found.signature in str(check_form(PLACE, found.id)) and found.task in str(check_form(PLACE, found.id))


def test_a_question_to_a_tutor_holds_its_code_and_whether_a_name_is_shown() -> None:
    view = filled(tutor_form(PLACE), question="why nan?", code="x / 0", anonymous=["yes"])
    assert read_ticket(view, PLACE) == ("why nan?\n```\nx / 0\n```", True, {})
    assert read_ticket(filled(tutor_form(PLACE), question="why?"), PLACE) == ("why?", False, {})
    assert list(read_question(filled(ask_form(PLACE), question="  "), PLACE)[1]) == ["question"]


@pytest.mark.parametrize("many", [5, 1_200])
def test_a_cell_is_found_by_its_place(many: int) -> None:
    view = cells_form(PLACE, "a.ipynb", CELLS[:many])
    options = [o for group in view["blocks"][1]["element"]["option_groups"] for o in group["options"]]
    assert len(options) == min(many, 1_000)
    assert read_cells(filled(view, cell="3", way="alone")) == (3, "alone")
    assert options[3]["text"]["text"] == "4 · x = 3"


MESSAGES = {
    f"{name}, {language}": message
    for language in LANGUAGES
    for name, message in {
        "practicals": practicals_message(exercises(), catalogue(), words_in(language).guide),
        "help": help_message(words_in(language).guide),
        "again": again_message(words_in(language).sharing, "j1", "run"),
        "offer": offer_message({"id": "F1", "name": HOSTILE + ".py"}, "1.0", words_in(language).files),
        "notebook": offer_message({"id": "F2", "name": "a.IPYNB"}, "1.0", words_in(language).files),
        "cell": cell_taken_message({"id": "F2", "name": HOSTILE + LONG}, "1.0", 7, words_in(language).files),
    }.items()
}


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_the_message_and_nobody_is_called(name: str) -> None:
    message = MESSAGES[name]
    assert problems(message.blocks) == []
    assert message.text
    assert "<!" not in str(message) and "<@" not in str(message)


def test_each_practical_leads_to_its_exercises_and_experiments() -> None:
    message = practicals_message(exercises(), catalogue(), words_in("en").guide)
    pressed = [(e["action_id"], e["value"]) for b in message.blocks if b["type"] == "actions" for e in b["elements"]]
    practicals = {one.practical for one in catalogue()}
    assert {value for action, value in pressed if action == "open_run"} == practicals
    assert {value for action, value in pressed if action == "open_check"} == practicals
