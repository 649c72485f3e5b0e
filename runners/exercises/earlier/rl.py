"""Introduction to Reinforcement Learning: what later exercises call."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp


def linear_policy(params: Any, obs: Any) -> Any:
    return jnp.where(jnp.dot(jnp.asarray(params), jnp.asarray(obs)) > 0, 1, 0)


def get_new_random_weights(random_key: Any, old_weights: Any, minval: float = -2.0, maxval: float = 2.0) -> Any:
    return jax.random.uniform(random_key, old_weights.shape, old_weights.dtype, minval, maxval)


def compute_weighted_log_prob(action_prob: Any, episode_return: Any) -> Any:
    return jnp.log(action_prob) * episode_return


def select_greedy_action(q_values: Any) -> Any:
    return jnp.argmax(q_values)


def compute_squared_error(pred: Any, target: Any) -> Any:
    return jnp.square(pred - target)


def compute_bellman_target(reward: Any, done: Any, next_q_values: Any) -> Any:
    return reward + (1.0 - done) * jnp.max(next_q_values)


def select_random_action(key: Any, num_actions: Any) -> Any:
    return jax.random.randint(key, (), 0, num_actions)


def get_epsilon(num_timesteps: Any) -> Any:
    return jnp.maximum(1.0 - num_timesteps / 3000, 0.1)
