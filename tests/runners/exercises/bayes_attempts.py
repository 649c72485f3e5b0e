"""Attempts at the exercises of Bayesian Deep Learning as learners write them."""

from __future__ import annotations

BASIS, LOSS, LEAST, POSTERIOR, ELBO = (
    "bayes.affine_basis",
    "bayes.linear_regression_loss",
    "bayes.regularised_least_squares",
    "bayes.blr_posterior",
    "bayes.gaussian_elbo",
)


def _basis(body: str) -> str:
    return f"def affine_basis(x):\n    if x.ndim == 1:\n        x = x.copy()[:, None]\n\n    {body}\n    return X\n"


def _loss(error: str) -> str:
    return (
        "def linear_regression_loss(X, y, vmap_model, w):\n    predictions = vmap_model(X, w)\n"
        f"    squared_error = {error}\n    return squared_error\n"
    )


def _least(solution: str) -> str:
    return f"def regularised_least_squares_solution(X, y, alpha):\n    return {solution}\n"


def _posterior(covariance: str, mu: str = "covariance @ X.T @ y", out: str = "mu, covariance") -> str:
    return (
        "def BLR_posterior(X, y, alpha):\n    D = X.shape[1] # D=2 parameters, one weight and 1 bias\n"
        f"    covariance = {covariance}\n    mu = {mu}\n    return {out}\n"
    )


_PRECISION = "X.T @ X + alpha * jnp.eye(D)"


def _elbo(
    w: str = "sample_weights(params, key, Nsamples)",
    predictions: str = "model(X, w.T)",
    ll: str = "ll_func(predictions, y[:, None])",
    total: str = "ll.sum(axis=0).mean(axis=0)",
    out: str = "ll - KL",
) -> str:
    return f'''
def gen_Gaussian_ELBO(model, alpha, ll_func, Nsamples=100):
    """
    Computes linear regression posterior parameters
    """
    prior_log_std = - 0.5 * jnp.log(alpha)

    def ll_term(params, key, X, y):
        w = {w}
        predictions = {predictions}
        ll = {ll}
        #You need to return ll, a matrix of size (Nobservations, Nsamples)
        return {total}

    def Gaussian_ELBO(params, key, X, y):
      KL = KLD_cost(params, prior_log_std)
      ll = ll_term(params, key, X, y)
      return {out}

    return jit(Gaussian_ELBO)
'''


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (BASIS, ("stacked_as_rows",), _basis("X = jnp.concatenate([jnp.ones((len(x), 1)), x], axis=0)")),
    (BASIS, ("stacked_as_rows",), _basis("X = jnp.vstack([jnp.ones(len(x)), x[:, 0]])")),
    (BASIS, ("two_columns_of_ones",), _basis("X = jnp.concatenate([jnp.ones((len(x), 2)), x], axis=1)")),
    (BASIS, ("zeros_for_ones",), _basis("X = jnp.concatenate([jnp.zeros((len(x), 1)), x], axis=1)")),
    (BASIS, ("zeros_for_ones",), _basis("X = jnp.hstack([x, jnp.zeros_like(x)])")),
    (BASIS, ("x_twice",), _basis("X = jnp.concatenate([x, x], axis=1)")),
    (BASIS, ("ones_added",), _basis("X = x + jnp.ones((len(x), 1))")),
    (BASIS, ("extra_axis",), _basis("X = jnp.stack([jnp.ones_like(x), x], axis=1)")),
    (BASIS, ("ones_missing",), _basis("X = x")),
    (BASIS, ("square_for_ones",), _basis("X = jnp.hstack([x, x**2])")),
    (BASIS, ("zeros_for_ones", "stacked_as_rows"), _basis("X = jnp.concatenate([jnp.zeros((len(x), 1)), x])")),
    (
        BASIS,
        ("column_fails",),
        "def affine_basis(x):\n    return jnp.stack([jnp.ones(len(x)), x], axis=1)\n",
    ),
    (BASIS, ("returns_nothing",), _basis("X = jnp.hstack([jnp.ones_like(x), x])").replace("return X", "print(X)")),
    (LOSS, ("averaged",), _loss("0.5 * ((y - predictions) ** 2).mean()")),
    (LOSS, ("not_halved",), _loss("jnp.sum((y - predictions) ** 2)")),
    (LOSS, ("averaged", "not_halved"), _loss("jnp.mean((y - predictions) ** 2)")),
    (LOSS, ("sum_squared",), _loss("0.5 * (y - predictions).sum() ** 2")),
    (LOSS, ("not_squared",), _loss("0.5 * (y - predictions).sum()")),
    (LOSS, ("not_halved", "absolute_error"), _loss("jnp.sum(jnp.abs(y - predictions))")),
    (LOSS, ("root_taken",), _loss("0.5 * jnp.linalg.norm(y - predictions)")),
    (LOSS, ("errors_not_summed",), _loss("0.5 * (y - predictions) ** 2")),
    (LOSS, ("every_pair_compared",), _loss("0.5 * ((y[:, None] - predictions) ** 2).sum()")),
    (LOSS, ("target_added",), _loss("0.5 * ((y + predictions) ** 2).sum()")),
    (LOSS, ("wrong_sign",), _loss("-0.5 * ((y - predictions) ** 2).sum()")),
    (LEAST, ("matrix_returned",), _least("inv(X.T @ X + alpha * jnp.eye(X.shape[1]))")),
    (LEAST, ("identity_missing",), _least("inv(X.T @ X + alpha) @ X.T @ y")),
    (LEAST, ("identity_of_wrong_size",), _least("inv(X.T @ X + alpha * jnp.eye(X.shape[0])) @ X.T @ y")),
    (LEAST, ("alpha_missing",), _least("jnp.linalg.inv(X.T @ X) @ X.T @ y")),
    (LEAST, ("alpha_subtracted",), _least("inv(X.T @ X - alpha * jnp.eye(X.shape[1])) @ X.T @ y")),
    (LEAST, ("not_inverted",), _least("(X.T @ X + alpha * jnp.eye(X.shape[1])) @ X.T @ y")),
    (LEAST, ("alpha_halved",), _least("solve(X.T @ X + alpha / 2 * jnp.eye(X.shape[1]), X.T @ y)")),
    (LEAST, ("identity_missing", "divided_by_points"), _least("inv(X.T @ X / len(X) + alpha) @ X.T @ y")),
    (LEAST, ("rows_multiplied",), _least("inv(X @ X.T + alpha * jnp.eye(X.shape[1])) @ X.T @ y")),
    (LEAST, ("target_missing",), _least("inv(X.T @ X + alpha * jnp.eye(X.shape[1])) @ X.T")),
    (POSTERIOR, ("identity_missing",), _posterior("jnp.linalg.inv(X.T @ X + alpha)")),
    (POSTERIOR, ("covariance_not_used",), _posterior(f"jnp.linalg.inv({_PRECISION})", "X.T @ y")),
    (POSTERIOR, ("inverted_by_element",), _posterior(f"1 / ({_PRECISION})")),
    (POSTERIOR, ("inverted_by_element",), _posterior(f"({_PRECISION}) ** -1")),
    (POSTERIOR, ("rows_multiplied",), _posterior("inv(X @ X.T + alpha * jnp.eye(D))")),
    (POSTERIOR, ("not_inverted",), _posterior(_PRECISION)),
    (POSTERIOR, ("precision_returned",), _posterior(_PRECISION, "inv(covariance) @ X.T @ y")),
    (POSTERIOR, ("outputs_swapped",), _posterior(f"inv({_PRECISION})", out="covariance, mu")),
    (POSTERIOR, ("alpha_in_mean",), _posterior(f"inv({_PRECISION})", "alpha * covariance @ X.T @ y")),
    (POSTERIOR, ("alpha_inverted",), _posterior("inv(X.T @ X + 1 / alpha * jnp.eye(D))")),
    (POSTERIOR, ("alpha_missing", "covariance_not_used"), _posterior("inv(X.T @ X)", "X.T @ y")),
    (POSTERIOR, ("missing_output",), _posterior(f"inv({_PRECISION})", out="mu")),
    (ELBO, ("samples_not_passed",), _elbo(w="sample_weights(params, key)")),
    (ELBO, ("likelihood_arguments_swapped",), _elbo(ll="ll_func(y[:, None], predictions)")),
    (ELBO, ("samples_not_transposed",), _elbo(predictions="model(X, w)")),
    (ELBO, ("target_not_expanded",), _elbo(ll="ll_func(predictions, y)")),
    (ELBO, ("kl_added",), _elbo(out="ll + KL")),
    (ELBO, ("kl_missing",), _elbo(out="ll")),
    (ELBO, ("negative",), _elbo(out="KL - ll")),
    (ELBO, ("summed_over_samples",), _elbo(total="ll.sum()")),
    (ELBO, ("averaged_over_points",), _elbo(total="ll.mean()")),
    (ELBO, ("averaged_and_summed",), _elbo(total="ll.sum(axis=1).mean(axis=0)")),
    (ELBO, ("key_not_used",), _elbo(w="sample_weights(params, random.PRNGKey(0), Nsamples)")),
    (ELBO, ("weights_not_sampled",), _elbo(w="params['w'][None]")),
    (ELBO, ("summed_over_samples", "kl_added"), _elbo(total="ll.sum()", out="ll + KL")),
    (ELBO, ("predictions_averaged_first",), _elbo(predictions="model(X, w.T).mean(axis=1, keepdims=True)")),
    (ELBO, ("estimate_biased",), _elbo(w="random.normal(key, (Nsamples, X.shape[1]))")),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (BASIS, _basis("X = jnp.concatenate([jnp.ones((len(x), 1)), x], axis=1)")),
    (BASIS, _basis("X = jnp.concatenate([x, jnp.ones((x.shape[0], 1))], axis=1)")),
    (BASIS, "def affine_basis(x):\n    return np.array([[1.0, float(v)] for v in np.ravel(x)])\n"),
    (BASIS, "affine_basis = lambda x: jnp.c_[jnp.ones(len(x)), x.reshape(-1)]\n"),
    (LOSS, _loss("0.5 * ((y - predictions) ** 2).sum()")),
    (LOSS, _loss("jnp.linalg.norm(predictions - y) ** 2 / 2")),
    (LOSS, "def linear_regression_loss(X, y, f, w):\n    return sum((a - b) ** 2 for a, b in zip(f(X, w), y)) / 2\n"),
    (LEAST, _least("inv(X.T @ X + alpha * jnp.eye(X.shape[1])) @ X.T @ y")),
    (LEAST, _least("solve(X.T @ X + alpha * jnp.identity(X.shape[-1]), X.T @ y)")),
    (LEAST, _least("X.T @ jnp.linalg.solve(X @ X.T + alpha * jnp.eye(len(X)), y)")),
    (POSTERIOR, _posterior(f"jnp.linalg.inv({_PRECISION})")),
    (POSTERIOR, _posterior(f"inv({_PRECISION})", f"solve({_PRECISION}, X.T @ y)")),
    (
        POSTERIOR,
        "def BLR_posterior(X, y, alpha):\n    X, y = np.asarray(X, float), np.asarray(y, float)\n"
        "    U, s, Vt = np.linalg.svd(X, full_matrices=True)\n    d = np.zeros(X.shape[1]); d[:len(s)] = s\n"
        "    S = Vt.T @ np.diag(1 / (d ** 2 + alpha)) @ Vt\n    return S @ X.T @ y, S\n",
    ),
    (ELBO, _elbo()),
    (ELBO, _elbo(predictions="vmap(lambda s: model(X, s))(w).T")),
    (ELBO, _elbo(predictions="X @ w.T", total="jnp.mean(jnp.sum(ll, 0))")),
    (
        ELBO,
        "def gen_Gaussian_ELBO(model, alpha, ll_func, Nsamples=100):\n  @jax.jit\n  def elbo(params, key, X, y):\n"
        "    eps = jax.random.normal(key, (Nsamples, X.shape[1]))\n"
        "    one = lambda e: ll_func(model(X, params['w'] + get_L(params) @ e), y).sum()\n"
        "    return jax.vmap(one)(eps).mean() - KLD_cost(params, -jnp.log(alpha) / 2)\n  return elbo\n",
    ),
)
