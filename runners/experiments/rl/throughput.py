"""How many environment steps a second a policy network takes in CartPole, all in one compiled loop.

Axes: e environments side by side.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments import training
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.rl import cartpole, dqn

STEPS_A_CALL = 1_000


def act_for(environments: int) -> Callable[[Any, jax.Array], jax.Array]:
    """A compiled function from the network's parameters and a key to the number of episodes that ended, (): the greedy
    policy acts STEPS_A_CALL times in each environment, and an episode that ends starts again."""

    def one(state: cartpole.Environment, now: tuple[Any, jax.Array]) -> tuple[cartpole.Environment, jax.Array]:
        params, key = now
        after, outcome = jax.vmap(cartpole.step)(state, dqn.greedy(params, state.s))
        state = jax.vmap(cartpole.restart)(after, outcome, cartpole.resets(key, environments))
        return state, outcome.done.sum()

    def act(params: Any, key: jax.Array) -> jax.Array:
        keys = jax.random.split(key, STEPS_A_CALL)
        start = cartpole.resets(key, environments)
        return jax.lax.scan(lambda state, key: one(state, (params, key)), start, keys)[1].sum()

    return jax.jit(act, compiler_options=training.LONG_LOOPS)


def measure(environments: int, seconds: float, seed: int = 0) -> tuple[int, float]:
    """Environment steps taken, and the seconds that they took: at least `seconds`, without compiling."""
    key = jax.random.key(seed)
    params = initial_params(seed)
    act = act_for(environments)
    act(params, key).block_until_ready()
    steps, started, passed = 0, time.perf_counter(), 0.0
    while passed < seconds:
        act(params, jax.random.fold_in(key, steps)).block_until_ready()
        steps += STEPS_A_CALL * environments
        passed = time.perf_counter() - started
    return steps, passed


def initial_params(seed: int = 0) -> Any:
    """The parameters of the Q-network before any training."""
    return dqn.q_network.init(jax.random.key(seed), jnp.zeros(4))


def run(*, environments: int, seconds: float, seed: int, progress: Progress = silent) -> Reading:
    """Steps and seconds as numbers, for a benchmark that runs this in a child of the sandbox."""
    steps, passed = measure(environments, seconds, seed)
    progress(1.0, "measured")
    text = f"{steps:,} environment steps in {passed:.2f} s: {steps / passed:,.0f} a second, seed {seed}."
    return Reading(text=text, numbers={"steps": str(steps), "seconds": f"{np.float64(passed):.6f}"})
