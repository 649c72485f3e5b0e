"""`tutor shapes`, as it is typed: a named operation, a file, standard input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """import numpy as np
x = np.ones((4, 3))
B, D = x.shape
y = x @ np.ones((3, 2))
z = y @ x
"""


def tutor(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ},
    )


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_DATA", str(tmp_path / "data"))


def test_a_file_as_json(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text(CODE)
    done = tutor("shapes", "--file", str(file), "--json", "--out", str(tmp_path))
    assert done.returncode == 1 and done.stderr == ""
    found = json.loads(done.stdout)
    assert {"steps", "problem", "figure"} <= set(found)
    first = found["steps"][0]
    assert {"line", "expression", "shape", "dtype", "axes"} <= set(first)
    assert (first["line"], first["shape"], first["dtype"], first["axes"]) == (2, [4, 3], "float64", ["B", "D"])
    assert set(found["problem"]) == {"line", "expression", "operands", "cause", "fix"}
    assert (found["problem"]["line"], found["problem"]["operands"]) == (5, ["y (4,2)", "x (4,3) B, D"])
    assert Path(found["figure"]["path"]).read_bytes().startswith(b"\x89PNG")


def test_standard_input_as_text() -> None:
    done = tutor("shapes", "--file", "-", stdin=CODE.rpartition("z =")[0])
    assert done.returncode == 0, done.stderr
    assert "   4  y = x @ np.ones((3, 2))\n          (4, 2)  B, ?  float64" in done.stdout


def test_a_named_operation_as_json() -> None:
    done = tutor("shapes", "conv", "x=8,32,32,3", "w=3,3,3,16", "stride=2", "--json")
    assert json.loads(done.stdout)["steps"][-1]["shape"] == [8, 16, 16, 16]


def test_checking_code_that_is_no_exercise_walks_through_it() -> None:
    done = tutor("check", "--file", "-", stdin=CODE)
    assert done.returncode == 1
    assert "✗ y @ x" in done.stdout and "Cause:" in done.stdout
