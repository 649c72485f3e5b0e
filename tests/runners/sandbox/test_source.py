"""Code from messages."""

from __future__ import annotations

import pytest

from runners.run import extract_code, run_snippet, without_magics
from runners.sandbox import Sandbox


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = 1", "x = 1"),
        ("```x = 1```", "x = 1"),
        ("```\nx = 1\n```", "x = 1"),
        ("look:\n```python\nx = 1\nprint(x)\n```\nwhy?", "x = 1\nprint(x)"),
        ("```py\nx = 1\n```", "x = 1"),
        ("```Python3\r\nx = 1\r\ny = 2\r\n```", "x = 1\ny = 2"),
        ("```a = 1``` then ```b = 2```", "a = 1\nb = 2"),
        ("```python\nnever closed", "never closed"),
        ("`1 + 1`", "1 + 1"),
        ("```x = a &not b```", "x = a &not b"),
        ("print(\u201chi\u201d, \u2018a\u2019)", "print(\"hi\", 'a')"),
        ('print("It\u2019s")', 'print("It\'s")'),
        ("print('It\u2019s')", "print('It\u2019s')"),
        ("x\u00a0=\u00a01", "x = 1"),
        ("```<http://jax.nn|jax.nn>.relu(x)```", "jax.nn.relu(x)"),
        ("```    x = 1\n    y = 2```", "x = 1\ny = 2"),
        ("```python```", "python"),
        ("", ""),
    ],
)
def test_extract_code(text: str, code: str) -> None:
    assert extract_code(text) == code


@pytest.mark.parametrize(
    ("code", "python"),
    [
        ("%matplotlib inline\nx = 1", "# %matplotlib inline\nx = 1"),
        ("!pip install jax\nx = 1", "# !pip install jax\nx = 1"),
        ("if x:\n    !ls", "if x:\n    pass  # !ls"),
        ("%%time\nx = 1", "# %%time\nx = 1"),
        ("%time x = f()", "x = f()"),
        ("%timeit -n 3 -r5 -o f(-1)", "f(-1)"),
        ("jnp.dot?", "# jnp.dot?"),
        ("a = 7\nb = (a\n     % 3)\nc = a % b", "a = 7\nb = (a\n     % 3)\nc = a % b"),
        ("ok = (a\n!= b)", "ok = (a\n!= b)"),
        ("x = 'really?'", "x = 'really?'"),
    ],
)
def test_notebook_commands_become_comments(code: str, python: str) -> None:
    assert without_magics(code) == python


def test_run_snippet_keeps_line_numbers(sandbox: Sandbox) -> None:
    result = run_snippet(sandbox, "%matplotlib inline\n!pip install jax\n1 / 0")
    assert result.error is not None and result.error.line == 3


def test_hostile_messages_are_read_quickly() -> None:
    for piece in ("<http://", "```", "%time -a ", "`", "&amp;", "\n!", " "):
        extract_code(piece * 20_000)
        without_magics(piece * 20_000)
