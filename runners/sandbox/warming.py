"""What a child does before its job comes: start XLA, and walk the ways that many snippets take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from runners.sandbox import execution, figures

_CODE = "import jax.numpy as jnp\nx = jnp.ones((2, 3))\nx.sum()"


def steps() -> Iterator[Callable[[], Any]]:
    """Short steps, the most useful first: a job that comes in between waits for one of them."""
    import jax
    import jax.numpy as jnp

    key = jax.random.key(0)
    yield lambda: jax.devices()
    yield lambda: repr(jnp.arange(3) + 1)
    yield lambda: repr(execution.run_code(_CODE, execution.new_namespace(_CODE)))
    yield figures.draw_once
    yield lambda: jax.random.normal(jax.random.split(key)[0], (4, 4)) @ jnp.ones((4, 4))
    yield lambda: jax.random.normal(jax.random.PRNGKey(0), (3,)).sum().block_until_ready()
    yield lambda: jax.grad(lambda x: (jnp.tanh(x @ jnp.ones((3, 3))) ** 2).mean())(jnp.ones((2, 3)))
    yield lambda: jax.jit(jax.grad(lambda x: (jnp.tanh(x) ** 2).mean()))(jnp.ones(3)).block_until_ready()
