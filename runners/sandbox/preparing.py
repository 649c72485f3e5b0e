"""What the zygote does once, so that no child has to: imports, settings, the first figure, the first traces.

Nothing here starts an XLA backend, whose threads would not survive a fork.
"""

from __future__ import annotations

import functools
import importlib
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from runners.sandbox import figures

LIBRARIES = (
    "numpy", "scipy.stats", "jax", "jax.numpy", "jax.scipy.stats", "jax.experimental", "matplotlib.pyplot",
    "matplotlib.animation", "haiku", "optax", "jraph", "networkx", "einops", "seaborn", "numpyro",
    "numpyro.distributions", "numpyro.infer",
)  # fmt: skip
_NEEDED = ("numpy", "jax", "jax.numpy", "matplotlib.pyplot")


def import_libraries(tell: Callable[[str], None]) -> list[str]:
    """Import what learners use; a library that is not installed is left out and named."""
    missing = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in LIBRARIES:
            tell(f"importing {name}")
            try:
                importlib.import_module(name)
            except ModuleNotFoundError as error:
                if name in _NEEDED:
                    raise
                missing.append(str(error.name))
    return missing


def prepare_libraries() -> None:
    """Settings that all children share, and work whose results they inherit."""
    import jax
    import matplotlib

    jax.config.update("jax_traceback_filtering", "off")  # type: ignore[no-untyped-call]
    matplotlib.use("Agg")
    matplotlib.rcParams["figure.dpi"] = 120
    matplotlib.rcParams["figure.max_open_warning"] = 0
    figures.silence_show()
    figures.remember_saved()
    figures.draw_once()
    share_one_context()
    trace_once()


def share_one_context() -> None:
    """One MLIR context for all programs of a process: making one for each costs more than lowering most of them."""
    from jax._src.interpreters import mlir

    mlir.make_ir_context = functools.cache(mlir.make_ir_context)
    mlir.make_ir_context()


def trace_once() -> None:
    """Trace what snippets often do, with shapes only: Python's and JAX's caches are filled before the fork."""
    import jax
    import jax.numpy as jnp

    def loss(weights: Any, x: Any, y: Any) -> Any:
        hidden = jnp.tanh(x @ weights[0] + weights[1])
        return jnp.mean((jax.nn.softmax(hidden) @ weights[2] - y) ** 2)

    def of(*shape: int) -> Any:
        return jax.ShapeDtypeStruct(shape, jnp.float32)  # type: ignore[no-untyped-call]

    weights = [of(4, 16), of(16), of(16, 1)]
    jax.eval_shape(jax.jit(jax.value_and_grad(loss)), weights, of(8, 4), of(8, 1))
    jax.eval_shape(jax.vmap(lambda x: x.reshape(-1).T.sum() / x.max()), of(8, 4))


class Programs:
    """JAX's compilation cache in memory. A child's own programs are not kept."""

    def __init__(self, entries: Mapping[str, bytes]) -> None:
        self.entries = dict(entries)
        self.recording = False

    def get(self, key: str) -> bytes | None:
        return self.entries.get(key)

    def put(self, key: str, value: bytes) -> None:
        if self.recording:
            self.entries[key] = value


def use_programs(programs: Programs) -> None:
    """Let JAX look for compiled programs there first."""
    import jax
    from jax._src import compilation_cache

    compilation_cache._cache = programs  # type: ignore[assignment]
    compilation_cache._cache_initialized = True
    seconds = 0.0 if programs.recording else 1e9
    jax.config.update("jax_persistent_cache_min_compile_time_secs", seconds)  # type: ignore[no-untyped-call]
