"""CartPole-v1 in JAX: a pole on a cart, pushed to the left or to the right.

Barto, Sutton and Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult Learning Control Problems" (1983),
with the constants and the rules of gymnasium's CartPole-v1. Departures: none from gymnasium
but float32 instead of float64; the friction terms of the paper are left out, as gymnasium does.

Functions work on one environment; `jax.vmap` makes them work on many. A state is s = [x, x', θ, θ']: the cart's
position (m) and velocity (m/s), the pole's angle from upright (rad) and angular velocity (rad/s).

Axes: b environments side by side, t steps of an episode.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

GRAVITY = 9.8
CART_MASS, POLE_MASS = 1.0, 0.1
HALF_LENGTH = 0.5
FORCE = 10.0
SECONDS_A_STEP = 0.02
EDGE = 2.4
STEEPEST = 12 * 2 * math.pi / 360
MOST_STEPS = 500
SOLVED = 475.0
"""A mean return that counts as solved: the reward threshold with which gymnasium registers CartPole-v1."""
LEFT, RIGHT = 0, 1
SCALE = np.array([1 / EDGE, 0.5, 1 / STEEPEST, 0.5], np.float32)
"""Networks see the state times this, so that its four entries are alike in size."""
VALIDATION_EPISODES = TEST_EPISODES = 100
TEST = 2**31 - 1
"""Folded into a key for the episodes of the final test, as no training step is."""

Policy = Callable[[jax.Array], jax.Array]
"""From the state, (4,), to the action, an integer scalar."""


class Environment(NamedTuple):
    """`s` (4,) is what the agent observes; `steps` () counts those of this episode."""

    s: jax.Array
    steps: jax.Array


class Outcome(NamedTuple):
    """What one step brings: the next state (4,), the reward, and whether the episode ends because the pole fell or the
    cart left the track (`terminated`), or because its time was over (`truncated`)."""

    s: jax.Array
    reward: jax.Array
    terminated: jax.Array
    truncated: jax.Array

    @property
    def done(self) -> jax.Array:
        return self.terminated | self.truncated


class Episode(NamedTuple):
    """`s` (t, 4) before each step, `action` (t,), and `alive` (t,): whether the episode was still running before the
    step. Each running step brings the reward 1, so `alive` is also the reward."""

    s: jax.Array
    action: jax.Array
    alive: jax.Array


def reset(key: jax.Array) -> Environment:
    """A new episode: each entry of the state uniform in [-0.05, 0.05)."""
    return Environment(jax.random.uniform(key, (4,), minval=-0.05, maxval=0.05), jnp.array(0))


def resets(key: jax.Array, environments: int) -> Environment:
    """New episodes side by side: s (b, 4), steps (b,)."""
    starts = jax.random.uniform(key, (environments, 4), minval=-0.05, maxval=0.05)  # (b, 4)
    return Environment(starts, jnp.zeros(environments, jnp.int32))


def move(s: jax.Array, action: jax.Array) -> jax.Array:
    """The state 0.02 s later, by one Euler step: (4,) -> (4,)."""
    _, velocity, angle, turning = s
    mass = CART_MASS + POLE_MASS
    moment = POLE_MASS * HALF_LENGTH
    force = jnp.where(action == RIGHT, FORCE, -FORCE)
    sin, cos = jnp.sin(angle), jnp.cos(angle)
    push = (force + moment * turning**2 * sin) / mass
    angular_acceleration = (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4 / 3 - POLE_MASS * cos**2 / mass))
    acceleration = push - moment * angular_acceleration * cos / mass
    change = jnp.stack([velocity, acceleration, turning, angular_acceleration])  # (4,)
    return s + SECONDS_A_STEP * change


def has_ended(s: jax.Array) -> jax.Array:
    """Whether the cart has left the track, or the pole leans by more than 12 degrees: (4,) -> ()."""
    return (jnp.abs(s[0]) > EDGE) | (jnp.abs(s[2]) > STEEPEST)


def step(environment: Environment, action: jax.Array) -> tuple[Environment, Outcome]:
    """Push once. The reward is 1, also for the step in which the pole falls. After an end, call `reset`."""
    s = move(environment.s, action)  # (4,)
    steps = environment.steps + 1
    outcome = Outcome(s, jnp.ones_like(s[0]), has_ended(s), steps >= MOST_STEPS)
    return Environment(s, steps), outcome


def restart(environment: Environment, outcome: Outcome, fresh: Environment) -> Environment:
    """`fresh` where the episode has ended, else `environment`."""
    return Environment(
        s=jnp.where(outcome.done, fresh.s, environment.s),  # (4,)
        steps=jnp.where(outcome.done, fresh.steps, environment.steps),
    )


def play(policy: Policy, start: Environment) -> jax.Array:
    """The return of one episode, (). With `vmap` the loop ends when the last episode does."""

    def running(carry: tuple[Environment, jax.Array]) -> jax.Array:
        return ~carry[1]

    def go_on(carry: tuple[Environment, jax.Array]) -> tuple[Environment, jax.Array]:
        environment, outcome = step(carry[0], policy(carry[0].s))
        return environment, outcome.done

    end, _ = jax.lax.while_loop(running, go_on, (start, jnp.array(False)))
    return end.steps.astype(jnp.float32)  # each step's reward is 1


def evaluate(policy: Policy, key: jax.Array, episodes: int) -> jax.Array:
    """The returns of that many new episodes: (b,)."""
    return jax.vmap(lambda start: play(policy, start))(resets(key, episodes))


def record(act: Callable[[jax.Array, jax.Array], jax.Array], start: Environment, noise: jax.Array) -> Episode:
    """One episode, step by step, over a fixed number of steps. `act` gets the state (4,) and this step's entry of
    `noise` (t,), from which a random policy draws."""

    def one(carry: tuple[Environment, jax.Array], noise: jax.Array) -> tuple[tuple[Environment, jax.Array], Episode]:
        environment, alive = carry
        action = act(environment.s, noise)
        after, outcome = step(environment, action)
        return (after, alive & ~outcome.done), Episode(environment.s, action, alive)

    return jax.lax.scan(one, (start, jnp.array(True)), noise)[1]


def final_test(policy: Policy, key: jax.Array) -> tuple[jax.Array, Episode]:
    """The returns (b,) of `TEST_EPISODES` new episodes, and the one with the median return, step by step."""
    starts = resets(key, TEST_EPISODES)
    returns = jax.vmap(lambda start: play(policy, start))(starts)  # (b,)
    middle = jnp.argsort(returns)[TEST_EPISODES // 2]
    start = jax.tree.map(lambda each: each[middle], starts)
    return returns, record(lambda s, _: policy(s), start, jnp.zeros(MOST_STEPS))
