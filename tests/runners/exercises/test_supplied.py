"""What stands beside a learner's code in the sandbox: the practical's given cells and doubles, and no solution."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import resources

import pytest

from runners.check import check
from runners.exercises import catalogue
from runners.sandbox import Sandbox
from tests.runners.exercises.stack_attempts import _encoder, _heads, _transformer

TEXTS = sorted(path.name for path in resources.files("runners.exercises.inside").iterdir() if path.name.endswith(".py"))

_SEARCH = """
import gc, inspect, os, sys, types

def _words(code, seen):
    if id(code) not in seen:
        seen[id(code)] = set(code.co_names) | set(code.co_varnames) | {c for c in code.co_consts if isinstance(c, str)}
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                _words(constant, seen)
    return seen

def _found(values):
    seen = {}
    for value in values:
        for one in (value, *vars(value).values()) if isinstance(value, type) else (value,):
            if isinstance(one, types.FunctionType):
                _words(one.__code__, seen)
    return sorted(set().union(*seen.values()))

def _sources(names):
    texts = []
    for name in names:
        for look in (inspect.getsource, inspect.getsourcefile):
            try:
                texts.append(look(globals()[name]))
            except (OSError, TypeError):
                pass
    return texts
"""

_SOLUTION_WORDS = {
    "softmax",
    "Linear",
    "LayerNorm",
    "gelu",
    "relu",
    "swapaxes",
    "sqrt",
    "get_parameter",
    "einsum",
    "matmul",
}


@pytest.mark.parametrize(
    ("exercise", "code", "parts"),
    [
        ("multi_head_attention", _heads(), ("SequenceToQKV", "scaled_dot_product_attention")),
        ("encoder_block", _encoder(), ("MultiHeadAttention", "AddNorm", "FeedForwardBlock")),
        ("transformers.transformer", _transformer(), ("TransformerEncoder", "TransformerDecoder")),
    ],
)
def test_the_parts_that_stand_in_for_earlier_tasks_hold_no_solution(
    sandbox: Sandbox, exercise: str, code: str, parts: tuple[str, ...]
) -> None:
    """The attempt reads everything of the stand-ins that can be read: source, code objects, all our globals."""
    spy = f"""
    parts = [globals()[name] for name in {parts!r}]
    ours = [value for value in globals().get('_practical', {{}}).values()]
    raise ValueError(repr((_found(parts + ours), _sources({parts!r}))))
"""
    head, _, _ = code.partition("    super().__init__(name=name)\n")
    result = check(sandbox, exercise, _SEARCH + head + "    super().__init__(name=name)\n" + spy)
    assert result.error is not None and result.error.type == "ValueError", result
    words, sources = ast.literal_eval(result.error.message)
    assert {"cos", "sin"} & set(words)
    assert not _SOLUTION_WORDS & set(words)
    assert not [text for text in sources if text and "\n" in text]


def test_no_text_of_ours_defines_what_a_task_asks_for_except_as_a_double() -> None:
    asked = {exercise.function for exercise in catalogue()}
    for name in TEXTS:
        tree = ast.parse(resources.files("runners.exercises.inside").joinpath(name).read_text("utf-8"))
        defined = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        doubles = asked & defined
        assert not doubles or name == "transformer_checks.py", (name, doubles)


def test_the_doubles_compute_nothing_that_a_task_asks_for() -> None:
    text = resources.files("runners.exercises.inside").joinpath("transformer_checks.py").read_text("utf-8")
    for word in _SOLUTION_WORDS:
        assert not re.search(rf"\b{word}\b", text), word


def test_our_modules_can_not_be_imported_from_inside(sandbox: Sandbox) -> None:
    code = (
        (
            "found = []\nfor name in ('runners', 'runners.exercises.inside.transformer_checks',\n"
            "             'runners.exercises.topics.transformers.whole'):\n    try:\n        __import__(name)\n"
            "        found.append(name)\n    except ImportError:\n        pass\n" + _heads()
        )
        .replace("    self.num_heads = num_heads \n", "")
        .replace(
            "    super().__init__(name=name)\n", "    super().__init__(name=name)\n    raise ValueError(repr(found))\n"
        )
    )
    result = check(sandbox, "multi_head_attention", code)
    assert result.error is not None and result.error.message == "[]"


def test_a_traceback_through_a_given_function_ends_in_the_learners_line(sandbox: Sandbox) -> None:
    code = "def loss_fn(params, x_0, t, e):\n    noised = q_sample(x_0, e, t)\n    return noised.mean()\n"
    result = check(sandbox, "dgm.loss_fn", code)
    assert result.error is not None and result.error.line == 2
    assert "> 2 |     noised = q_sample(x_0, e, t)" in result.error.excerpt


def test_the_worker_imports_no_jax_for_the_exercises() -> None:
    code = "import sys, runners.check\nrunners.check.find('add_norm')\nassert 'jax' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_no_line_that_reads_the_harness_for_a_learner(name: str) -> None:
    """`{function}` is the harness's own placeholder."""
    assert "{function}" not in resources.files("runners.exercises.inside").joinpath(name).read_text("utf-8")
