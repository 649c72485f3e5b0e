"""The docstrings of the installed libraries as a source of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.index.api import ApiIndex, open_api, update_api


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "api.json"
    assert update_api(path)
    return path


def test_about_a_thousand_functions_are_listed_and_not_again(file: Path) -> None:
    made = file.stat().st_mtime_ns
    assert len(open_api(file).by_name) > 900
    assert update_api(file)
    assert file.stat().st_mtime_ns == made


@pytest.mark.parametrize(
    ("question", "name"),
    [("what does jax.lax.associative_scan do", "jax.lax.associative_scan"), ("jnp.clip arguments", "jax.numpy.clip"),
     ("how do i use hk.BatchNorm", "haiku.BatchNorm"), ("optax.adamw weight decay", "optax.adamw"),
     ("what is `segment_sum`", "jraph.segment_sum"), ("does einsum( ) need a path", "jax.numpy.einsum")],
)  # fmt: skip
def test_a_function_is_found_by_its_name(file: Path, question: str, name: str) -> None:
    entry = open_api(file).find(question)
    assert entry is not None
    assert entry.name == name
    assert 3 <= len(entry.answer().split("```")[0].split()) <= 110


def test_a_question_that_names_no_function_finds_none(file: Path) -> None:
    assert open_api(file).find("why are there residual connections?") is None
    assert open_api(file).find("scan the sum of all where") is None
    assert ApiIndex([]).find("jnp.clip") is None


def test_the_practicals_come_first(built_in: Answerer) -> None:
    assert built_in.answer("what does jax.vmap do?").passages[0].kind == "explanation"
    answer = built_in.answer("what does jax.lax.associative_scan do")
    assert (answer.abstained, answer.passages[0].kind) == (False, "api")
    assert json.loads(json.dumps(answer.to_dict()))["passages"][0]["source"].startswith("jax ")


def test_answering_does_not_import_jax() -> None:
    code = "import sys, knowledge.answering, knowledge.index.built_in; print('jax' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
