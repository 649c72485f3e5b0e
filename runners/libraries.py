"""The libraries that a learner's snippet can import, with their versions. Asking imports none of them."""

from __future__ import annotations

import importlib.metadata

_DISTRIBUTIONS = {
    "jax": "jax", "numpy": "numpy", "haiku": "dm-haiku", "optax": "optax", "jraph": "jraph", "numpyro": "numpyro",
    "scipy": "scipy", "matplotlib": "matplotlib", "seaborn": "seaborn", "networkx": "networkx", "einops": "einops",
    "pandas": "pandas", "PIL": "pillow",
}  # fmt: skip


def versions() -> dict[str, str]:
    """Version by import name, of those that are installed."""
    found = {}
    for name, distribution in _DISTRIBUTIONS.items():
        try:
            found[name] = importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def guide() -> str:
    """Two lines that name what can be imported."""
    named = ", ".join(f"{name} {version}" for name, version in versions().items())
    return f"Your code can import the standard library and: {named}.\nIt can't reach the network or install packages."
