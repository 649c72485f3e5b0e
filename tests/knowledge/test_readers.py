from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.reading.markdown import read_markdown
from knowledge.reading.notebook import read_notebook
from knowledge.reading.sections import Section
from tests.knowledge.notebooks import KITES, SECRET, code, markdown, notebook

SAMPLE = Path(__file__).parent / "material" / "kites.md"


@pytest.fixture(scope="module")
def kites() -> list[Section]:
    return read_markdown(SAMPLE.read_text("utf-8"), source="kites.md", url="https://example.org/kites.md")


@pytest.fixture(scope="module")
def cells() -> list[Section]:
    return read_notebook(KITES, source="kites.ipynb", link=lambda index, name: f"{index}:{name}")


def test_markdown_sections_have_their_path_lines_and_anchor(kites: list[Section]) -> None:
    first = kites[0]
    assert first.heading == ("Flying Kites", "Lift", "Why does a kite stay in the air?")
    assert first.url == "https://example.org/kites.md#why-does-a-kite-stay-in-the-air"
    lines = SAMPLE.read_text("utf-8").splitlines()
    start, end = first.cells
    assert lines[start - 1].startswith("### Why does a kite")
    assert lines[end - 1] == "```"


def test_what_is_shown_is_readable(kites: list[Section]) -> None:
    text = kites[0].text
    assert "L = 1/2 ρ v² A" in text
    assert "*(Picture: How the air bends)*" in text
    assert kites[0].code == ("def lift(density, speed, area):\n    return 0.5 * density * speed**2 * area",)


def test_answers_are_sections_of_their_own_kind(kites: list[Section]) -> None:
    assert [section.heading[-1] for section in kites if section.kind == "solution"] == ["Solution", "Solution"]
    assert not any(SECRET in section.text for section in kites if section.kind != "solution")
    assert next(section for section in kites if section.heading[-1].startswith("Exercise")).kind == "exercise"


def test_a_repeated_heading_gets_a_numbered_anchor(kites: list[Section]) -> None:
    anchors = [section.url.rpartition("#")[2] for section in kites if section.heading[-1] == "What is the bridle for?"]
    assert anchors == ["what-is-the-bridle-for", "what-is-the-bridle-for-1"]


def test_no_answer_of_a_notebook_is_outside_a_solution(cells: list[Section]) -> None:
    leaks = [
        section for section in cells if section.kind != "solution" and SECRET in section.text + "".join(section.code)
    ]
    assert leaks == []
    assert {index for section in cells if section.kind == "solution" for index in section.cells} == {7, 11, 12}


def test_notebook_sections_have_cells_and_links(cells: list[Section]) -> None:
    wind = next(section for section in cells if section.heading[-1] == "Wind")
    assert (wind.heading, wind.cells, wind.url) == (("Kites in JAX", "Wind"), (2, 3), "2:wind")
    assert "The wind vₜ blows" in wind.text
    assert "**Plot the wind**" in wind.text
    assert "@param" not in wind.text


def test_an_exercise_keeps_its_stub_and_not_its_test(cells: list[Section]) -> None:
    exercise = next(section for section in cells if section.kind == "exercise")
    assert exercise.cells == (4, 5)
    assert "YOUR CODE" in exercise.text


def test_the_text_after_an_exercise_is_an_explanation(cells: list[Section]) -> None:
    after = next(section for section in cells if 8 in section.cells)
    assert after.kind == "explanation"
    assert after.code == ("x = 1\n### BEGIN SOLUTION\n### END SOLUTION\nprint(x)",)


def test_contents_and_outputs_are_not_read(cells: list[Section]) -> None:
    everything = " ".join(section.text for section in cells)
    assert "scrollTo" not in everything
    assert "nobody should read" not in everything
    assert "*(Picture: A red kite)*" in everything


def test_an_id_that_two_cells_share_is_no_link() -> None:
    twice = notebook(markdown("# A\n\nOne.", "same"), markdown("# B\n\nTwo.", "same"))
    links = [
        section.url for section in read_notebook(twice, source="n.ipynb", link=lambda index, name: f"{index}:{name}")
    ]
    assert links == ["0:", "1:"]


def test_a_long_section_is_split_where_a_cell_ends() -> None:
    long = notebook(markdown("# Long"), *(markdown(f"Cell {place}. " + "word " * 150) for place in range(6)))
    parts = read_notebook(long, source="long.ipynb")
    assert [part.cells for part in parts] == [(0, 1, 2), (3, 4), (5, 6)] or len(parts) > 1
    assert sorted(index for part in parts for index in part.cells) == list(range(7))


def test_tagged_and_graded_cells_are_answers() -> None:
    graded = notebook(
        markdown("# A\n\nText."), code("y = 1", nbgrader={"solution": True}), code("z = 2", tags=["solution"])
    )
    assert [section.kind for section in read_notebook(graded, source="n.ipynb")] == ["explanation", "solution"]


def test_a_notebook_of_format_3_is_read() -> None:
    cell = {"cell_type": "heading", "level": 1, "metadata": {}, "source": "Old"}
    text = {"cell_type": "markdown", "metadata": {}, "source": "Text of an old notebook."}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell, text], "metadata": {}}]}
    assert read_notebook(json.dumps(old), source="old.ipynb")[0].heading == ("Old",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "no cells"),
        ('{"nbformat": 4}', "no cells"),
        ('{"nbformat": 4, "cells": [3]}', "cell 0 is malformed"),
        ('{"nbformat": 4, "cells": [{"source": 5}]}', "cell 0 is malformed"),
    ],
)
def test_what_is_no_notebook_is_refused(text: str, reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason):
        read_notebook(text, source="n.ipynb")
