"""How the loss of Deep Generative Models is called."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp


def check_loss(learner: dict[str, Any], name: str, x_0: Any, t: Any, noise: Any, a: Any, b: Any) -> Any:
    """The loss of a batch, while the training loop's own batch, of the same shape, holds other numbers."""
    learner["x_batch"] = jnp.cos(3 * x_0)
    params = {"a": jnp.asarray(a, jnp.float32), "b": jnp.asarray(b, jnp.float32)}
    return learner[name](params, x_0, t, noise)
