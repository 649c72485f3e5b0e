"""Functions of earlier exercises are supplied without their source, and never to their own exercise."""

from __future__ import annotations

import base64
import marshal
import re
from types import CodeType

from runners.check import check
from runners.exercises import catalogue, find
from runners.exercises.values import Exercise
from runners.sandbox import Sandbox


def _supplied(exercise: Exercise) -> set[str]:
    packed = re.findall(r"b64decode\('([^']+)'\)", exercise.given)
    codes = [marshal.loads(base64.b64decode(text)) for text in packed]
    return {part.co_name for code in codes for part in code.co_consts if isinstance(part, CodeType)}


def test_no_exercise_is_given_its_own_solution() -> None:
    assert _supplied(find("rl.q_learning_loss")) == {"compute_squared_error", "compute_bellman_target"}
    for exercise in catalogue():
        assert exercise.function not in _supplied(exercise), exercise.id


def test_what_is_supplied_has_no_source(sandbox: Sandbox) -> None:
    code = (
        "import inspect\ntry:\n    found = inspect.getsource(linear_policy)\nexcept (OSError, TypeError):\n"
        "    found = 'nothing'\n"
        "def run_episode(env):\n    raise ValueError(found)\n"
    )
    result = check(sandbox, "rl.run_episode", code)
    assert result.error is not None and result.error.message == "nothing"


def test_the_learners_own_earlier_function_takes_its_place(sandbox: Sandbox) -> None:
    code = (
        "def linear_policy(params, obs):\n  return 1\n"
        "def run_episode(env):\n  obs, total, done = env.reset(), 0, False\n  while not done:\n"
        "    obs, reward, done, _ = env.step(linear_policy(jnp.array([1, -2, 2, -1]), obs))\n    total += reward\n"
        "  return total\n"
    )
    assert [mistake.slug for mistake in check(sandbox, "rl.run_episode", code).mistakes] == ["always_action_1"]
