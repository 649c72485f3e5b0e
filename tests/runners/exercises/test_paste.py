"""A pasted notebook: what is run of it, which exercises are in it, and what is still to be filled in."""

from __future__ import annotations

import pytest

from runners.check import check, check_all
from runners.exercises import find_all, find_in, paste
from runners.sandbox import Sandbox
from runners.values import UsageError
from tests.runners.exercises.attention_attempts import plain

CELL = """
%%capture
%matplotlib inline
!pip install dm-haiku
#@title **Exercise 2.1** {run: "auto"}
import gym
from google.colab import files
import jax.tools.colab_tpu
import jax, jax.numpy as jnp
from typing import Optional

SCALE = 0.5
data = files.upload()

def scaled_dot_product_attention(query, key, value: Optional[int]):
  # FINISH ME
  logits = jnp.matmul(query, jnp.swapaxes(key, -2, -1))
  weights = jax.nn.softmax(scale(logits, key.shape[-1]), axis=-1)
  return jnp.matmul(weights, value), weights

@jax.jit
def scale(x, d):
  return x / d ** SCALE

# @title Check
random_key = jax.random.PRNGKey(42)
x = jax.random.normal(random_key, (2, 3, 4))
v, w = scaled_dot_product_attention(x, x, x)
assert jnp.allclose(v, w_expected), "w_n is not calculated correctly"
check_attention(scaled_dot_product_attention)
plt.imshow(w[0]); plt.show()

def image_to_patch(image, patch_size):
  patches = # FINISH ME
  return patches

def relu(x):
  if x > 0:
    return x
  return x
"""


def test_a_whole_cell_works_as_it_stands(sandbox: Sandbox) -> None:
    result = check(sandbox, "scaled_dot_product_attention", CELL)
    assert (result.verdict, result.mistakes, result.error) == ("correct", (), None)


def test_every_exercise_of_a_paste_is_checked_in_its_order(sandbox: Sandbox) -> None:
    results = check_all(sandbox, None, CELL, id="5")
    assert [(result.exercise, result.verdict) for result in results] == [
        ("transformers.scaled_dot_product_attention", "correct"),
        ("transformers.image_to_patch", "incomplete"),
        ("intro.relu_python", "incorrect"),
    ]
    line = CELL.splitlines().index("  patches = # FINISH ME") + 1
    assert results[1].mistakes[0].message == f"Line {line} is still to be filled in."
    assert results[2].mistakes[0].slug == "identity" and {result.id for result in results} == {"5"}


def test_a_named_exercise_is_checked_alone(sandbox: Sandbox) -> None:
    (result,) = check_all(sandbox, "relu_python", CELL)
    assert result.exercise == "intro.relu_python" and result.mistakes[0].slug == "identity"


def test_lines_keep_their_numbers(sandbox: Sandbox) -> None:
    code = "print(undefined)\n\n\ndef relu(x):\n    return x + y_missing\n\nassert relu(1) == 1\n"
    result = check(sandbox, "relu_python", code)
    assert result.error is not None and result.error.line == 5
    assert "> 5 |     return x + y_missing" in result.error.excerpt


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("a = 1\nb = 2\ndef f(x): return x + a\nprint(f(b))", "a = 1\n\ndef f(x): return x + a\n"),
        ("def f(x): return memory[0]\nmemory = []\nmemory.append(1)\nother.append(2)", None),
        ("from jnp import *\nimport gym\ndef f(x): return ones(3)", "from jnp import *\n\ndef f(x): return ones(3)"),
        ("jax.config.update('jax_enable_x64', True)\ndef f(x): return x", None),
        ("f = jax.jit(g)\ndef g(x): return x\ng(1)", "f = jax.jit(g)\ndef g(x): return x\n"),
        ("if a:\n    def f(x): return x\nelse:\n    z = 1\nf(1)", "if a:\n    def f(x): return x\nelse:\n    z = 1\n"),
        ("class A:\n    pass\ndef f(x): return A()\nA.go = lambda self: 1\nnumpy.abs = 3", None),
        ("def f(x):\n    data = x\n    return data\ndata = load()", "def f(x):\n    data = x\n    return data\n"),
        ("x = 1\nprint(x)", "x = 1\nprint(x)"),
        ("def f(:\n    pass\nx = 1", "def f(:\n    pass\nx = 1"),
        ("def g(:\n    pass\ndef f(x):\n    return x", "\n\ndef f(x):\n    return x"),
    ],
)  # fmt: skip
def test_only_what_gives_a_name_its_value_is_kept(code: str, kept: str | None) -> None:
    part = paste.part_for(code, {"f"})
    assert part.count("\n") == code.count("\n")
    if kept is None:
        lines = [line for line in code.split("\n") if not line.startswith(("other", "numpy"))]
        assert [line for line in part.split("\n") if line] == lines
    else:
        assert part.rstrip("\n") == kept.rstrip("\n")


def test_prompts_and_indentation_are_taken_off() -> None:
    assert paste.tidy(">>> def f(x):\n...     return x\n...\n") == "def f(x):\n    return x\n\n"
    assert paste.tidy("    def f(x):\n        return x\n") == "def f(x):\n    return x\n"
    assert paste.tidy("In [3]: x = 1\n") == "x = 1\n"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("AddNorm", "transformers.add_norm"),
        ("addnorm", "transformers.add_norm"),
        ("Add_Norm", "transformers.add_norm"),
        ("Scaled_Dot_Product_Attention", "transformers.scaled_dot_product_attention"),
    ],
)
def test_case_and_underscores_of_a_name_do_not_matter(name: str, id: str) -> None:
    assert find_in(f"class {name}:\n    pass\n").id == id or find_in(f"def {name}(query, key, value): pass\n").id == id


def test_a_class_in_another_case_is_checked_with_a_note(sandbox: Sandbox) -> None:
    code = (
        "class addNorm(hk.Module):\n  def __call__(self, x, processed_x):\n"
        "    return hk.LayerNorm(-1, True, True)(x + processed_x)\n"
    )
    (result,) = check_all(sandbox, None, code)
    assert (result.exercise, result.verdict) == ("transformers.add_norm", "correct")
    assert any("call it `AddNorm`; yours is called `addNorm`" in note for note in result.notes)


def test_a_near_name_is_asked_about() -> None:
    with pytest.raises(UsageError, match="Did you mean scaled_dot_product_attention"):
        find_all("def scaled_dot_prodct_attention(query, key, value): pass\n")


def test_a_near_name_is_taken_when_the_exercise_is_named(sandbox: Sandbox) -> None:
    code = plain().replace("def scaled_dot_product_attention", "def scaled_dot_product_atention")
    assert check(sandbox, "scaled_dot_product_attention", code + "\ndef helper(x): return x\n").verdict == "correct"


@pytest.mark.parametrize(
    ("code", "id"),
    [
        ("def relu(x):\n  if x > 0:\n    return x\n  return 0\n", "intro.relu_python"),
        ("def relu(x):\n  return max(x, 0)\n", "intro.relu_python"),
        ("def relu(x):\n  return jnp.maximum(x, 0)\n", "intro.relu_jit"),
        ("@jax.jit\ndef relu(x):\n  return x * (x > 0)\n", "intro.relu_jit"),
        ("relu = jax.nn.relu\n", "intro.relu_jit"),
    ],
)
def test_of_two_exercises_with_one_name_the_code_decides(code: str, id: str) -> None:
    assert find_in(code).id == id


@pytest.mark.parametrize(
    "body",
    ["    # your code here\n    pass\n", "    ...\n", "    raise NotImplementedError\n", "    y = ...\n    return y\n",
     "    out = # FINISH ME\n    return out\n", "    return # YOUR CODE HERE\n", '    """Doc."""\n    # FINISH ME\n'],
)  # fmt: skip
def test_placeholders_are_found_beside_a_finished_exercise(sandbox: Sandbox, body: str) -> None:
    code = f"def image_to_patch(image, patch_size):\n{body}\ndef relu(x):\n    return jnp.where(x > 0, x, 0)\n"
    first, second = check_all(sandbox, None, code)
    assert (first.exercise, first.verdict) == ("transformers.image_to_patch", "incomplete")
    assert second.verdict == "correct"
