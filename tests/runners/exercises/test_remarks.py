"""Notes on attempts: about the notebook's own check, old calls, and advice that never fires wrongly."""

from __future__ import annotations

import ast

import pytest

from runners.check import check
from runners.exercises import catalogue, habits
from runners.exercises.notebook import OLD_NUMBERS, REFUSES_RIGHT_ANSWERS, SLIPS, about_the_notebook
from runners.exercises.outline import definition
from runners.sandbox import Sandbox
from tests.runners.exercises import attention_attempts, other_attempts
from tests.runners.exercises.attention_attempts import masked, plain

HEAD = "def scaled_dot_product_attention(query, key, value):\n"
SDPA = "transformers.scaled_dot_product_attention"


def test_a_right_answer_that_the_notebooks_check_refuses_is_told_why(sandbox: Sandbox) -> None:
    right = check(sandbox, SDPA, plain())
    assert right.verdict == "correct" and right.notes == (OLD_NUMBERS,)
    assert 'jax.config.update("jax_threefry_partitionable", False)' in OLD_NUMBERS
    assert check(sandbox, SDPA, plain(scaled="logits")).notes == ()


def test_slips_are_told_and_none_gives_an_answer_away() -> None:
    assert len(REFUSES_RIGHT_ANSWERS) == 14
    assert len(SLIPS) == 12
    assert about_the_notebook("dgm.loss_fn", right=False) == (SLIPS["dgm.loss_fn"],)
    assert about_the_notebook("intro.derivative_by_hand_3", right=False) == ()
    assert len(about_the_notebook("transformers.encoder_block", right=True)) == 2
    assert about_the_notebook("intro.relu_jit", right=True) == ()


def test_an_old_call_is_named_with_its_line(sandbox: Sandbox) -> None:
    code = HEAD + "    s = query @ key.mT\n    s = jnp.clip(s, a_min=-9)\n    return s @ value, s\n"
    result = check(sandbox, SDPA, code)
    assert result.error is not None and "`min` and `max`" in result.error.explanation
    assert result.notes == ()
    unused = HEAD + "    if key is None:\n        jax.tree_map(print, key)\n    return query, key\n"
    assert [note[:7] for note in check(sandbox, SDPA, unused).notes] == ["Line 3:"]


LOOP = (
    "  vs, ws = [], []\n  for i in range(query.shape[0]):\n    w = jax.nn.softmax(query[i] @ key[i].T / d ** .5)\n"
    "    vs.append(w @ value[i])\n    ws.append(w)\n  return jnp.stack(vs), jnp.stack(ws)\n"
)
LOSS = other_attempts._LOSS


@pytest.mark.parametrize(
    ("exercise", "code", "words"),
    [
        (SDPA, HEAD + "  k = np.asarray(key)\n  w = jax.nn.softmax(query @ k.swapaxes(1, 2) / k.shape[-1] ** .5)\n"
         "  return w @ value, w\n", "line 2. Reason: a NumPy function"),
        (SDPA, plain().replace("  value =", "  if scaled_logits.max() > 1e9:\n    return None\n  value ="),
         "Reason: Python decides on a value there"),
        (SDPA, plain().replace("  value =", "  top = float(scaled_logits.max())\n  value ="), "made a Python number"),
        (SDPA, HEAD + "  d = key.shape[-1]\n" + LOOP, "Line 4: a Python loop goes over the first axis"),
        (SDPA, HEAD + "  B, T, d = key.shape\n" + LOOP.replace("query.shape[0]", "B"), "Line 4: a Python loop"),
        (SDPA, HEAD + "  q, k, v = (np.asarray(x, np.float64) for x in (query, key, value))\n"
         "  s = q @ k.swapaxes(1, 2) / k.shape[-1] ** .5\n  e = np.exp(s)\n  w = e / e.sum(-1, keepdims=True)\n"
         "  return w @ v, w\n", "under `jax.jit`"),
        ("transformers.sequence_loss_fn", LOSS.replace("  mask =", "  data['extra'] = 1\n  mask ="),
         "changes the argument `data` itself"),
        ("transformers.dot_product_attention",
         "def dot_product_attention(hidden_states, previous_state):\n  ws = [jax.nn.softmax(hidden_states @ p)"
         " for p in previous_state]\n  w = jnp.stack(ws)\n  return w, w @ hidden_states\n", "Line 2: a Python loop"),
    ],
)  # fmt: skip
def test_advice_on_a_right_answer(sandbox: Sandbox, exercise: str, code: str, words: str) -> None:
    result = check(sandbox, exercise, code)
    assert result.verdict == "correct", result
    assert words in " ".join(result.notes), result.notes
    assert len(result.notes) <= 4


def test_float64_is_mentioned_where_float32_came_in(sandbox: Sandbox) -> None:
    code = (
        "def image_to_patch(image, p):\n  B, H, W, C = image.shape\n  out = np.zeros((B, H // p * (W // p), p, p, C))\n"
        "  out[:] = np.asarray(image).reshape(B, H//p, p, W//p, p, C).transpose(0, 1, 3, 2, 4, 5).reshape(out.shape)\n"
        "  return out\n"
    )
    result = check(sandbox, "image_to_patch", code)
    assert result.verdict == "correct"
    assert any("float64" in note for note in result.notes)


QUIET = [
    (SDPA, masked("scaled_logits = jnp.where(mask[:T_q, :T_k], scaled_logits, -1e9)")),
    (SDPA, plain(scaled="logits / np.sqrt(d_k)")),
    (SDPA, plain(logits="jax.vmap(lambda q, k: q @ k.T)(query, key)")),
    ("intro.relu_python", "def relu(x):\n  if x > 0:\n    return x\n  return 0\n"),
    *((exercise, code) for exercise, code in other_attempts.RIGHT if exercise not in (SDPA,)),
    *attention_attempts.RIGHT[:8],
]


def test_ordinary_right_answers_get_no_advice(sandbox: Sandbox) -> None:
    style = ("jax.jit", "Python loop", "float64", "random key", "changes the argument")
    wrong = []
    for exercise, code in QUIET:
        result = check(sandbox, exercise, code)
        loud = [note for note in result.notes if any(word in note for word in style)]
        if result.verdict != "correct" or (loud and "import numpy" not in code):
            wrong.append((code, result.verdict, loud))
    assert wrong == []


def spot(code: str, what: str) -> object:
    tree = ast.parse(code)
    function = definition(tree, "f")
    assert function is not None
    return getattr(habits, what)(function)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("a = jax.random.normal(key)\n    return a + jax.random.uniform(key)", 3),
        ("return jax.random.normal(key) + random.normal(key)", 2),
        ("x = jax.random.normal(key)\n    y = 2\n    z = jax.random.bernoulli(key, x)\n    return z", 4),
        ("key, sub = jax.random.split(key)\n    return jax.random.normal(sub)", 0),
        ("a = jax.random.normal(key)\n    key, _ = jax.random.split(key)\n    return a + jax.random.normal(key)", 0),
        ("a, b = jax.random.split(key)\n    return jax.random.normal(a) + jax.random.normal(b)", 0),
        ("if x:\n        return jax.random.normal(key)\n    return jax.random.uniform(key)", 0),
        ("return jax.random.normal(key) if x else jax.random.uniform(key)", 0),
        ("return jax.lax.cond(x, lambda: jax.random.normal(key), lambda: jax.random.uniform(key))", 0),
        ("k1 = jax.random.fold_in(key, 1)\n    k2 = jax.random.fold_in(key, 2)\n    return k1, k2", 0),
        ("return jnp.dot(key, x) + jnp.dot(key, y)", 0),
        ("for k in jax.random.split(key, 3):\n        x = jax.random.normal(k)\n    return x", 0),
    ],
)
def test_a_key_that_is_used_twice(body: str, line: int) -> None:
    found = spot(f"def f(key, x):\n    {body}\n", "key_used_twice")
    assert (found.line if found else 0) == line  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("def f(key, n):\n    return jax.random.normal(jax.random.PRNGKey(0), n)\n", 2),
        ("def f(random_key, n):\n    return np.random.rand(n)\n", 2),
        ("def f(key, n):\n    return jax.random.normal(key, n)\n", 0),
        ("def f(key, obs):\n    return obs\n", 0),
        ("def f(key, n):\n    key = jax.random.fold_in(key, 1)\n    return jax.random.normal(key)\n", 0),
    ],
)
def test_a_function_that_ignores_the_key_it_is_given(code: str, line: int) -> None:
    found = spot(code, "makes_its_own_key")
    assert (found.line if found else 0) == line  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("def f(rewards):\n    rewards.reverse()\n    return rewards\n", 2),
        ("def f(p):\n    p['w'] += 1\n    return p\n", 2),
        ("def f(rewards):\n    rewards = list(rewards)\n    rewards.reverse()\n    return rewards\n", 0),
        ("def f(x):\n    out = []\n    out.append(x)\n    return out\n", 0),
        ("def f(x):\n    x = x.at[0].set(1)\n    return x\n", 0),
        ("def f(tx, state):\n    updates = tx.update(state)\n    return updates\n", 0),
    ],
)
def test_an_argument_that_is_changed(code: str, line: int) -> None:
    found = spot(code, "mutated_parameter")
    assert (found.line if found else 0) == line  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("return jnp.stack([g(row) for row in x])", 2),
        ("out = []\n    for i in range(len(x)):\n        y = g(x[i])\n        out.append(y)\n    return out", 3),
        ("out = []\n    h = 0\n    for row in x:\n        h = g(h, row)\n        out.append(h)\n    return out", 0),
        ("out = []\n    for row in x:\n        out.append(out[-1] + row)\n    return out", 0),
        ("out, p = [], 0\n    for r in x:\n        y = g(p, r)\n        p = y\n        out.append(y)", 0),
        ("total = 0\n    for row in x:\n        total += row\n    return total", 0),
        ("return [g(x[:, i:i+2]) for i in range(0, 8, 2)]", 0),
        ("for layer in layers:\n        x = layer(x)\n    return x", 0),
    ],
)  # fmt: skip
def test_a_loop_over_the_batch(body: str, line: int) -> None:
    function = definition(ast.parse(f"def f(x):\n    {body}\n"), "f")
    assert function is not None
    assert habits.loops_over_first_axis(function, {"x"}) == line


def test_notes_of_every_exercise_have_an_id_that_is_or_will_be() -> None:
    practicals = {exercise.id.partition(".")[0] for exercise in catalogue()}
    assert practicals
    for id in (*REFUSES_RIGHT_ANSWERS, *SLIPS):
        assert id.partition(".")[0] in {"intro", "array_algebra", "rl", "gnn", "dgm", "transformers", "bayes"}
