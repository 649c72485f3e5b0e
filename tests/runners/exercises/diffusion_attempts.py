"""Attempts at the exercises of Deep Generative Models as learners write them."""

from __future__ import annotations

SCHEDULE, SCORE, LOSS = "dgm.linear_beta_schedule", "dgm.score_fn", "dgm.loss_fn"


def _schedule(result: str) -> str:
    return (
        "def linear_beta_schedule(timesteps):\n    beta_start = 0.0001\n    beta_end = 0.02\n"
        f"    return {result}  # YOUR SOLUTION GOES HERE\n"
    )


def _loss(
    x_t: str = "q_sample(x_0, t, ϵ)",
    predicted: str = "forward_fn.apply(params, x_t, t)",
    loss: str = "jnp.mean((ϵ - predicted_ϵ) ** 2)",
) -> str:
    return f"""
@jax.jit
def loss_fn(params, x_0, t, ϵ):
    # Sample x_t from the forward diffusion process - q(x_t|x_0):
    x_t = {x_t}

    # Predict ϵ using our U-Net with inputs x_t and t:
    predicted_ϵ = {predicted}

    # Calculate the loss as the mean squared error between the true and predicted ϵs:
    loss = {loss}

    return loss
"""


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (SCHEDULE, ("curved",), _schedule("jnp.linspace(beta_start**0.5, beta_end**0.5, timesteps) ** 2")),
    (SCHEDULE, ("curved",), _schedule("jnp.geomspace(beta_start, beta_end, timesteps)")),
    (SCHEDULE, ("one_too_many",), _schedule("jnp.linspace(beta_start, beta_end, timesteps + 1)")),
    (
        SCHEDULE,
        ("end_left_out",),
        _schedule("beta_start + jnp.arange(timesteps) / timesteps * (beta_end - beta_start)"),
    ),
    (SCHEDULE, ("starts_at_zero",), _schedule("jnp.linspace(0, beta_end, timesteps)")),
    (SCHEDULE, ("reversed",), _schedule("jnp.linspace(beta_end, beta_start, timesteps)")),
    (SCHEDULE, ("alphas_returned",), _schedule("1 - jnp.linspace(beta_start, beta_end, timesteps)")),
    (SCHEDULE, ("one_too_many", "starts_at_zero"), _schedule("jnp.linspace(0, beta_end, timesteps + 1)")),
    (SCHEDULE, ("returns_nothing",), _schedule("").replace("return", "betas = jnp.linspace(0.0001, 0.02, timesteps)")),
    (SCORE, ("gradient_of_density",), "score_fn = jax.grad(density_fn)\n"),
    (SCORE, ("log_of_gradient",), "score_fn = lambda x: jnp.log(jax.grad(density_fn)(x))\n"),
    (SCORE, ("points_away",), "score_fn = jax.grad(lambda x: -jnp.log(density_fn(x)))\n"),
    (SCORE, ("log_density_returned",), "score_fn = lambda x: jnp.log(density_fn(x))\n"),
    (SCORE, ("log_of_one_more",), "score_fn = jax.grad(lambda x: jnp.log1p(density_fn(x)))\n"),
    (SCORE, ("constant_factor",), "score_fn = jax.grad(lambda x: jnp.log10(density_fn(x)))\n"),
    (
        SCORE,
        ("divided_twice",),
        "def score_fn(x):\n    p, g = jax.value_and_grad(density_fn)(x)\n    return g / p ** 2\n",
    ),
    (SCORE, ("gradient_of_density", "points_away"), "score_fn = jax.grad(lambda x: -density_fn(x))\n"),
    (LOSS, ("global_batch_read",), _loss("q_sample(x_start=x_batch, t=t, noise=ϵ)")),
    (LOSS, ("image_and_noise_swapped",), _loss("q_sample(ϵ, t, x_0)")),
    (LOSS, ("summed",), _loss(loss="jnp.sum((ϵ - predicted_ϵ) ** 2)")),
    (LOSS, ("root_taken",), _loss(loss="jnp.sqrt(jnp.mean((ϵ - predicted_ϵ) ** 2))")),
    (LOSS, ("clean_image_seen",), _loss(predicted="forward_fn.apply(params, x_0, t)")),
    (LOSS, ("compared_with_image",), _loss(loss="jnp.mean((x_0 - predicted_ϵ) ** 2)")),
    (LOSS, ("not_squared",), _loss(loss="jnp.mean(ϵ - predicted_ϵ)")),
    (LOSS, ("absolute_error",), _loss(loss="jnp.mean(jnp.abs(ϵ - predicted_ϵ))")),
    (LOSS, ("not_averaged",), _loss(loss="(ϵ - predicted_ϵ) ** 2")),
    (LOSS, ("summed_over_pixels",), _loss(loss="jnp.mean(jnp.sum((ϵ - predicted_ϵ) ** 2, axis=(1, 2, 3)))")),
    (LOSS, ("image_and_noise_swapped", "summed"), _loss("q_sample(ϵ, t, x_0)", loss="((ϵ - predicted_ϵ)**2).sum()")),
    (LOSS, ("global_batch_read", "summed"), _loss("q_sample(x_batch, t, ϵ)", loss="((ϵ - predicted_ϵ)**2).sum()")),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (SCHEDULE, _schedule("jnp.linspace(beta_start, beta_end, timesteps)")),
    (SCHEDULE, _schedule("np.linspace(beta_start, beta_end, num=timesteps)")),
    (
        SCHEDULE,
        _schedule("[beta_start + i * (beta_end - beta_start) / max(timesteps - 1, 1) for i in range(timesteps)]"),
    ),
    (SCORE, "score_fn = jax.grad(lambda x: jnp.log(density_fn(x)))\n"),
    (SCORE, "def score_fn(x):\n    p, g = jax.value_and_grad(density_fn)(x)\n    return g / p\n"),
    (SCORE, "log_density = lambda x: jnp.log(density_fn(x))\nscore_fn = jax.jit(jax.jacfwd(log_density))\n"),
    (LOSS, _loss()),
    (LOSS, _loss("q_sample(x_start=x_0, t=t, noise=ϵ)", loss="optax.l2_loss(predicted_ϵ, ϵ).mean() * 2")),
    (
        LOSS,
        "def loss_fn(params, x_0, t, eps):\n    a = alphas_cumprod[t][:, None, None, None]\n"
        "    x_t = jnp.sqrt(a) * x_0 + jnp.sqrt(1 - a) * eps\n"
        "    return jnp.square(forward_fn.apply(params, x_t, t) - eps).mean()\n",
    ),
)
