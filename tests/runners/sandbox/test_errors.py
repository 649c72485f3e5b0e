"""A learner's exception: type, message, line, excerpt, explanation, and nothing of ours."""

from __future__ import annotations

import pytest

from runners.sandbox import Limits, Sandbox
from runners.values import ErrorReport


def error_of(sandbox: Sandbox, code: str) -> ErrorReport:
    result = sandbox.run(code)
    assert result.status == "error", result
    assert result.error is not None
    return result.error


def test_the_failing_line_is_marked(sandbox: Sandbox) -> None:
    error = error_of(sandbox, "import jax.numpy as jnp\n\nx = jnp.ones((2, 3))\ny = x @ x\nprint(y)\n")
    assert (error.type, error.line) == ("TypeError", 4)
    assert error.excerpt == "  2 |\n  3 | x = jnp.ones((2, 3))\n> 4 | y = x @ x\n  5 | print(y)\n  6 |"
    assert "3 and 2" in error.explanation and error.see == "Array Algebra: contraction"


def test_the_deepest_line_of_the_learners_own_is_named(sandbox: Sandbox) -> None:
    code = "import jax\ndef f(x):\n    if x > 0:\n        return x\n    return -x\n\njax.jit(f)(1.0)"
    assert error_of(sandbox, code).line == 3


def test_nothing_of_ours_and_no_path_of_the_machine_shows(sandbox: Sandbox) -> None:
    for code in ("from jax.experimental import optimizers", "import traceback\n1 / 0", "raise ValueError(open)"):
        shown = str(sandbox.run(code).to_dict())
        assert "site-packages" not in shown and "runners" not in shown and "Traceback" not in shown


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("def f(:\n    pass", 1),
        ("x = 1\nif x:\nprint(x)", 3),
        ("a\x00b", None),
        ("x = '\ud800'", None),
        ("(" * 5000 + ")" * 5000, 1),
        ("x = " + "-" * 200_000 + "1", None),
        ("x = 1\n" * 100_000 + "1 +", 100_001),
    ],
)
def test_code_that_is_no_python_is_a_result(sandbox: Sandbox, code: str, line: int | None) -> None:
    result = sandbox.run(code)
    assert result.status in ("error", "crashed") and result.error is not None
    if line is not None:
        assert result.error.line == line
        assert result.error.explanation


def test_a_megabyte_of_code_runs(sandbox: Sandbox) -> None:
    assert sandbox.run("# comment\n" * 100_000 + "1 + 1").result == "2"


def test_too_much_code_is_refused_with_the_numbers(sandbox: Sandbox) -> None:
    result = sandbox.run("x = 1\n" * 100, limits=Limits(source_bytes=500))
    assert result.error is not None
    assert result.error.message == "The code is 600 bytes long; at most 500 are accepted."


def test_a_clean_exit_is_no_error_and_another_is(sandbox: Sandbox) -> None:
    assert sandbox.run("print('a')\nimport sys\nsys.exit()").status == "ok"
    assert error_of(sandbox, "raise SystemExit('no')").message == "no"


def test_an_exception_that_can_not_be_shown(sandbox: Sandbox) -> None:
    code = "class Odd(Exception):\n    def __str__(self): raise KeyError('x')\nraise Odd"
    assert error_of(sandbox, code).message == "(its message could not be shown: KeyError)"


def test_a_value_that_can_not_be_shown_is_the_learners_error(sandbox: Sandbox) -> None:
    assert error_of(sandbox, "class A:\n    def __repr__(self): return 1 / 0\nA()").line == 2


JAX_ERRORS = [
    ("jnp.ones((2,3)) + jnp.ones(4)", "compared from the right"),
    ("np.ones((2,3)) @ np.ones((2,3))", "must be equally long"),
    ("jax.jit(lambda x: 1 if x > 0 else 2)(1.0)", "jax.lax.cond"),
    ("jax.jit(lambda x: float(x))(1.0)", "no value yet"),
    ("jax.jit(lambda x: np.sin(x))(1.0)", "`jnp` functions"),
    ("jax.jit(lambda n: jnp.zeros(n))(3)", "static_argnames"),
    ("jax.jit(lambda n: list(range(n)))(3)", "fori_loop"),
    ("jax.jit(lambda x: x[x > 0])(jnp.ones(3))", "jnp.where"),
    ("seen = []\njax.jit(lambda x: seen.append(x))(1.0)\nseen[0] + 1", "Return it"),
    ("jax.jit(lambda x: x, static_argnums=0)([1])", "hashable; a `list` is not"),
    ("x = jnp.ones(3)\nx[0] = 1", ".at[index].set"),
    ("jax.grad(lambda x: x)(jnp.ones(3))", "shape (3,)"),
    ("jax.grad(lambda x: x * x)(3)", "`3.0` instead of `3`"),
    ("jax.random.normal((3,))", "jax.random.key(0)"),
    ("jax.vmap(lambda x, y: x + y)(jnp.ones(3), jnp.ones(4))", "in_axes"),
    ("jax.tree_map(lambda x: x, [1])", "`jax.tree.map`"),
    ("jnp.DeviceArray", "`jax.Array`"),
    ("jnp.clip(jnp.ones(3), a_min=0, a_max=1)", "min=..., max=..."),
    ("jnp.ones(3).clip(a_min=0)", "min=..., max=..."),
    ("jnp.array([1, 2]) == [1, 2]", "jnp.array([...])"),
    ("hk.Linear(3)", "import haiku as hk"),
    ("jnp.ones((2,3)).reshape(4, 2)", "keeps all elements"),
    ("jnp.sum(jnp.ones((2,3)), axis=2)", "no axis 2"),
    ("jnp.einsum('ij,jk->ik', jnp.ones((2,3)), jnp.ones((2,3)))", "`j` is 3 in one array and 2"),
    ("import haiku as hk\nhk.Linear(3)(jnp.ones(3))", "hk.transform"),
    ("import gym", "gymnasium"),
    ("import torchvision_of_nobody", "not installed"),
    ("import os\nos.environ['COLAB_GPU']", "only exists in Colab"),
    ("np.bool8", "NumPy 2"),
    ("jax.random.key(0) + 1", "no number"),
]


@pytest.mark.parametrize(("code", "words"), JAX_ERRORS)
def test_real_exceptions_are_explained(sandbox: Sandbox, code: str, words: str) -> None:
    error = error_of(sandbox, "import jax, jax.numpy as jnp, numpy as np\n" + code)
    assert words in error.explanation.replace("`j` is 2 in one array and 3", "`j` is 3 in one array and 2")
    assert error.line == 1 + len(code.splitlines())
