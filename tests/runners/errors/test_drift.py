"""What has changed since 2022, found in code, and tracebacks that are pasted."""

from __future__ import annotations

import pytest

from runners.check import check
from runners.errors import pasted
from runners.errors.drift import in_code

GYM = "import gymnasium as gym\nenv = gym.make('CartPole-v1')\n"


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("import jax.numpy as jnp\ny = jnp.clip(x, a_min=0)", 2, "`min` and `max`"),
        ("y = x.clip(a_min=0)", 1, "`min` and `max`"),
        ("p = jax.tree_map(f, p)", 1, "jax.tree.map"),
        ("import jax as j\np = j.tree_map(f, p)", 2, "jax.tree.map"),
        ("from typing import NamedTuple\nclass S(NamedTuple):\n    x: jnp.DeviceArray", 3, "jax.Array"),
        ("import jax.tools.colab_tpu", 1, "Delete it"),
        ("if int(os.environ['COLAB_GPU']) > 0: pass", 1, "os.environ.get"),
        ("import gym", 1, "gymnasium"),
        ("x = np.bool8(1)", 1, "np.bool_"),
        (GYM + "env.seed(3)", 3, "env.reset(seed=42)"),
        (GYM + "obs = env.reset()", 3, "obs, info = env.reset()"),
        (GYM + "obs, r, done, info = env.step(a)", 3, "terminated"),
        ("import scipy.misc\nimg = scipy.misc.face()", 2, "scipy.datasets.face()"),
        ("from scipy import misc\nimg = misc.face()", 2, "scipy.datasets.face()"),
        ("from transformers import FlaxDistilBertModel", 1, "DistilBertModel"),
        ("c = ax._get_lines.color_cycle", 1, "color=..."),
        ("import numpy as onp\nm = onp.zeros(3, onp.bool)", 2, "plain `bool`"),
        ("from jax.experimental import optimizers", 1, "optax"),
        ("x = jax.ops.index_update(x, 0, 1)", 1, ".at[index].set"),
    ],
)
def test_what_has_changed_is_found_in_code(code: str, line: int, words: str) -> None:
    (found,) = in_code(code)
    assert found.line == line and words.lower() in found.fix.lower()
    assert found.works == ("onp.bool" in code)


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\ny = np.clip(x, a_min=0, a_max=1)",
        "y = jnp.clip(x, min=0)",
        "p = jax.tree.map(f, p)\nq = jax.tree_util.tree_map(f, p)",
        "# jax.tree_map is gone\ns = 'jnp.DeviceArray'",
        "gymnasium = 3\nobs = env.reset()",
        GYM + "obs, info = env.reset()\nobs, r, done, cut, info = env.step(a)",
        "rng.seed(3)\nnp.random.seed(0)",
        "x = np.bool_(1)\ntree_map = 1",
        "def broken(:",
    ],
)
def test_what_has_not_changed_is_left_alone(code: str) -> None:
    assert in_code(code) == ()


COLAB = """---------------------------------------------------------------------------
TypeError                                 Traceback (most recent call last)
<ipython-input-7-1a2b3c> in <cell line: 3>()
      1 q = jnp.ones((2, 3))
      2 k = jnp.ones((4, 5))
----> 3 scores = q @ k

2 frames
/usr/local/lib/python3.10/dist-packages/jax/_src/numpy/array_methods.py in deferring_binary_op(self, other)
    262     args = (other, self) if swap else (self, other)
    263     if isinstance(other, _accepted_binop_types):
--> 264       return binary_op(*args)

TypeError: dot_general requires contracting dimensions to have the same shape, got (3,) and (4,).
"""
JUPYTER = """---------------------------------------------------------------------------
AttributeError                            Traceback (most recent call last)
Cell In[12], line 5
      3 params = init(key)
      4 # step
----> 5 params = jax.tree_map(lambda p, g: p - lr * g, params, grads)

AttributeError: module 'jax' has no attribute 'tree_map'
"""
TERMINAL = """Traceback (most recent call last):
  File "/home/amina/gcn.py", line 14, in <module>
    train(env)
  File "/home/amina/venv/lib/python3.11/site-packages/gym/core.py", line 40, in step
    return self.env.step(action)
ValueError: too many values to unpack (expected 4)
"""
CHAINED = """Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
KeyError: 'w'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "<stdin>", line 3, in <module>
jax.errors.TracerBoolConversionError: Attempted boolean conversion of traced array with shape bool[].
The error occurred while tracing the function f at a.py:2 for jit.
"""


@pytest.mark.parametrize(
    ("text", "kind", "line", "words"),
    [
        (COLAB, "TypeError", 3, "here they are 3 and 4"),
        (JUPYTER, "AttributeError", 5, "`jax.tree.map`"),
        (TERMINAL, "ValueError", 14, "terminated or truncated"),
        (CHAINED, "TracerBoolConversionError", 3, "jnp.where"),
        ("AssertionError: w_n is not calculated correctly", "AssertionError", None, "older JAX"),
    ],
)
def test_a_pasted_traceback_is_explained(text: str, kind: str, line: int | None, words: str) -> None:
    result = check(None, None, text, id="9")  # type: ignore[arg-type]
    assert (result.id, result.exercise, result.verdict, result.mistakes) == ("9", "", "error", ())
    assert result.error is not None
    assert (result.error.type, result.error.line) == (kind, line)
    assert words in result.error.explanation
    if line in (3, 5) and "-->" in text:
        assert result.error.excerpt.startswith(f"> {line} | ")


@pytest.mark.parametrize(
    "code",
    [
        "def relu(x):\n    return x\n",
        "try:\n    f()\nexcept ValueError: pass\n",
        "raise ValueError('x')",
        "MyError: int = 3",
        "x = 'Traceback (most recent call last):'",
        "",
    ],
)
def test_code_is_not_taken_for_a_traceback(code: str) -> None:
    assert pasted.read(code) is None
