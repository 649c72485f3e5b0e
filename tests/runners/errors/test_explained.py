"""Every kind of error, really raised in the sandbox, is explained with this code's names and shapes."""

from __future__ import annotations

import re

import pytest

from runners.errors import RULES
from runners.sandbox import Sandbox
from runners.values import ErrorReport
from tests.runners.errors import raising

HEAD = "import jax, jax.numpy as jnp, numpy as np, haiku as hk, optax, jraph\n"
KINDS = {
    "tracing": raising.TRACING,
    "arrays": raising.ARRAYS,
    "libraries": raising.LIBRARIES,
    "python": raising.PYTHON,
    "drift": raising.DRIFT,
}


def error_of(sandbox: Sandbox, code: str) -> ErrorReport:
    result = sandbox.run(HEAD + code)
    assert result.error is not None, result
    return result.error


@pytest.mark.parametrize("kind", KINDS)
def test_real_exceptions_are_explained(sandbox: Sandbox, kind: str) -> None:
    wrong = []
    for code, words in KINDS[kind]:
        error = error_of(sandbox, code)
        if words.lower() not in error.explanation.lower():
            wrong.append(f"{code!r} should say {words!r}: {error.type}: {error.message[:200]} -> {error.explanation}")
        if error.line is None or not 1 < error.line <= 1 + len(code.splitlines()):
            wrong.append(f"{code!r}: line {error.line}")
    assert wrong == []


def test_more_than_thirty_kinds_have_words_of_their_own() -> None:
    assert len({rule.text for rule in RULES}) > 100
    assert sum(len(kind) for kind in KINDS.values()) > 150


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.types} {rule.pattern}"[:60])
def test_a_rule_is_short_and_whole(rule: object) -> None:
    text, pattern = rule.text, rule.pattern  # type: ignore[attr-defined]
    names = set(re.compile(pattern).groupindex) | {"near"}
    assert set(re.findall(r"\{(\w{2,})\}", text)) <= names
    assert text.endswith((".", "?", ":", "}")) and len(text) < 420


def test_an_error_without_a_rule_tells_the_shapes_on_its_line(sandbox: Sandbox) -> None:
    code = "class Odd(Exception): pass\ndef f(a, b): raise Odd('no')\nx = jnp.ones((2, 3))\nw = jnp.ones(4)\n"
    error = error_of(sandbox, code + "def g(x, w):\n    f(x, w)\n    return x\nx.at[0].set(jnp.ones(3)).devices(x, w)")
    assert "`x` has shape (2, 3), float32, and `w` has shape (4,), float32" in error.explanation


def test_the_learners_own_attributes_are_read_without_running_their_code(sandbox: Sandbox) -> None:
    code = (
        "class Net:\n    def __init__(self):\n        self.w = jnp.ones((4, 5))\n"
        "    @property\n    def boom(self):\n        print('ran')\n        return 1\n"
        "    def __call__(self, x):\n        return x @ self.w + self.boom\n"
        "Net()(jnp.ones((2, 3)))"
    )
    result = sandbox.run(HEAD + code)
    assert result.error is not None
    assert "`self.w` has shape (4, 5)" in result.error.explanation
    assert result.stdout == ""


def test_a_scene_that_lies_is_made_safe(sandbox: Sandbox) -> None:
    code = "x = jnp.ones(3)\nx.__class__\ndef f(): raise NameError('name \\'a\\x1b[31mb\\' is not defined')\nf()"
    error = error_of(sandbox, code)
    assert "\x1b" not in error.explanation + error.message
