"""Walks against the code itself: run directly, each variable has the shapes that the walk tells."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import jax
import numpy as np
import pytest

from runners.exercises.imports import prelude
from runners.run import without_magics
from runners.values import ShapeStep, ShapeWalk
from tests.runners.shapes.code.snippets import ATTENTION, RUNNING

Walk = Callable[[str], ShapeWalk]
Bound = set[tuple[str, tuple[int, ...], str]]


def run_directly(code: str) -> tuple[Bound, dict[str, Any]]:
    """Every array that any variable was bound to while the code ran, and the variables at its end."""
    bound: Bound = set()

    def note(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != "direct.py":
            return None
        for name, value in list(frame.f_locals.items()):
            if isinstance(value, jax.Array | np.ndarray | np.generic):
                bound.add((name, tuple(value.shape), str(value.dtype)))
        return note

    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(prelude(code), namespace)
    compiled = compile(code, "direct.py", "exec")
    sys.settrace(note)
    try:
        exec(compiled, namespace)
    finally:
        sys.settrace(None)
    for name, value in namespace.items():
        if isinstance(value, jax.Array | np.ndarray):
            bound.add((name, tuple(value.shape), str(value.dtype)))
    return bound, namespace


def assigned_name(step: ShapeStep) -> str | None:
    found = re.match(r"(\w+)(?: [-+*/@]?= |$)", step.expression)
    return found[1] if found and found[1] != "return" else None


@pytest.mark.parametrize("name", RUNNING)
def test_every_variable_has_the_shapes_that_it_really_has(name: str, walk: Walk) -> None:
    code = without_magics(RUNNING[name])
    bound, namespace = run_directly(code)
    found = walk(RUNNING[name])
    assert found.problem is None, found.problem
    told: Bound = set()
    for step in found.steps:
        assert step.line is not None and 1 <= step.line <= code.count("\n") + 1
        assert len(step.axes) in (0, len(step.shape))
        variable = assigned_name(step)
        if variable and step.dtype != "tree":
            told.add((variable, step.shape, step.dtype))
    assert told - bound == set()
    targets = set(re.findall(r"^(\w+) = ", code, re.MULTILINE))
    final = {
        (variable, tuple(value.shape), str(value.dtype))
        for variable, value in namespace.items()
        if variable in targets and isinstance(value, jax.Array | np.ndarray)
    }
    assert final - told == set()


def steps(found: ShapeWalk) -> dict[str, ShapeStep]:
    """The last step of each expression."""
    return {step.expression: step for step in found.steps}


def test_a_function_is_shown_at_its_first_call_and_at_its_last_where_they_differ(walk: Walk) -> None:
    wanted = ("q", "scores = jnp.where(mask, scores, -1e9)")
    found = [step for step in walk(ATTENTION).steps if step.expression in wanted]
    assert [(step.expression, step.shape, step.note) for step in found] == [
        ("q", (2, 5, 8), ""),
        ("q", (5, 8), "last of 2 calls"),
        ("scores = jnp.where(mask, scores, -1e9)", (5, 7), ""),
    ]


def test_loops_show_their_first_and_last_pass(walk: Walk) -> None:
    found = [step for step in walk(RUNNING["a growing loop"]).steps if step.line == 4]
    assert [(step.shape, step.note) for step in found] == [((1, 2), ""), ((15, 2), "last of 5 passes")]
    assert (
        sum(step.line == 4 for step in walk("for i in range(9):\n    x = 1\n    y = 2\n    z = np.ones(3)").steps) == 1
    )


def test_inside_a_traced_function_the_tracers_shapes_are_shown(walk: Walk) -> None:
    seen = [step for step in walk(RUNNING["vmap"]).steps if step.expression == "a"]
    assert [(step.shape, step.note) for step in seen] == [((3,), "inside vmap")]
    assert steps(walk(RUNNING["grad"]))["p = x @ w"].note.startswith("inside grad")
    assert steps(walk(RUNNING["scan"]))["new = jnp.tanh(carry + x)"].note == "while tracing"


def test_what_holds_several_arrays_is_one_line(walk: Walk) -> None:
    found = steps(walk(RUNNING["tree"]))
    assert found["state = opt.init(params)"].note == "tree of 5 arrays"
    assert found["params = {'w': jnp.ones((3, 2)), 'b': jnp.zeros(2)}"].note == "tree of 2 arrays"
    assert found["state = opt.init(params)"].shape == ()
    graph = steps(walk(RUNNING["jraph"]))
    assert graph["graph.nodes"].shape == (4, 5) and graph["graph.senders"].shape == (6,)


def test_operations_inside_a_line_are_shown_where_the_shape_changes(walk: Walk) -> None:
    found = [step.expression for step in walk("x = np.ones((4, 3))\ny = np.exp((x * 2).T @ x + 1)").steps]
    assert found == ["x = np.ones((4, 3))", "(x * 2).T", "(x * 2).T @ x", "y = np.exp((x * 2).T @ x + 1)"]


@pytest.mark.parametrize(
    ("code", "expression", "axes"),
    [
        ("x = np.ones((2, 3))\nB, T = x.shape\ny = x * 2", "y = x * 2", ("B", "T")),
        ("x = np.ones((2, 3))\nB, T = x.shape\ny = x.T", "x = np.ones((2, 3))", ("B", "T")),
        ("x = np.ones((2, 3))  # [batch, time]\ny = x.sum(axis=1)", "y = x.sum(axis=1)", ("batch",)),
        ("x = np.ones((2, 3))  # (batch, time)\ny = x[:, None]", "y = x[:, None]", ("batch", "?", "time")),
        ("B, T = 2, 3\nx = jnp.zeros((B, T))\ny = x.T @ x", "y = x.T @ x", ("T", "T")),
        ("B, D = 2, 3\nx = np.zeros((B, D))\nw = np.ones((3, 4))\ny = x @ w", "y = x @ w", ("B", "?")),
        ("x = np.ones((2, 3))\ny = np.einsum('bt->tb', x)", "y = np.einsum('bt->tb', x)", ("t", "b")),
        ("N, D = 4, 6\nx = np.zeros((N, D))\ny = x.reshape(N, 2, 3)", "y = x.reshape(N, 2, 3)", ("N", "?", "?")),
        ("D = 6\nx = np.zeros((4, D))\ni = np.zeros((5, 7), int)  # [g, h]\ny = x[i]", "y = x[i]", ("g", "h", "D")),
        ("N = 4\nx = np.zeros((N, N))\ny = x[x > 0]", "y = x[x > 0]", ()),
        ("x = np.ones((2, 3))  # see equation (2, 3)\ny = x", "y = x", ()),
        ("x = np.ones((2, 3))  # a note [with, three, words]\ny = x", "y = x", ()),
        ("x = np.ones((2, 3))\ny = x + 1", "y = x + 1", ()),
    ],
)  # fmt: skip
def test_axes_are_named_where_they_are_known_and_only_there(
    code: str, expression: str, axes: tuple[str, ...], walk: Walk
) -> None:
    assert steps(walk(code))[expression].axes == axes


def test_a_long_walk_is_bounded_and_says_what_it_leaves_out(walk: Walk) -> None:
    code = "x = np.ones((2, 3))\n" + "\n".join(f"x{i} = x.T.T + {i}" for i in range(90)) + "\ny = x @ x"
    found = walk(code)
    assert len(found.steps) == 60 and found.left_out == 31
    assert found.steps[-1].line == 91 and found.problem is not None and found.problem.line == 92
