"""The parts of DQN against torch, Optax and hand-worked numbers, and the experiment."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
import torch

from runners.experiments import find, run_experiment
from runners.experiments.rl import cartpole, cartpole_dqn, dqn
from runners.sandbox import Sandbox
from tests.runners.experiments.rl.looking import check_result, check_text

SETTINGS = dqn.Settings(
    steps=12_000, learning_rate=0.004, gamma=0.99, double=True, rows=12_500, target_every=200, epsilon_end=0.05,
    epsilon_steps=2_000,
)  # fmt: skip


def transitions(rows: int) -> dqn.Transition:
    rng = np.random.default_rng(rows)
    return dqn.Transition(
        s=jnp.array(rng.normal(size=(rows, 4)), jnp.float32),
        action=jnp.array(rng.integers(0, 2, rows)),
        reward=jnp.ones(rows),
        next_s=jnp.array(rng.normal(size=(rows, 4)), jnp.float32),
        terminated=jnp.array(rng.random(rows) < 0.3),
    )


def test_targets_worked_by_hand() -> None:
    batch = transitions(3)._replace(reward=jnp.array([1.0, 1.0, 2.0]), terminated=jnp.array([False, False, True]))
    online_next = jnp.array([[1.0, 5.0], [4.0, 0.0], [9.0, 9.5]])
    target_next = jnp.array([[7.0, 3.0], [2.0, 6.0], [8.0, 8.0]])
    double, single = (
        dqn.bellman_target(batch, online_next, target_next, 0.5, jnp.array(double)) for double in (True, False)
    )
    assert double.tolist() == [2.5, 2.0, 2.0] and single.tolist() == [4.5, 4.0, 2.0]


def test_loss_and_its_gradient_equal_torch() -> None:
    params, batch, target = dqn.q_network.init(jax.random.key(0), jnp.zeros(4)), transitions(7), jnp.arange(7.0)
    value, gradient = jax.value_and_grad(dqn.td_loss)(params, batch, target)
    layers = [
        {name: torch.tensor(np.array(array), requires_grad=True) for name, array in layer.items()}
        for layer in params.values()
    ]
    x = torch.tensor(np.asarray(batch.s) * cartpole.SCALE)
    for layer in layers[:-1]:
        x = torch.relu(x @ layer["w"] + layer["b"])
    q = x @ layers[-1]["w"] + layers[-1]["b"]
    taken = q.gather(1, torch.tensor(np.array(batch.action, np.int64))[:, None])[:, 0]
    theirs = 0.5 * torch.nn.functional.mse_loss(taken, torch.tensor(np.array(target)))
    theirs.backward()
    assert float(value) == pytest.approx(theirs.item(), rel=1e-4)
    for ours, layer in zip(gradient.values(), layers, strict=True):
        np.testing.assert_allclose(ours["w"], layer["w"].grad, atol=1e-4)


def test_the_replay_buffer_overwrites_its_oldest_rows() -> None:
    store = jax.tree.map(lambda each: jnp.zeros((3, *each.shape), each.dtype), transitions(2))
    for number in range(5):
        store = dqn.push(store, transitions(2)._replace(reward=jnp.full(2, float(number))), jnp.array(number % 3))
    assert store.reward[:, 0].tolist() == [3.0, 4.0, 2.0]
    np.testing.assert_array_equal(store.next_s[0], transitions(2).next_s)


def test_epsilon_falls_as_optaxs_linear_schedule() -> None:
    schedule = optax.linear_schedule(1.0, 0.05, 2_000)
    for steps in (0, 500, 1_999, 2_000, 9_000):
        assert float(dqn.epsilon(SETTINGS, jnp.array(steps))) == pytest.approx(float(schedule(steps)), abs=1e-6)


def test_the_target_network_stays_fixed_between_two_copies() -> None:
    learner = dqn.new_learner(0, SETTINGS._replace(target_every=10))
    learner = learner._replace(replay=jax.tree.map(jnp.ones_like, learner.replay))
    draws = jax.tree.map(lambda each: each[0], dqn.draw(jax.random.key(0)))
    learn, start = jax.jit(dqn.learn), dqn.WARM_UP + 1
    moved = learner
    for number in range(start, start + 8):
        moved, _ = learn(moved, draws, jnp.array(number))
    weights = [params["mlp/~/linear_2"]["b"] for params in (learner.online, moved.online, moved.target)]
    assert (weights[0] == weights[2]).all() and (weights[0] != weights[1]).any()
    copied, _ = learn(moved, draws, jnp.array(start + 9))
    assert (copied.target["mlp/~/linear_2"]["b"] == copied.online["mlp/~/linear_2"]["b"]).all()


def test_an_agent_that_only_explores_acts_at_random_and_starts_again() -> None:
    learner = dqn.new_learner(0, SETTINGS._replace(epsilon_end=1.0))
    _, (_, ended) = jax.jit(lambda learner, xs: jax.lax.scan(dqn.act_and_learn, learner, xs))(
        learner, (jnp.arange(dqn.LEARNING_STEPS), dqn.draw(jax.random.key(1)))
    )
    returns = np.asarray(ended.returns)[np.asarray(ended.done)]
    assert len(returns) > 25 and 17 < returns.mean() < 28


def test_training_raises_the_return_and_a_seed_repeats_itself() -> None:
    runs = [dqn.train(dqn.new_learner(seed, SETTINGS), SETTINGS.steps, lambda *_: True) for seed in (0, 0)]
    (learner, record), (_, again) = runs
    np.testing.assert_array_equal(record.evaluation, again.evaluation)
    _, best, _ = dqn.final_test(learner)
    assert record.evaluation[0] < 60 < 90 < float(best.mean())
    assert float(learner.best_return) == record.evaluation.max()


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    check_result(run_experiment(sandbox, "cartpole_dqn", {"steps": 4_000, "seed": 3}), seed=3)


@pytest.mark.parametrize(
    "values",
    [{}, {"learning_rate": 1.0, "double": False, "target_every": 1}, {"gamma": 1.0, "replay": 100}, {"gamma": 0.0},
     {"epsilon_end": 1.0, "epsilon_steps": 1}, {"epsilon_end": 0.0, "target_every": 2_000, "learning_rate": 1e-5}],
)  # fmt: skip
def test_stopped_after_the_first_chunk(values: dict[str, float | bool]) -> None:
    parameters = {**find("cartpole_dqn").defaults(), "seed": 5, **values}
    reading = cartpole_dqn.run(**parameters, progress=lambda *_: False)
    check_text(reading.text, seed=5)
    assert "stopped after 2,000 of " in reading.text
    assert len(reading.animations) == len(reading.alts) == 1 and len(reading.alts[0]) < 400


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("cartpole_dqn")
    assert experiment.module == cartpole_dqn.__name__
    assert set(experiment.defaults()) == set(cartpole_dqn.run.__annotations__) - {"progress", "return"}
