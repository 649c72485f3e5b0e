"""Notebooks and scripts that learners send, the broken and the hostile ones too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runners.messages import holds_code
from runners.notebooks import code_cells, code_until, script
from runners.values import UsageError


def notebook(*cells: tuple[str, Any]) -> str:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": kind, "source": source} for kind, source in cells]})


def test_cells_come_with_the_heading_above_them() -> None:
    cells = code_cells(
        notebook(
            ("code", "import jax"),
            ("markdown", ["# Graphs\n", "\n", "```\n# no heading\n```\n", "## **Two** layers <a name=x></a>\n"]),
            ("code", ["%time\n", "x = 1\n", "y = 2"]),
            ("code", "%%bash\nls"),
            ("code", "  \n"),
        ),
        name="a.ipynb",
    )
    assert [(cell.heading, cell.first_line) for cell in cells] == [("", "import jax"), ("Two layers", "x = 1")]
    assert code_until(cells, 1) == "import jax\n\n%time\nx = 1\ny = 2"


def test_a_notebook_of_format_3_is_read() -> None:
    cells = [{"cell_type": "heading", "source": "Old"}, {"cell_type": "code", "input": ["x = 1"]}]
    old = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]})
    assert [(cell.heading, cell.code) for cell in code_cells(old, name="a")] == [("Old", "x = 1")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "print(1)",
        "[]",
        "{}",
        "null",
        '{"cells": 3}',
        '{"cells": [3, null, {"cell_type": "code"}, {"cell_type": "code", "source": {"a": 1}}]}',
        '{"worksheets": [[]]}',
        "[" * 100_000,
        '{"cells": [' + "{" * 50_000,
        notebook(("markdown", "# only words")),
    ],
)
def test_what_is_no_notebook_is_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"^a\.ipynb .*\.$"):
        code_cells(text, name="a.ipynb")


def test_too_many_cells_before_are_refused() -> None:
    cells = code_cells(notebook(*[("code", "x" * 60_000)] * 3), name="a.ipynb")
    assert len(code_until(cells, 0)) == 60_000
    with pytest.raises(UsageError, match="120,002 characters"):
        code_until(cells, 1)


def test_a_script_is_its_text() -> None:
    assert script(b"\xef\xbb\xbfx = 1\r\ny = 2\r\n", name="a.py") == "x = 1\ny = 2\n"


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe\x00x", b"x" * 100_001])
def test_what_is_no_script_is_one_sentence(content: bytes) -> None:
    with pytest.raises(UsageError, match=r"^a\.py .*\.$"):
        script(content, name="a.py")


@pytest.mark.parametrize(
    "text",
    [
        "```\nx\n```",
        "why does `jnp.dot(a, b)` fail?",
        "print(1 < 2)",
        "import jax\nx = jax.nn.relu(3)",
        "def f(x):\n  return x +\n",
        "attention_map heads=4",
        "attention q=2,10,64 k=2,12,64 v=2,12,64",
        "Traceback (most recent call last):\n  File \"x.py\", line 1\nKeyError: 'a'",
    ],
)
def test_messages_with_code(text: str) -> None:
    assert holds_code(text)


@pytest.mark.parametrize(
    "text", ["", "hello", "thanks, bye", "Good morning everybody!", "I think it works now.\nThank you!", "hm...", "``"]
)
def test_messages_without_code(text: str) -> None:
    assert not holds_code(text)
