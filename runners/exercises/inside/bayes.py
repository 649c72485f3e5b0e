"""The given cells of Bayesian Deep Learning: the linear model, the variational posterior, its KL and likelihoods."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
from jax.scipy.stats import norm


def linear(x: Any, w: Any) -> Any:
    return x @ w


vmap_linear = jax.vmap(linear, in_axes=(0, None))


def get_L(params: Any, min_diag: float = 1e-6) -> Any:
    """The square root of the covariance: a lower triangle with exp(sig) on its diagonal."""
    return jnp.tril(params["L_o"], -1) + jnp.diag(jnp.maximum(jnp.exp(params["sig"]), min_diag))


def get_Sig(params: Any, min_diag: float = 1e-6) -> Any:
    root = get_L(params, min_diag)
    return root @ root.T


def sample_weights(params: Any, key: Any, Nsamples: int = 100) -> Any:
    """Samples of the weights, one a row."""
    noise = jax.random.normal(key, (Nsamples, params["w"].shape[0]))
    return params["w"] + noise @ get_L(params).T


def rho_logdet(rho: Any) -> Any:
    return 2 * jnp.maximum(jnp.sum(rho), -700)


def KLD_cost(params: Any, prior_log_std: Any) -> Any:
    """KL from N(w, get_Sig) to N(0, exp(prior_log_std)² I)."""
    width = params["w"].shape[0]
    spread = jnp.trace(get_Sig(params)) + params["w"] @ params["w"]
    volume = 2 * width * prior_log_std - rho_logdet(params["sig"])
    return 0.5 * (spread / jnp.exp(2 * prior_log_std) - width + volume)


def gaussian_ll(pred: Any, y: Any) -> Any:
    return norm.logpdf(y - pred)


def bernouilli_ll(pred: Any, y: Any) -> Any:
    return y * jax.nn.log_sigmoid(pred) + (1 - y) * jax.nn.log_sigmoid(-pred)
