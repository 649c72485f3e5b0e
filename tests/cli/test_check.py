"""`tutor check` on files: several exercises at once, batches with bad lines, and a picture."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

RELU = "def relu(x):\n  if x > 0:\n    return x\n  return x\n"
PATCH = "def image_to_patch(image, patch_size):\n  ...\n"
ATTENTION = (
    "def scaled_dot_product_attention(query, key, value):\n"
    "  w = jax.nn.softmax(query @ key.mT / key.shape[-1] ** .5, axis=1)\n  return w @ value, w\n"
)


def tutor(*arguments: str | Path) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *map(str, arguments)], capture_output=True, text=True, check=True, timeout=200
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_batch_answers_each_line_in_order_and_outlives_a_bad_one(tmp_path: Path) -> None:
    items = [
        {"id": "1", "exercise": "relu_python", "code": RELU},
        {"id": "2", "exercise": "nonesuch", "code": RELU},
        {"id": "3", "exercise": None, "code": PATCH + RELU},
        {"id": "4", "exercise": "relu_python", "code": "  "},
    ]
    batch = tmp_path / "attempts.jsonl"
    batch.write_text("\n".join(map(json.dumps, items)))
    results = tutor("check", "--batch", batch, "--json")
    assert [(one["id"], one["exercise"], one["verdict"]) for one in results] == [
        ("1", "intro.relu_python", "incorrect"),
        ("2", "nonesuch", "error"),
        ("3", "transformers.image_to_patch", "incomplete"),
        ("3", "intro.relu_python", "incorrect"),
        ("4", "relu_python", "error"),
    ]
    assert "There is no exercise called" in str(results[1]["error"])
    assert set(results[0]) == {
        "id", "exercise", "verdict", "mistakes", "shapes", "cases", "error", "notes", "seconds", "figure",
    }  # fmt: skip


def test_a_picture_is_written_where_one_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "attempt.py"
    file.write_text(ATTENTION)
    (result,) = tutor("check", "--file", file, "--out", tmp_path, "--json")
    figure = result["figure"]
    assert isinstance(figure, dict) and figure["alt"].startswith("Two tables side by side: weights")
    assert Path(figure["path"]).read_bytes().startswith(b"\x89PNG")
