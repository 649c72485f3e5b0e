"""`tutor experiments`: the list, and the page that is made of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bot.cli.gallery import parameter_row
from runners.experiments import Experiment, catalogue

DOCS = Path(__file__).parents[2] / "docs"


def test_the_list_as_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "experiments", "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    listed = {one["name"]: one for one in json.loads(done.stdout)}
    assert list(listed) == [experiment.name for experiment in catalogue()]
    heads = next(one for one in listed["attention_map"]["parameters"] if one["name"] == "heads")
    assert (heads["kind"], heads["low"], heads["high"], heads["default"]) == ("int", 1, 8, 2)
    assert heads["range"] == "a whole number from 1 to 8"


@pytest.mark.parametrize("experiment", catalogue(), ids=lambda experiment: experiment.name)
def test_the_page_shows_it_as_it_is(experiment: Experiment) -> None:
    page = (DOCS / "experiments.md").read_text("utf-8")
    assert f"### {experiment.name}: {experiment.title}\n\n{experiment.help}\n" in page
    assert f"](experiments/{experiment.name}.png)" in page
    for parameter in experiment.parameters:
        assert parameter_row(parameter) in page
    with Image.open(DOCS / "experiments" / f"{experiment.name}.png") as picture:
        assert 600 <= picture.width <= 1400
