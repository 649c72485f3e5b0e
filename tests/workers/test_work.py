"""The work functions, with the real rooms and no queue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

import knowledge
from bot.jobs import Job
from bot.pulse.values import Pulse, Timeline
from bot.settings import read_settings
from bot.views.checks import shapes_message
from bot.views.pulse import plot_labels
from bot.words import words_in
from knowledge.answering import Answerer
from knowledge.index.building import build_index
from runners.experiments import catalogue
from runners.sandbox import Sandbox, SandboxError
from runners.values import Figure, ShapeWalk
from workers import work
from workers.rooms import Rooms

MATERIAL = """# Practical

## Optimisation

### Why is the learning rate small?

A large learning rate jumps over the minimum, so the loss grows. A small learning rate takes many steps.
"""
JOB = Job("j1", "answer", "T1", "C1", "U1", text="why is the learning rate small?")


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder: Path = tmp_path_factory.mktemp("material")
    (folder / "practical.md").write_text(MATERIAL)
    build_index([folder], folder / "index")
    return Answerer.open(folder / "index")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=1) as running:
        yield running


def test_a_citation_becomes_a_link_where_the_material_is_published(answerer: Answerer) -> None:
    here = work.answer(answerer, None, JOB)["value"]["passages"][0]["url"]
    there = work.answer(answerer, None, JOB, link_base="https://indaba.example/material/")["value"]["passages"][0][
        "url"
    ]
    assert "://" not in here
    assert there == f"https://indaba.example/material/{here}"


def test_an_empty_question_is_a_sentence(answerer: Answerer) -> None:
    assert work.answer(answerer, None, replace(JOB, text="   "))["type"] == "usage"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 + 1", "run"),
        ("attention_map tokens=4", "experiment"),
        ("attention_map help", "guide"),
        ("help", "overview"),
        ("atention_map", "usage"),
    ],
)
def test_what_comes_of_a_run(sandbox: Sandbox, text: str, kind: str) -> None:
    assert work.run(sandbox, replace(JOB, kind="run", text=text))["type"] == kind


def test_an_experiment_names_the_section_that_teaches_it(sandbox: Sandbox) -> None:
    job = replace(JOB, kind="run", text="attention_map tokens=4")
    section = work.run(sandbox, job, link_base="https://indaba.example")["value"]["section"]
    assert section["heading"] == "Why divide by sqrt(d_k)?"
    page = "https://indaba.example/knowledge/material/transformers-and-attention.md"
    assert section["url"] == f"{page}#why-divide-by-sqrtd_k"


def test_every_experiment_names_a_heading_of_the_material() -> None:
    material = Path(knowledge.__file__).parent / "material"
    for experiment in catalogue():
        headings = [line.lstrip("# ") for line in (material / experiment.section.file).read_text().splitlines()]
        assert experiment.section.heading in headings, experiment.name


def test_the_wait_in_the_queue_is_part_of_the_total(sandbox: Sandbox) -> None:
    seconds = work.run(sandbox, replace(JOB, kind="run", text="1 + 1"), waited=2.5)["value"]["seconds"]
    assert seconds["queue"] == 2.5
    assert seconds["total"] >= 2.5 + seconds["run"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("matmul a=2,3 b=3,4", "shapes"),
        ("matmul a=2,3 b=4,4", "shapes"),
        ("relu_python\n```\ndef relu(x):\n    return max(x, 0)\n```", "check"),
        ("no_such_thing\n```\nx = 1\n```", "usage"),
        ("shapes\n```\nx = np.ones((2, 3))\n```", "shapes"),
        ("```\ndef mine(x):\n    return x.T\nmine(np.ones((2, 3)))\n```", "shapes"),
        ("```\ndef mine(x):\n    return x.T\n```", "usage"),
    ],
)
def test_what_comes_of_a_check(sandbox: Sandbox, text: str, kind: str) -> None:
    assert work.check(sandbox, replace(JOB, kind="check", text=text))["type"] == kind


def test_code_that_is_neither_an_exercise_nor_called_is_told_both_ways_out(sandbox: Sandbox) -> None:
    said = work.check(sandbox, replace(JOB, kind="check", text="```\ndef mine(x):\n    return x.T\n```"))["value"]
    assert "name the exercise" in said and "add a line that calls mine(x)" in said


def test_a_walk_of_code_travels_as_json_and_is_shown(sandbox: Sandbox) -> None:
    code = "x = np.ones((4, 3))  # [batch, features]\ny = np.ones((5, 3))\nz = x @ y"
    wire = json.loads(json.dumps(work.check(sandbox, replace(JOB, kind="check", text=f"shapes\n```\n{code}\n```"))))
    found = ShapeWalk.from_dict(wire["value"])
    assert found.problem is not None and found.problem.line == 3
    assert found.figure is not None and found.figure.data.startswith(b"\x89PNG")
    shown = json.dumps(shapes_message(words_in("en"), JOB, found, []).blocks, ensure_ascii=False)
    assert "On line 3 this can't be done" in shown and "batch, features" in shown and "Fix:" in shown


def test_strict_refuses_to_start_without_a_layer(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lacking = [replace(layer, in_force=False) for layer in sandbox.layers()]
    monkeypatch.setattr(Sandbox, "layers", lambda self: tuple(lacking))
    with pytest.raises(SandboxError, match="strict"):
        _ = Rooms(read_settings(sandbox="strict", data=tmp_path)).sandbox


def test_the_pulse_is_drawn_from_its_numbers_alone() -> None:
    timeline = Timeline(0.0, 3_600.0, 0.0, {"Attention": (1, 2)}, (None, 60.0), (None, 90.0))
    labels = plot_labels(words_in("en"), Pulse("today", 0.0), timeline)
    job = Job("j1", "draw_pulse", "T1", "C1", "U1", data={"pulse": {"timeline": asdict(timeline)}, "labels": labels})
    result = json.loads(json.dumps(work.draw_pulse(job)))
    figure = Figure.from_dict(result["value"])
    assert result["type"] == "pulse"
    assert (figure.width, figure.alt) == (800, labels["alt"])
    assert figure.data.startswith(b"\x89PNG")
