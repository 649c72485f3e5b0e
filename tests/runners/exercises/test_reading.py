"""Placeholders, finding the exercise, and bad requests: what is decided before any code runs."""

from __future__ import annotations

import pytest

from runners.check import check
from runners.exercises import find, find_in, outline
from runners.exercises.imports import prelude
from runners.values import UsageError
from tests.runners.exercises.attention_attempts import plain


class NeverCalled:
    def call(self, *_: object) -> None:
        raise AssertionError("the code was run")


NAME = "scaled_dot_product_attention"
HEAD = "def scaled_dot_product_attention(query, key, value):\n"


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            HEAD + "    logits = # FINSIH ME\n    scaled_logits = # FINISH ME\n    return value, logits\n",
            "Lines 2 and 3",
        ),
        (HEAD + "    logits = #FINISH ME\n    return value, logits\n", "Line 2 is"),
        (HEAD + "    logits =\n    return value\n", "Line 2 is"),
        (HEAD + "    pass\n", "Line 2 is"),
        (HEAD + '    """Attention."""\n    # your code here\n    pass\n', "Line 3 is"),
        (HEAD + "    ...\n", "Line 2 is"),
        (HEAD + "    logits = ...\n    return logits\n", "Line 2 is"),
        (HEAD + "    return ...\n", "Line 2 is"),
        (HEAD + "    return None  # TODO: implement me\n", "Line 2 is"),
        (HEAD + "    raise NotImplementedError\n", "Line 2 is"),
        (HEAD + "    if query is key:\n        return\n        # TODO Implement me!\n    return value\n", "Line 3 is"),
    ],
)
def test_a_placeholder_is_incomplete_and_its_line_is_named(code: str, lines: str) -> None:
    result = check(NeverCalled(), NAME, code)  # type: ignore[arg-type]
    assert result.verdict == "incomplete"
    assert result.mistakes[0].message.startswith(lines)


@pytest.mark.parametrize(
    "code",
    [
        plain(),
        HEAD + "    logits = query @ key  # FINISH ME\n    return logits[..., None]\n",
        HEAD + "    # your code here\n    x = f(a,\n        b=\n        2)\n    return x == 1\n",
        HEAD + "    if key is None:\n        pass\n    return query\n",
        HEAD + "    # TODO: faster\n    return query\n",
    ],
)
def test_a_finished_line_with_a_comment_left_behind_is_no_placeholder(code: str) -> None:
    assert outline.gaps(code, NAME) == ()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("scaled_dot_product_atention", "Did you mean transformers.scaled_dot_product_attention?"),
        ("zzz", "`tutor exercises` lists them all."),
    ],
)
def test_an_unknown_exercise_names_the_nearest(name: str, says: str) -> None:
    with pytest.raises(UsageError, match="There is no exercise called") as raised:
        find(name)
    assert says in str(raised.value)


def test_an_exercise_is_found_by_id_short_name_and_function() -> None:
    assert find("transformers.add_norm") is find("AddNorm") is find("add-norm") is find(" `add_norm` ")


@pytest.mark.parametrize("code", ["def other(x):\n    return x\n", "x = 1\n", "def broken(:\n"])
def test_code_without_an_exercises_function_asks_for_the_name(code: str) -> None:
    with pytest.raises(UsageError, match="name the exercise as well"):
        find_in(code)


@pytest.mark.parametrize(("code", "says"), [("  \n", "There is no code"), ("x" * 100_001, "100,001 characters")])
def test_nothing_or_too_much_to_check_is_refused(code: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        check(NeverCalled(), NAME, code)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("relu = lambda x: x\n", ("x",)),
        ("def f(a, /, b, *, c=1): pass\n", ("a", "b", "c")),
        ("def g(a, b=2): pass\nf = jax.jit(jax.vmap(g))\n", ("a", "b")),
        ("f = make()\n", ()),
        ("f = f\n", ()),
    ],
)
def test_parameters_are_read_from_the_code(code: str, names: tuple[str, ...]) -> None:
    function = "relu" if "relu" in code else "f"
    assert tuple(parameter.name for parameter in outline.parameters(code, function)) == names


def test_missing_imports_are_supplied_on_one_line_and_only_those() -> None:
    assert prelude("def f(x):\n    return jnp.sum(np.array(x))\n") == "import jax.numpy as jnp; import numpy as np\n"
    assert prelude("import jax.numpy as jnp\ny = jnp.sum\n") == ""
    assert prelude("from __future__ import annotations\nx = jnp.pi\n") == ""
