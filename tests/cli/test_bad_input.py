"""Bad input gets one sentence that says what is wrong and what to do, and an exit code that is not 0."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def tutor(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What stderr says: one line, no traceback, and the command has failed."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"TUTOR_DATA": str(tmp_path / "data")}


def test_an_unknown_experiment_suggests_the_nearest(home: dict[str, str]) -> None:
    assert "attention_map" in sentence(tutor("run", "atention_map", **home))


@pytest.mark.parametrize("word", ["tokens=1000000", "tokens=many", "colour=red", "tokens"])
def test_a_parameter_that_cannot_be(word: str, home: dict[str, str]) -> None:
    assert word.partition("=")[0] in sentence(tutor("run", "attention_map", word, **home))


def test_neither_experiment_nor_file(home: dict[str, str]) -> None:
    assert "--file" in sentence(tutor("run", **home))


def test_a_file_that_is_not_there(home: dict[str, str]) -> None:
    assert "missing.py can't be read" in sentence(tutor("run", "--file", "missing.py", **home))


def test_a_binary_file_as_code(tmp_path: Path, home: dict[str, str]) -> None:
    file = tmp_path / "code.py"
    file.write_bytes(bytes(range(256)))
    assert "not a text file" in sentence(tutor("run", "--file", str(file), **home))


def test_an_unknown_exercise_suggests_the_nearest(home: dict[str, str]) -> None:
    done = tutor("check", "scaled_dot_product_atention", "--file", "-", stdin="x = 1", **home)
    assert "scaled_dot_product_attention" in sentence(done)


def test_a_batch_with_a_broken_line(tmp_path: Path, home: dict[str, str]) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_text('{"id": "1", "exercise": "x", "code": "y"}\nnot json\n')
    assert "line 2 is not a JSON object with id, exercise, code" in sentence(
        tutor("check", "--batch", str(file), **home)
    )


@pytest.mark.parametrize(
    "words", [["q=2,10,x", "k=2,12,64", "v=2,12,64"], ["q=2,10,64"], ["q=2,-1,64", "k=2,12,64", "v=2,12,64"]]
)
def test_shapes_that_are_none(words: list[str], home: dict[str, str]) -> None:
    sentence(tutor("shapes", "attention", *words, **home))


def test_neither_operation_nor_code(home: dict[str, str]) -> None:
    assert "--file" in sentence(tutor("shapes", **home))
    assert "--file" in sentence(tutor("shapes", "matmul", "a=2,3", "b=3,4", "--file", "-", **home))


def test_code_without_a_call(home: dict[str, str]) -> None:
    said = sentence(tutor("shapes", "--file", "-", stdin="def f(q, k):\n    return q @ k.T\n", **home))
    assert "add a line that calls f(q, k)" in said


def test_an_unknown_operation(home: dict[str, str]) -> None:
    assert "attention" in sentence(tutor("shapes", "atention", "q=2,3", **home))


def test_a_folder_that_is_not_there(home: dict[str, str]) -> None:
    assert "nowhere" in sentence(tutor("index", "nowhere", **home))


def test_a_folder_with_nothing_to_read(tmp_path: Path, home: dict[str, str]) -> None:
    (tmp_path / "empty").mkdir()
    sentence(tutor("index", str(tmp_path / "empty"), "--out", str(tmp_path / "index"), **home))


def test_a_notebook_that_is_no_json_is_named_and_the_rest_is_indexed(tmp_path: Path, home: dict[str, str]) -> None:
    material = tmp_path / "material"
    material.mkdir()
    (material / "broken.ipynb").write_text("{ not json")
    (material / "image.md").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    (material / "good.md").write_text(
        "# Practical\n\n## Optimisation\n\n### Small steps\n\nGradient descent takes a small step downhill.\n"
    )
    done = tutor("index", str(material), "--out", str(tmp_path / "index"), **home)
    assert done.returncode == 0, done.stderr
    assert "broken.ipynb" in done.stdout
    assert "image.md" in done.stdout


def test_an_index_that_is_broken(tmp_path: Path, home: dict[str, str]) -> None:
    index = tmp_path / "index"
    index.mkdir()
    (index / "CURRENT").write_text("nothing")
    assert "tutor index" in sentence(tutor("ask", "why?", "--index", str(index), **home))


def test_an_index_that_is_not_there(tmp_path: Path, home: dict[str, str]) -> None:
    assert "tutor index" in sentence(tutor("ask", "why?", "--index", str(tmp_path / "none"), **home))


def test_neither_question_nor_batch(home: dict[str, str]) -> None:
    assert "--batch" in sentence(tutor("ask", **home))


def test_a_token_of_the_wrong_kind(home: dict[str, str]) -> None:
    done = tutor("up", SLACK_BOT_TOKEN="xapp-1-A", SLACK_APP_TOKEN="xapp-1-A", **home)
    assert "SLACK_BOT_TOKEN" in sentence(done)
    assert "xoxb-" in sentence(done)


def test_no_tokens(home: dict[str, str]) -> None:
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN must be set" in sentence(tutor("up", **home))


def test_a_port_that_is_in_use(home: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"--port {port + 1}" in sentence(tutor("demo", "--port", str(port), **home))


def test_a_queue_that_is_none(home: dict[str, str]) -> None:
    done = tutor("worker", "--queues", "questions", TUTOR_REDIS_URL="redis://127.0.0.1:1", **home)
    assert "answers, snippets, replies" in sentence(done)


def test_a_broker_that_is_not_set(home: dict[str, str]) -> None:
    assert "TUTOR_REDIS_URL" in sentence(tutor("worker", "--queues", "answers", **home))


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    assert "TUTOR_DATA" in sentence(tutor("demo", "--port", "3999", TUTOR_DATA=str(file / "data")))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write a read-only file")
def test_a_database_that_is_read_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "tutor.db").touch(mode=0o400)
    assert "tutor.db is read-only" in sentence(tutor("demo", "--port", "3998", TUTOR_DATA=str(data)))


def test_a_file_in_the_place_of_the_database(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "tutor.db").write_bytes(b"this is text and not a database at all, as anybody can see " * 9)
    assert "file is not a database" in sentence(tutor("demo", "--port", "3998", TUTOR_DATA=str(data)))


def test_an_index_that_is_broken_ends_the_start(tmp_path: Path, home: dict[str, str]) -> None:
    index = tmp_path / "index"
    index.mkdir()
    (index / "CURRENT").write_text("nothing")
    assert "tutor index" in sentence(tutor("demo", "--port", "3998", TUTOR_INDEX=str(index), **home))


@pytest.mark.parametrize("place", [".", "pictures"])
def test_a_folder_is_no_place_for_the_page_of_experiments(place: str, tmp_path: Path, home: dict[str, str]) -> None:
    assert "Give the name of a file" in sentence(tutor("experiments", "--write", str(tmp_path / place), **home))
