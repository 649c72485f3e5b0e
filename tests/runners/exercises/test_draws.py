"""Random draws are judged by their distribution."""

from __future__ import annotations

import numpy as np
import pytest

from runners.exercises import draws
from runners.exercises.attempt import Failure
from runners.exercises.compare import is_right
from runners.exercises.environment import TableEnvironment
from runners.exercises.topics.rl.policy_gradient import sample_action
from runners.exercises.topics.rl.search import new_weights
from runners.exercises.values import Trial

LOGITS = np.array([0.5, -1.0, 0.25, 0.0])
TRIAL = Trial("four logits", {"logits": LOGITS, "_seed": 1})
LINE_UP = draws.counted(sample_action, lambda trial: len(trial.inputs["logits"]))
AGAIN = np.zeros(12)


def _drawn(probabilities: np.ndarray, count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).choice(len(probabilities), count, p=probabilities).astype(float)


@pytest.mark.parametrize("count", [300, 8192])
@pytest.mark.parametrize("seed", range(20))
def test_draws_from_the_right_distribution_are_right(count: int, seed: int) -> None:
    soft = np.exp(LOGITS) / np.exp(LOGITS).sum()
    item = LINE_UP(TRIAL, (_drawn(soft, count, seed), AGAIN))
    assert not isinstance(item, Failure) and is_right(item)


def test_draws_from_another_distribution_are_not() -> None:
    item = LINE_UP(TRIAL, (_drawn(np.full(4, 0.25), 8192, 3), AGAIN))
    assert not isinstance(item, Failure) and not is_right(item)


@pytest.mark.parametrize(
    ("drawn", "again", "slug"),
    [
        (np.zeros((50, 1)), AGAIN, "action_has_axes"),
        (np.full(50, 0.5), AGAIN, "not_an_integer"),
        (np.full(50, 4.0), AGAIN, "action_out_of_range"),
        (np.full(50, -1.0), AGAIN, "action_out_of_range"),
        (np.zeros(50), np.arange(12.0) % 4, "not_reproducible"),
    ],
)
def test_what_is_no_draw_of_an_action_is_named(drawn: np.ndarray, again: np.ndarray, slug: str) -> None:
    item = LINE_UP(TRIAL, (drawn, again))
    assert isinstance(item, Failure) and item.slug == slug and any(map(str.isdigit, item.evidence))


def test_uniform_weights_are_right_and_other_limits_are_not() -> None:
    trial = Trial("weights", {"old_weights": np.zeros(4), "limits": None, "_seed": 1})
    uniform = np.random.default_rng(5).uniform(-2, 2, (8192, 4))
    measured = draws.measured(new_weights)
    right, wrong = measured(trial, (uniform, uniform[:1])), measured(trial, (uniform / 2, uniform[:1]))
    assert not isinstance(right, Failure) and is_right(right)
    assert not isinstance(wrong, Failure) and not is_right(wrong)


def test_the_environment_ends_its_episode_in_both_interfaces() -> None:
    tables = (
        np.zeros((2, 4)),
        np.array([[1, 1], [1, 1]]),
        np.array([[2.0, 3.0], [5.0, 7.0]]),
        np.array([[0, 0], [1, 1]]),
    )
    old, new = TableEnvironment(*tables), TableEnvironment(*tables, gymnasium=True)
    with pytest.raises(RuntimeError, match="reset was never called"):
        old.step(0)
    assert old.reset().shape == (4,) and old.step(1)[1:3] == (3.0, False) and old.step(0)[1:3] == (5.0, True)
    with pytest.raises(RuntimeError, match="the episode is over"):
        old.step(0)
    assert new.reset()[1] == {} and new.step(np.array(0))[1:4] == (2.0, False, False)
    with pytest.raises(ValueError, match="must be 0 or 1"):
        new.step(2)
