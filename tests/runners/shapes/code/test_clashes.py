"""Code that fails: where, with which operands, why, and a way out that works."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pytest

from runners.exercises.imports import prelude
from runners.values import ShapeWalk, UsageError

Walk = Callable[[str], ShapeWalk]


def run_directly(code: str) -> int | None:
    """The line on which the code fails when it is run without us; None when it does not."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    exec(prelude(code), namespace)
    try:
        exec(compile(code, "direct.py", "exec"), namespace)
    except SyntaxError as broken:
        return broken.lineno
    except Exception as raised:
        frames = traceback.extract_tb(raised.__traceback__)
        return [frame.lineno for frame in frames if frame.filename == "direct.py"][-1]
    return None


CLASHES = {
    "matmul": (
        "x = np.ones((32, 784))\nw = np.ones((10, 784))\nh = np.tanh(x @ w)",
        "x @ w",
        "x (32,784), w (10,784)",
        "x's last axis is 784 but w's axis -2 is 10",
        "w.swapaxes(-2, -1)",
        "h = np.tanh(x @ w.swapaxes(-2, -1))",
    ),
    "jnp.matmul": (
        "x = jnp.ones((4, 3))\ny = jnp.matmul(x, x)",
        "jnp.matmul(x, x)",
        "x (4,3)",
        "x's last axis is 3 but x's axis -2 is 4",
        "x.swapaxes(-2, -1)",
        "y = jnp.matmul(x, x.swapaxes(-2, -1))",
    ),
    "a lost axis": (
        "x = np.ones((4, 3))\ny = x - x.mean(axis=1)",
        "x - x.mean(axis=1)",
        "x (4,3), x.mean(axis=1) (4,)",
        "has lost the axis that it went over",
        "x.mean(axis=1, keepdims=True)",
        "y = x - x.mean(axis=1, keepdims=True)",
    ),
    "broadcasting": (
        "a = np.ones((5, 4, 3))\nb = np.ones((5, 3))\nc = a * b",
        "a * b",
        "a (5,4,3), b (5,3)",
        "axis -2 has 4 and 5",
        "b[:, None, :]",
        "c = a * b[:, None, :]",
    ),
    "augmented": (
        "x = np.ones((4, 3))\nx += np.ones(4)",
        "x += np.ones(4)",
        "x (4,3), np.ones(4) (4,)",
        "axis -1 has 3 and 4",
        "np.ones(4)[:, None]",
        "x += np.ones(4)[:, None]",
    ),
    "where": (
        "s = jnp.ones((2, 5))\nm = jnp.ones((2,), bool)\ny = jnp.where(m, s, 0.0)",
        "jnp.where(m, s, 0.0)",
        "m (2,), s (2,5)",
        "axis -1 has 2 and 5",
        "m[:, None]",
        "y = jnp.where(m[:, None], s, 0.0)",
    ),
    "einsum size": (
        "a = np.ones((2, 3))\nb = np.ones((4, 5))\nc = np.einsum('ij,jk->ik', a, b)",
        "np.einsum('ij,jk->ik', a, b)",
        "a (2,3), b (4,5)",
        "Axis j is 3 in a but 4 in b",
        "",
        "c = np.einsum('ij,mk->ik', a, b)",
    ),
    "einsum rank": (
        "a = np.ones((2, 3))\nc = np.einsum('ijk->ik', a)",
        "np.einsum('ijk->ik', a)",
        "a (2,3)",
        "'ijk' names 3 axes, but a has 2",
        "one letter for each axis",
        "c = np.einsum('ij->i', a)",
    ),
    "reshape": (
        "x = np.ones((4, 6))\nn = 5\ny = x.reshape(n, -1)",
        "x.reshape(n, -1)",
        "x (4,6)",
        "x holds 24 numbers; the new shape holds a multiple of 5",
        "",
        "y = x.reshape(4, -1)",
    ),
    "transpose": (
        "x = np.ones((4, 6, 2))\ny = x.transpose(1, 0)",
        "x.transpose(1, 0)",
        "x (4,6,2)",
        "x has 3 axes, so the order must name each of 0, 1, 2",
        "",
        "y = x.transpose(1, 0, 2)",
    ),
    "axis": (
        "x = np.ones((4, 6))\ny = np.sum(x, axis=2)",
        "np.sum(x, axis=2)",
        "x (4,6)",
        "There is no axis 2: x has 2 axes",
        "the last one is 1",
        "y = np.sum(x, axis=1)",
    ),
    "concatenate": (
        "a = jnp.ones((2, 3))\nb = jnp.ones((2, 4))\nc = jnp.concatenate([a, b])",
        "jnp.concatenate([a, b])",
        "a (2,3), b (2,4)",
        "axis 1 has 3 in a and 4 in b",
        "Join along axis 1",
        "c = jnp.concatenate([a, b], axis=1)",
    ),
    "stack": (
        "a = np.ones(3)\nb = np.ones(4)\nc = np.stack([a, b])",
        "np.stack([a, b])",
        "a (3,), b (4,)",
        "a is (3,) but b is (4,)",
        "concatenate",
        "c = np.concatenate([a, b])",
    ),
    "index": (
        "x = np.ones((4, 6))\ny = x[0, 1, 2]",
        "x[0, 1, 2]",
        "x (4,6)",
        "x has 2 axes, but there are 3 indexes",
        "at most 2",
        "y = x[0, 1]",
    ),
    "place": (
        "x = np.ones((4, 6))\ni = 6\ny = x[0, i] + 1",
        "x[0, i]",
        "x (4,6)",
        "Axis 1 of x has size 6, so there is no place 6",
        "the last one is 5",
        "y = x[0, 5] + 1",
    ),
    "condition": (
        "x = np.ones((4, 6))\nkeep = np.arange(6) > 2\ny = x[keep]",
        "x[keep]",
        "x (4,6)",
        "The condition has 6 entries, but axis 0 of x has 4",
        "",
        "y = x[:, keep]",
    ),
    "unpacking": (
        "x = np.ones((4, 6))\nB, T, D = x.shape",
        "B, T, D = x.shape",
        "x (4,6)",
        "x has 2 axes, (4,6), but 3 names",
        "Write 2 names",
        "B, T = x.shape",
    ),
    "written": (
        "x = np.ones((4, 6))\nx[:, 0] = np.zeros(6)",
        "x[:, 0] = np.zeros(6)",
        "x (4,6), np.zeros(6) (6,)",
        "What is written has shape (6,), but the place for it has (4,)",
        "",
        "x[0] = np.zeros(6)",
    ),
    "vmap sizes": (
        "f = lambda x, w: x @ w\nxs, w = jnp.ones((10, 3)), jnp.ones((3, 2))\ny = jax.vmap(f)(xs, w)",
        "jax.vmap(f)(xs, w)",
        "xs (10,3), w (3,2)",
        "xs has 10 entries there and w has 3",
        "None for one that is the same",
        "y = jax.vmap(f, in_axes=(0, None))(xs, w)",
    ),
    "vmap axis": (
        "def f(x, s):\n    return x * s\ny = jax.vmap(f)(jnp.ones((4, 2)), jnp.array(2.0))",
        "jax.vmap(f)(jnp.ones((4, 2)), jnp.array(2.0))",
        "jnp.ones((4, 2)) (4,2), jnp.array(2.0) ()",
        "walks along axis 0 of jnp.array(2.0)",
        "in_axes=(0, None)",
        "y = jax.vmap(f, in_axes=(0, None))(jnp.ones((4, 2)), jnp.array(2.0))",
    ),
    "inside vmap": (
        "def f(x, w):\n    return w @ x\ny = jax.vmap(f, (0, None))(jnp.ones((9, 3)), jnp.ones((3, 2)))",
        "w @ x",
        "w (3,2), x (3,) inside vmap",
        "w's last axis is 2 but x's axis -1 is 3",
        "w.swapaxes(-2, -1)",
        "",
    ),
    "haiku": (
        "net = hk.without_apply_rng(hk.transform(lambda x: hk.Linear(2)(x)))\n"
        "params = net.init(jax.random.PRNGKey(0), jnp.ones((4, 3)))\n"
        "y = net.apply(params, jnp.ones((4, 5)))",
        "hk.Linear(2)(x)",
        "x (4,5)",
        "linear/w was made with shape (3,2), but for this input it would need (5,2)",
        "inputs of the same shape",
        "y = net.apply(params, jnp.ones((7, 3)))",
    ),
    "split": (
        "x = np.ones((4, 10))\nq, k, v = np.split(x, 3, axis=-1)",
        "np.split(x, 3, axis=-1)",
        "x (4,10)",
        "Axis -1 of x has size 10, which can't be split into 3",
        "divides 10",
        "q, k, v = np.array_split(x, 3, axis=-1)",
    ),
    "squeeze": (
        "x = np.ones((4, 10))\ny = x.squeeze(axis=0)",
        "x.squeeze(axis=0)",
        "x (4,10)",
        "Axis 0 of x has size 4, and squeeze removes only",
        "index the axis away",
        "y = x[0]",
    ),
    "a scalar in a product": (
        "x = np.ones((4, 10))\ns = np.float64(2)\ny = x @ s",
        "x @ s",
        "x (4,10), s ()",
        "s is one number without axes",
        "x * s",
        "y = x * s",
    ),
}


@pytest.mark.parametrize("name", CLASHES)
def test_a_clash_says_where_and_why_and_a_way_out_that_works(name: str, walk: Walk) -> None:
    code, expression, operands, cause, fix, mended = CLASHES[name]
    problem = walk(code).problem
    assert problem is not None
    assert (problem.line, problem.expression) == (run_directly(code), expression)
    assert ", ".join(problem.operands) == operands
    assert cause in problem.cause and problem.cause.endswith(".")
    assert fix in problem.fix
    if mended:
        kept, _, _ = code.rpartition("\n")
        assert run_directly(f"{kept}\n{mended}") is None


@pytest.mark.parametrize(
    ("code", "line", "says"),
    [
        ("x = np.ones(3)\ny = x + undefined", 2, "undefined"),
        ("x = jnp.ones(3)\nx[0] = 1", 2, "can't be changed in place"),
        ("x = np.ones(3\ny = 2", 1, "never closed"),
        ("def f(x):\n    if x.sum() > 0:\n        return x\njax.jit(f)(jnp.ones(3))", 2, "has a shape but no value"),
        ("x = np.ones((3, 4))\nx = jnp.zeros((3, 4)).at[:, 0].set(x[0])", 2, "written has shape (4,), but the place"),
        (
            "f = lambda c, x: (jnp.stack([c, c]), x)\njax.lax.scan(f, jnp.zeros(2), jnp.ones(5))",
            2,
            "carries, c, has shape (2,)",
        ),
        (
            "p = jnp.ones((8, 10))\nl = optax.softmax_cross_entropy_with_integer_labels(p, jnp.ones(7, int))",
            2,
            "Inside this call the shapes",
        ),
        (
            "x, w = jnp.ones((2, 8, 8, 3)), jnp.ones((3, 3, 4, 5))\n"
            "jax.lax.conv_general_dilated(x, w, (1, 1), 'SAME', dimension_numbers=('NHWC', 'HWIO', 'NHWC'))",
            2,
            "The picture has 3 channels, but the kernel reads 4",
        ),
        ("x = jnp.ones((3, 2))\njax.vmap(jnp.dot, in_axes=(0,))(x, x)", 2, "in_axes has 1 place, but"),
        ("jax.grad(lambda x: x * 2)(jnp.ones(3))", 1, "returns one number"),
        ("x = np.ones(3)\nraise ValueError('my own words')", 2, "my own words"),
        ("x = np.ones(3)\nassert x.shape == (4,), 'four wanted'", 2, "four wanted"),
        (
            "def f(x):\n    return g(x)\ndef g(x):\n    y = x @ np.ones(4)\n    return y\nf(np.ones(3))",
            4,
            "x's last axis is 3",
        ),
        ("x = np.ones(3)\ny = [a @ np.ones(2) for a in [x]]", 2, "a's last axis is 3"),
        ("x = np.ones((2, 3))\ny = (x\n     @ x)", 2, "x's last axis is 3"),
    ],
)
def test_other_failures_have_a_line_a_cause_and_a_way_out(code: str, line: int, says: str, walk: Walk) -> None:
    problem = walk(code).problem
    assert problem is not None
    assert problem.line == line
    assert says in problem.cause
    assert problem.fix and "\n" not in problem.cause + problem.fix


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "There is no code"),
        ("import jax", "makes no array"),
        ("x = 3\nprint(x)", "makes no array"),
        ("def attend(q, k, v):\n    return q @ k.T", "add a line that calls attend(q, k, v)"),
        ("class Net:\n    pass", "defines Net but does not use it"),
        ("x = 1\n" * 60_000, "at most 100,000"),
    ],
)
def test_code_that_can_not_be_walked_gets_one_sentence(code: str, says: str, walk: Walk) -> None:
    with pytest.raises(UsageError) as raised:
        walk(code)
    assert says in str(raised.value) and "\n" not in str(raised.value)
