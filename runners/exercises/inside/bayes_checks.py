"""How the tasks of Bayesian Deep Learning that take or return functions are called."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np


def check_loss(learner: dict[str, Any], name: str, X: Any, y: Any, w: Any, model: str) -> Any:
    """The loss under the linear model, or under its sine."""
    models = {"linear": lambda X, w: X @ w, "sine": lambda X, w: jnp.sin(X @ w)}
    return learner[name](X, y, models[model], w)


def check_elbo(
    learner: dict[str, Any], name: str, w: Any, L_o: Any, sig: Any, X: Any, y: Any, alpha: Any, likelihood: str,
    Nsamples: int, keys: int,
) -> Any:  # fmt: skip
    """The estimate for each key, and the weights that were sampled for it: one array a key, empty if none."""
    drawn: list[Any] = []
    draw = learner["sample_weights"]

    def recorded(*arguments: Any, **named: Any) -> Any:
        samples = draw(*arguments, **named)
        jax.debug.callback(lambda values: drawn.append(np.array(values)), samples)
        return samples

    learner["sample_weights"] = recorded
    try:
        elbo = learner[name](learner["vmap_linear"], alpha, learner[likelihood], Nsamples)
        return _estimates(elbo, {"w": w, "L_o": L_o, "sig": sig}, X, y, keys, drawn) if callable(elbo) else elbo
    finally:
        learner["sample_weights"] = draw


def _estimates(elbo: Any, params: Any, X: Any, y: Any, keys: int, drawn: list[Any]) -> Any:
    values, samples = [], []
    for seed in range(keys):
        drawn.clear()
        value = elbo(params, jax.random.PRNGKey(7 + seed), X, y)
        if value is None:
            return None
        values.append(np.asarray(value))
        jax.effects_barrier()  # type: ignore[no-untyped-call]
        samples.append(drawn[0] if len(drawn) == 1 else np.zeros((0, len(params["w"])), np.float32))
    return np.stack(values), *samples
