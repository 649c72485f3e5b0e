"""Code that attacks the walk: it is contained, says one sentence, and the next learner is served."""

from __future__ import annotations

import json

import pytest

from runners.sandbox import Sandbox
from runners.shapes import draw, walk_code
from runners.values import ShapeWalk, UsageError
from tests.runners.shapes.code.conftest import Hasty

FORGE = """
import gc
reply = next(o for o in gc.get_objects() if type(o).__name__ == "Reply" and hasattr(o, "nonce"))
x = np.ones((2, 3))
for first in {items}:
    reply.send({{"kind": "seen", "first": first}})
reply.send({{"kind": "done", "error": {error}, "spots": {spots}, "last": {last}}})
while True:
    pass
"""
ARRAY = ["array", [2, 3], "float32", 0, ""]


def attack(sandbox: Sandbox, code: str) -> ShapeWalk | str:
    """What a learner gets: a walk whose wire form is sound and whose picture can be drawn, or a sentence."""
    try:
        found = walk_code(Hasty(sandbox), code)
    except UsageError as usage:
        return str(usage)
    assert ShapeWalk.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    assert draw(found, "attack").data.startswith(b"\x89PNG")
    for step in found.steps:
        assert step.expression == "" or " ".join(step.expression.split())[:20].rstrip("…") in " ".join(code.split())
    return found


def problem(found: ShapeWalk | str) -> str:
    assert isinstance(found, ShapeWalk) and found.problem is not None
    assert "Traceback" not in found.problem.cause and "runners" not in found.problem.cause
    return found.problem.cause


def test_a_loop_that_never_ends_keeps_the_steps_before_it(sandbox: Sandbox) -> None:
    found = attack(sandbox, "x = np.ones((2, 3))\nwhile True:\n    pass")
    assert "still running after 3 seconds" in problem(found)
    assert isinstance(found, ShapeWalk) and found.steps[0].shape == (2, 3)


def test_an_endless_loop_of_arrays(sandbox: Sandbox) -> None:
    assert "still running" in problem(attack(sandbox, "while True:\n    x = np.ones((2, 3)) * 2"))


def test_a_million_arrays(sandbox: Sandbox) -> None:
    found = attack(sandbox, "xs = [np.float32(i) for i in range(10**6)]\ny = np.ones(3)")
    assert isinstance(found, ShapeWalk) and len(found.steps) < 60


def test_memory_is_bounded(sandbox: Sandbox) -> None:
    assert "more memory" in problem(attack(sandbox, "x = np.ones((1 << 17, 1 << 15))"))


@pytest.mark.parametrize(
    "code",
    [
        "class Liar(np.ndarray):\n    shape = property(lambda s: 1 / 0)\n    __repr__ = __str__ = lambda s: 1 / 0\n"
        "x = np.ones(3).view(Liar)\ny = np.ones(4)",
        "class Liar(np.ndarray):\n    shape = (1, -5, 'x', 10**30)\nx = np.ones(3).view(Liar)\ny = np.ones(4)",
        "class Liar:\n    __class__ = np.ndarray\n    shape = property(lambda s: exit())\nx = Liar()\ny = np.ones(4)",
        "import builtins\nx = np.ones(3)\nfor name in ('isinstance', 'type', 'len', 'int', 'str', 'id'):\n"
        "    delattr(builtins, name)\ny = x",
        "import gc\nlooker = next(o for o in gc.get_objects() if type(o).__name__ == 'Looker')\n"
        "type(looker).look = lambda *a: 'gotcha'\nlooker.__dict__.clear()\nx = np.ones(3)\ny = x + 1",
        "import sys\nx = np.ones(3)\nsys.setrecursionlimit(50)\ndef f(n):\n    return f(n + 1)\nf(0)",
        "import os\nx = np.ones(3)\nos._exit(0)",
        "import json\nx = np.ones(3)\njson.dumps = lambda *a, **k: 'x'\ny = np.ones(2)",
        "x = " + "(" * 400 + "1" + ")" * 400,
        "x = np.ones(3)\ny = " + " + ".join(["x"] * 3000),
        "x = '\\ud800'\ny = np.ones(3)",
        "x = np.ones(3)\n\x00",
    ],
)
def test_what_does_not_break_the_walk(sandbox: Sandbox, code: str) -> None:
    found = attack(sandbox, code)
    assert isinstance(found, str) or found.steps or found.problem


def test_a_line_of_a_megabyte(sandbox: Sandbox) -> None:
    found = attack(sandbox, "x = '" + "a" * (1 << 20) + "'")
    assert isinstance(found, str) and "at most 100,000" in found


@pytest.mark.parametrize(
    ("items", "error", "spots", "last"),
    [
        ([[[0, 1, ARRAY], [10**9, 2, ARRAY], [-1, 3, ARRAY], ["x", 4, ARRAY]]], None, [], []),
        ([[[n, n, ["array", [s], "f", 0, "vmap"]] for n in range(60) for s in (0, 10**18, "x")]], None, [], []),
        ([[[n, n, ARRAY] for n in range(90)]] * 3, {"type": "ValueError", "message": "x" * 99}, [[5, 5, 0, 20]], []),
        (["not a list", 7, None, [None, [1], {}]], "text", "text", {"a": 1}),
        ([[[5, 1, ["sequence", "tuple", 10**40, [], 1]]]], {"type": 1, "line": "x"}, [[1, 2], [1, 1, 1, 1]], [[5] * 4]),
        ([[[n, n, ["fields", "G", [["a", ARRAY]] * 99]] for n in range(80)]], None, [], [[3, 9, 9, ["tree", "t", 5]]]),
        ([[[n, n, ["text", "bij,jk->ik"]] for n in range(80)]], {"type": "E"}, [[4, 4, 0, 19]] * 30, []),
    ],
)
def test_a_forged_walk_is_only_a_walk_of_this_code(
    sandbox: Sandbox, items: object, error: object, spots: object, last: object
) -> None:
    attack(sandbox, FORGE.format(items=items, error=error, spots=spots, last=last))


def test_the_next_learner_is_served(sandbox: Sandbox) -> None:
    found = walk_code(sandbox, "x = np.ones((2, 3))")
    assert [step.shape for step in found.steps] == [(2, 3)]
