"""Calling a learner's function on given arguments."""

from __future__ import annotations

import numpy as np
import pytest

from runners.sandbox import Case, Limits, Sandbox


def test_arrays_go_in_as_jax_arrays_and_come_back_with_their_shapes(sandbox: Sandbox) -> None:
    code = "import jax\ndef f(x, y):\n    assert isinstance(x, jax.Array)\n    print('called')\n    return x @ y"
    x, y = np.arange(6, dtype=np.float32).reshape(2, 3), np.ones((3, 1), np.float32)
    report = sandbox.call(code, "f", [(x, y), (x.T @ x, y)])
    assert (report.status, report.error, report.stdout) == ("ok", None, "called\ncalled\n")
    assert report.parameters == ("x", "y") and report.functions == ("f",)
    first, second = report.outcomes
    np.testing.assert_array_equal(first.outputs[0], x @ y)
    assert first.structure == "array" and first.outputs[0].shape == (2, 1) and second.outputs[0].shape == (3, 1)


@pytest.mark.parametrize("dtype", ["bool", "int8", "int32", "uint32", "float16", "float32", "complex64"])
def test_dtypes_survive(sandbox: Sandbox, dtype: str) -> None:
    value = np.array([[0, 1], [1, 0]], dtype)
    outcome = sandbox.call("def f(x): return x", "f", [(value,)]).outcomes[0]
    assert outcome.dtypes == (dtype,)
    np.testing.assert_array_equal(outcome.outputs[0], value)


@pytest.mark.parametrize(
    ("returned", "structure", "shapes"),
    [
        ("x", "array", [(3,)]),
        ("3.5", "array", [()]),
        ("[1, 2, 3]", "array", [(3,)]),
        ("(x, x.sum())", "sequence", [(3,), ()]),
        ("[x, x]", "sequence", [(3,), (3,)]),
        ("(x, {'w': x})", "tree", [(3,), (3,)]),
        ("{'w': x}", "tree", [(3,)]),
        ("None", "none", []),
        ("'text'", "other", []),
        ("lambda: 1", "other", []),
        ("jnp.zeros((0, 4))", "array", [(0, 4)]),
        ("x.astype(jnp.bfloat16)", "array", [(3,)]),
    ],
)
def test_what_is_returned(sandbox: Sandbox, returned: str, structure: str, shapes: list[tuple[int, ...]]) -> None:
    code = f"import jax.numpy as jnp\ndef f(x): return {returned}"
    outcome = sandbox.call(code, "f", [(np.ones(3, np.float32),)]).outcomes[0]
    assert outcome.error is None
    assert outcome.structure == structure and [array.shape for array in outcome.outputs] == shapes
    assert outcome.is_array_like == (structure in ("array", "sequence", "tree"))


def test_scalars_none_and_nested_arguments(sandbox: Sandbox) -> None:
    code = "def f(a, b, c, *, d):\n    print(a, b, type(c).__name__, c[1]['w'].shape, d)"
    case = Case((3, None, (1.5, {"w": np.ones((2, 2))})), {"d": "word"})
    assert sandbox.call(code, "f", [case]).stdout == "3 None tuple (2, 2) word\n"


def test_one_failing_case_leaves_the_others(sandbox: Sandbox) -> None:
    code = "import jax.numpy as jnp\ndef f(x):\n    return x @ jnp.ones((3, 1))"
    report = sandbox.call(code, "f", [(np.ones((2, 2)),), (np.ones((2, 3)),)])
    assert report.status == "ok"
    failed, fine = report.outcomes
    assert failed.error is not None and (failed.error.type, failed.error.line) == ("TypeError", 3)
    assert fine.outputs[0].shape == (2, 1)


def test_code_that_fails_to_load(sandbox: Sandbox) -> None:
    report = sandbox.call("x = 1 / 0\ndef f(): return 1", "f", [()])
    assert (report.status, report.outcomes) == ("error", ())
    assert report.error is not None and (report.error.type, report.error.line) == ("ZeroDivisionError", 1)


def test_a_missing_function_names_those_that_are_there(sandbox: Sandbox) -> None:
    report = sandbox.call("def soft(x): return x", "softmax", [(1,)])
    assert report.status == "error" and report.error is not None
    assert report.error.message == "The code does not define a function named `softmax`. It defines: soft."


@pytest.mark.parametrize(
    ("signature", "parameters"),
    [("q, k, mask=None", ("q", "k", "mask")), ("*args", ("*args",)), ("q, *, mask", ("q",)), ("q, /, **rest", ("q",))],
)
def test_parameters_by_position(sandbox: Sandbox, signature: str, parameters: tuple[str, ...]) -> None:
    assert sandbox.call(f"def f({signature}): return 1", "f", []).parameters == parameters


def test_a_jitted_or_partial_function_counts(sandbox: Sandbox) -> None:
    report = sandbox.call("import jax\n@jax.jit\ndef f(x, y): return x + y", "f", [(1, 2)])
    assert report.parameters == ("x", "y") and report.outcomes[0].outputs[0] == 3


def test_cases_before_a_timeout_are_kept(sandbox: Sandbox) -> None:
    code = "import time\ndef f(x):\n    time.sleep(x)\n    return x"
    report = sandbox.call(code, "f", [(0.0,), (60.0,), (0.0,)], limits=Limits(seconds=2.0))
    assert report.status == "timeout" and len(report.outcomes) == 1


def test_an_array_type_that_lies(sandbox: Sandbox) -> None:
    code = (
        "import numpy as np\nclass Liar(np.ndarray):\n    shape = (10**9,)\n"
        "    def __array__(self, *a, **k): return 1 / 0\n"
        "def f(): return np.ones(3).view(Liar)"
    )
    outcome = sandbox.call(code, "f", [()]).outcomes[0]
    assert all(array.size <= 3 for array in outcome.outputs)


def test_large_arguments(sandbox: Sandbox) -> None:
    value = np.random.default_rng(0).normal(size=(1500, 1000)).astype(np.float32)
    outcome = sandbox.call("def f(x): return x", "f", [(value,)]).outcomes[0]
    np.testing.assert_array_equal(outcome.outputs[0], value)
