"""Random search and hill climbing, step by step and as an experiment."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from runners.experiments import find, run_experiment
from runners.experiments.rl import cartpole
from runners.experiments.rl import cartpole_random_search as search
from runners.sandbox import Sandbox
from tests.runners.experiments.rl.looking import check_result, check_text

SETTINGS = search.Settings(episodes=5, climb=False, sigma=0.3)


def test_the_policy_is_a_threshold() -> None:
    theta = jnp.array([0.0, 0.0, 1.0, 0.5])
    pushes = [int(search.linear_policy(theta, jnp.array(s))) for s in ([9, 9, 0.1, 0.0], [9, 9, 0.1, -0.3])]
    assert pushes == [cartpole.RIGHT, cartpole.LEFT]


def test_candidates_come_from_the_cube_or_from_near_the_best() -> None:
    best = jnp.array([5.0, -5.0, 0.0, 1.0])
    keys = jax.random.split(jax.random.key(0), 4_000)
    anywhere, near = (
        np.asarray(jax.vmap(lambda key, climb=climb: search.propose(key, best, SETTINGS._replace(climb=climb)))(keys))
        for climb in (False, True)
    )
    assert (
        np.abs(anywhere).max() <= 1.0
        and abs(anywhere.mean()) < 0.02
        and anywhere.std() == pytest.approx(3**-0.5, rel=0.02)
    )
    np.testing.assert_allclose(near.mean(axis=0), best, atol=0.02)
    assert (near - np.asarray(best)).std() == pytest.approx(0.3, rel=0.03)


def test_the_score_is_the_mean_of_the_first_episodes() -> None:
    theta, key = jnp.array([0.0, 0.0, 1.0, 0.0]), jax.random.key(2)
    returns = cartpole.evaluate(lambda s: search.linear_policy(theta, s), key, search.MOST_EPISODES)
    for episodes in (1, 7, 50):
        assert float(search.score_of(theta, key, episodes)) == pytest.approx(float(returns[:episodes].mean()), rel=1e-5)


@pytest.mark.parametrize("climb", [False, True])
def test_the_best_is_kept(climb: bool) -> None:
    found, scores = search.search_for(search.new_search(0, SETTINGS._replace(climb=climb)), 60, lambda *_: True)
    assert len(scores) == 60 and float(found.score) == scores.max() > np.median(scores[:10])
    place = int(scores.argmax())
    _, key = jax.random.split(jax.random.fold_in(found.key, place))
    # Compiled apart, its numbers are rounded otherwise, and hundreds of steps make an episode of that.
    assert float(search.score_of(found.theta, key, 5)) == pytest.approx(scores.max(), rel=0.15)


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    check_result(run_experiment(sandbox, "cartpole_random_search", {"candidates": 30, "seed": 3}), seed=3)


@pytest.mark.parametrize("values", [{}, {"episodes": 1, "method": "climb"}, {"method": "climb", "sigma": 10.0}])
def test_stopped_after_the_first_chunk(values: dict[str, float | str]) -> None:
    reading = search.run(
        **{**find("cartpole_random_search").defaults(), "seed": 5, **values}, progress=lambda *_: False
    )
    check_text(reading.text, seed=5)
    assert "stopped after 10 of 200 policies" in reading.text and len(reading.alts[0]) < 400


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("cartpole_random_search")
    assert experiment.module == search.__name__
    assert set(experiment.defaults()) == set(search.run.__annotations__) - {"progress", "return"}
