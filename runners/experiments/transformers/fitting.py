"""Adam with warm-up and cosine decay, as a step for `training.train`.

Adam: Kingma & Ba (2015). A warm-up as in Vaswani et al. (2017), section 5.3, then half a cosine down to zero
(Loshchilov & Hutter, "SGDR" (2017), equation 5), and gradients clipped to norm 1. The learning rate and the number of
steps are part of the state, so that another value needs no compiling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import jax
import jax.numpy as jnp
import optax

WARM_UP = 0.1
"""The part of all steps in which the learning rate grows."""
_ADAM = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam())

P = TypeVar("P")


class Fitting(NamedTuple):
    """What a step takes and gives: `key`, `peak` (the largest learning rate) and `steps` stay as they are."""

    parameters: Any
    moments: Any
    key: jax.Array
    peak: jax.Array
    steps: jax.Array


def begin(parameters: Any, key: jax.Array, *, peak: float, steps: int) -> Fitting:
    """Before the first step."""
    return Fitting(parameters, jax.jit(_ADAM.init)(parameters), key, jnp.float32(peak), jnp.int32(steps))


def learning_rate(step: jax.Array, peak: jax.Array, steps: jax.Array) -> jax.Array:
    """Up in a line to `peak` during the warm-up, then down to zero at `steps`: a scalar."""
    done = jnp.minimum((step + 1) / steps, 1.0)
    return peak * jnp.where(
        done < WARM_UP, done / WARM_UP, 0.5 + 0.5 * jnp.cos(jnp.pi * (done - WARM_UP) / (1 - WARM_UP))
    )


def fitting_step(
    loss: Callable[[P, jax.Array], tuple[jax.Array, Any]],
) -> Callable[[Fitting, jax.Array], tuple[Fitting, Any]]:
    """One step of Adam on `loss(parameters, key)`, which returns the loss and what is to be recorded.

    `key` is that of the run with the step's number folded in.
    """

    def take(state: Fitting, step: jax.Array) -> tuple[Fitting, Any]:
        gradients, record = jax.grad(loss, has_aux=True)(state.parameters, jax.random.fold_in(state.key, step))
        directions, moments = _ADAM.update(gradients, state.moments)
        size = learning_rate(step, state.peak, state.steps)
        parameters = jax.tree.map(
            lambda parameter, direction: parameter - size * direction, state.parameters, directions
        )
        return state._replace(parameters=parameters, moments=moments), record

    return take
