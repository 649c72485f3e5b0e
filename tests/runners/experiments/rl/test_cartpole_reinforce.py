"""The parts of REINFORCE against SciPy and torch, and the experiment."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.signal
import torch

from runners.experiments import find, run_experiment
from runners.experiments.rl import cartpole
from runners.experiments.rl import cartpole_reinforce as reinforce
from runners.sandbox import Sandbox
from tests.runners.experiments.rl.looking import check_result, check_text


@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.99, 1.0])
def test_returns_to_go_equal_a_filter_run_backwards(gamma: float) -> None:
    rewards = np.random.default_rng(0).normal(size=30)
    backwards = scipy.signal.lfilter([1.0], [1.0, -gamma], rewards[::-1])[::-1]
    np.testing.assert_allclose(reinforce.returns_to_go(jnp.array(rewards), gamma), backwards, rtol=1e-4, atol=1e-5)


def test_advantages_worked_by_hand() -> None:
    to_go, mask = jnp.array([[3.0, 2.0, 1.0], [1.0, 99.0, 99.0]]), jnp.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    none, mean, step = (np.asarray(reinforce.advantages(to_go, mask, place)) for place in range(3))
    np.testing.assert_allclose(none, np.array([[3, 2, 1], [1, 0, 0]]) / np.sqrt(15 / 4), rtol=1e-6)
    np.testing.assert_allclose(mean, np.array([[1.25, 0.25, -0.75], [-0.75, 0, 0]]) / np.sqrt(2.75 / 4), rtol=1e-6)
    np.testing.assert_allclose(step, np.array([[1, 0, 0], [-1, 0, 0]]) / np.sqrt(2 / 4), rtol=1e-6)


def test_equal_advantages_are_zero_and_not_nan() -> None:
    assert (reinforce.advantages(jnp.full((3, 4), 7.0), jnp.ones((3, 4)), 2) == 0).all()


def test_loss_and_its_gradient_equal_torch() -> None:
    rng = np.random.default_rng(0)
    params = reinforce.policy_network.init(jax.random.key(0), jnp.zeros(4))
    s, weight = rng.normal(size=(2, 5, 4)).astype("f"), rng.normal(size=(2, 5)).astype("f")
    action, mask = rng.integers(0, 2, (2, 5)), np.array([[1, 1, 1, 1, 1], [1, 1, 0, 0, 0]], "f")
    episode = cartpole.Episode(jnp.array(s), jnp.array(action), jnp.array(mask > 0))
    (value, entropy), gradient = jax.value_and_grad(reinforce.loss, has_aux=True)(params, episode, weight, mask, 0.1)
    layers = [
        {name: torch.tensor(np.array(array), requires_grad=True) for name, array in layer.items()}
        for layer in params.values()
    ]
    hidden = torch.tanh(torch.tensor(s * cartpole.SCALE) @ layers[0]["w"] + layers[0]["b"])
    policy = torch.distributions.Categorical(logits=hidden @ layers[1]["w"] + layers[1]["b"])
    kept = torch.tensor(mask)
    their_entropy = (policy.entropy() * kept).sum() / kept.sum()
    theirs = -(policy.log_prob(torch.tensor(action)) * torch.tensor(weight) * kept).sum() / kept.sum()
    theirs = theirs - 0.1 * their_entropy
    theirs.backward()
    assert float(value) == pytest.approx(theirs.item(), rel=1e-4)
    assert float(entropy) == pytest.approx(their_entropy.item(), rel=1e-4)
    for ours, layer in zip(gradient.values(), layers, strict=True):
        np.testing.assert_allclose(ours["w"], layer["w"].grad, atol=1e-5)
        np.testing.assert_allclose(ours["b"], layer["b"].grad, atol=1e-5)


def test_actions_are_drawn_with_the_policys_probabilities() -> None:
    params = reinforce.policy_network.init(jax.random.key(1), jnp.zeros(4))
    s = jnp.array([1.0, -2.0, 0.1, 0.5])
    noise = (jnp.arange(10_000) + 0.5) / 10_000
    drawn = jax.vmap(lambda one: reinforce.sample_action(params, s, one))(noise)
    expected = jax.nn.softmax(reinforce.policy_network.apply(params, s))[1]
    assert float(drawn.mean()) == pytest.approx(float(expected), abs=2e-4)


def test_three_seeds_pass_the_bar_and_a_seed_repeats_itself() -> None:
    settings = reinforce.Settings(0.01, 0.99, 2, 0.0, 32)
    runs = [reinforce.train(reinforce.new_learner(seed, settings), 60, lambda *_: True) for seed in (20, 21, 22, 20)]
    means = [float(reinforce.final_test(learner)[0].mean()) for learner, _ in runs]
    assert sum(mean >= cartpole.SOLVED for mean in means[:3]) >= 2
    assert all(record.training[0] < 60 < record.training[-5:].mean() for _, record in runs)
    np.testing.assert_array_equal(runs[0][1].training, runs[3][1].training)
    np.testing.assert_array_equal(runs[0][1].evaluation, runs[3][1].evaluation)


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "cartpole_reinforce", {"updates": 10, "seed": 3})
    check_result(result, seed=3)
    assert "after 10 updates" in result.stdout and "environment steps: " in str(result.result)


@pytest.mark.parametrize(
    "values",
    [{}, {"learning_rate": 1.0, "baseline": "none"}, {"gamma": 0.0, "episodes": 2}, {"entropy_bonus": 1.0, "gamma": 1},
     {"learning_rate": 1e-5, "baseline": "mean"}],
)  # fmt: skip
def test_stopped_after_the_first_chunk(values: dict[str, float | str]) -> None:
    parameters = {**find("cartpole_reinforce").defaults(), "seed": 5, **values}
    reading = reinforce.run(**parameters, progress=lambda *_: False)
    check_text(reading.text, seed=5)
    assert "stopped after update 5 of 60" in reading.text and reading.numbers["updates"] == "5"
    assert len(reading.animations) == len(reading.alts) == 1 and len(reading.alts[0]) < 400


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("cartpole_reinforce")
    assert experiment.module == reinforce.__name__
    assert set(experiment.defaults()) == set(reinforce.run.__annotations__) - {"progress", "return"}
