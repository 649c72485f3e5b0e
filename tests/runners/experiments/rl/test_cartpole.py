"""The dynamics against gymnasium's CartPole-v1."""

from __future__ import annotations

from collections.abc import Iterator

import gymnasium
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from runners.experiments.rl import cartpole

BALANCING = np.array([0.1, 0.3, 3.0, 1.0])


@pytest.fixture
def theirs() -> Iterator[gymnasium.Env]:
    environment = gymnasium.make("CartPole-v1")
    yield environment
    environment.close()


def start(theirs: gymnasium.Env, s: jax.Array) -> None:
    theirs.reset(seed=0)
    theirs.unwrapped.state = np.asarray(s, np.float64)


def compare(theirs: gymnasium.Env, actions: np.ndarray, *, tolerance: float, in_step: bool = False) -> tuple[int, int]:
    """Steps both environments with the same actions; both start again when an episode ends. How often an episode was
    terminated, and truncated. `in_step`: each step starts from our state, since in a long episode rounding grows."""
    step, terminations, truncations = jax.jit(cartpole.step), 0, 0
    ours = cartpole.reset(jax.random.key(0))
    start(theirs, ours.s)
    for number, action in enumerate(actions):
        if in_step:
            theirs.unwrapped.state = np.asarray(ours.s, np.float64)
        observed, reward, terminated, truncated, _ = theirs.step(int(action))
        ours, outcome = step(ours, action)
        np.testing.assert_allclose(outcome.s, theirs.unwrapped.state, atol=tolerance)
        np.testing.assert_allclose(outcome.s, observed, atol=max(tolerance, 1e-6))
        assert (float(outcome.reward), bool(outcome.terminated)) == (reward, terminated)
        assert bool(outcome.truncated) == truncated
        terminations, truncations = terminations + terminated, truncations + truncated
        if terminated or truncated:
            ours = cartpole.reset(jax.random.key(number + 1))
            start(theirs, ours.s)
    return terminations, truncations


@pytest.mark.parametrize("double_precision", [False, True])
def test_a_thousand_random_steps_equal_gymnasium(theirs: gymnasium.Env, double_precision: bool) -> None:
    actions = np.random.default_rng(0).integers(0, 2, 1000)
    with jax.enable_x64(double_precision):
        terminations, _ = compare(theirs, actions, tolerance=1e-12 if double_precision else 1e-5)
    assert terminations > 20


def test_truncated_at_the_same_step_as_gymnasium(theirs: gymnasium.Env) -> None:
    with jax.enable_x64(True):
        episode = cartpole.record(
            lambda s, _: (s @ BALANCING > 0).astype(int), cartpole.reset(jax.random.key(0)), jnp.zeros(500)
        )
        assert compare(theirs, np.asarray(episode.action), tolerance=1e-12, in_step=True) == (0, 1)


def test_one_push_worked_by_hand() -> None:
    """At rest and upright: temp = 10 / 1.1, θ'' = -temp / (0.5 (4/3 - 0.1 / 1.1)), x'' = temp - 0.05 θ'' / 1.1."""
    push = 10 / 1.1
    turn = -push / (0.5 * (4 / 3 - 0.1 / 1.1))
    after = cartpole.move(jnp.zeros(4), jnp.array(cartpole.RIGHT))
    np.testing.assert_allclose(after, [0, 0.02 * (push - 0.05 * turn / 1.1), 0, 0.02 * turn], rtol=1e-6)
    np.testing.assert_allclose(cartpole.move(jnp.zeros(4), jnp.array(cartpole.LEFT)), -after, rtol=1e-6)


@pytest.mark.parametrize(
    ("s", "ended"),
    [([0, 9, 0, 9], False), ([2.4, 0, 0, 0], False), ([2.41, 0, 0, 0], True), ([-2.41, 0, 0, 0], True),
     ([0, 0, 0.209, 0], False), ([0, 0, 0.21, 0], True), ([0, 0, -0.21, 0], True)],
)  # fmt: skip
def test_an_episode_ends_beyond_the_edges_only(s: list[float], ended: bool) -> None:
    assert bool(cartpole.has_ended(jnp.array(s, jnp.float32))) == ended


def test_resets_are_within_gymnasiums_range_and_differ() -> None:
    starts = np.asarray(cartpole.resets(jax.random.key(0), 1000).s)
    assert starts.shape == (1000, 4) and np.abs(starts).max() <= 0.05 and np.abs(starts).max() > 0.049
    assert abs(starts.mean()) < 0.003 and len(np.unique(starts)) > 3900


def test_same_with_jit_and_side_by_side_equals_one_after_the_other() -> None:
    environments = cartpole.resets(jax.random.key(1), 5)
    actions = jnp.array([0, 1, 0, 1, 1])
    together, outcome = jax.jit(jax.vmap(cartpole.step))(environments, actions)
    for place in range(5):
        one = jax.tree.map(lambda each, place=place: each[place], environments)
        after, single = cartpole.step(one, actions[place])
        np.testing.assert_allclose(together.s[place], after.s, atol=1e-6)
        np.testing.assert_allclose(outcome.s[place], single.s, atol=1e-6)


def test_only_environments_that_have_ended_start_again() -> None:
    old, fresh = (cartpole.Environment(jnp.full((2, 4), value), jnp.array([7, 7])) for value in (0.3, 0.0))
    outcome = cartpole.Outcome(old.s, jnp.ones(2), jnp.array([True, False]), jnp.array([False, False]))
    again = jax.vmap(cartpole.restart)(old, outcome, fresh._replace(steps=jnp.array([0, 0])))
    assert again.steps.tolist() == [0, 7] and again.s[:, 0].tolist() == [0.0, pytest.approx(0.3)]


def test_the_return_is_the_number_of_recorded_steps() -> None:
    def policy(s: jax.Array) -> jax.Array:
        return (s @ jnp.array([-0.1, 0.05, 1.0, 0.3]) > 0).astype(int)

    starts = cartpole.resets(jax.random.key(3), 8)
    returns = jax.vmap(lambda one: cartpole.play(policy, one))(starts)
    episodes = jax.vmap(lambda one: cartpole.record(lambda s, _: policy(s), one, jnp.zeros(500)))(starts)
    np.testing.assert_array_equal(returns, episodes.alive.sum(axis=1))
    assert float(returns.min()) > 10 and float(returns.max()) <= 500


def test_the_recorded_episode_has_the_median_return() -> None:
    returns, episode = jax.jit(lambda key: cartpole.final_test(lambda s: (s[2] > 0).astype(int), key))(
        jax.random.key(0)
    )
    assert int(episode.alive.sum()) == np.sort(returns)[50]
