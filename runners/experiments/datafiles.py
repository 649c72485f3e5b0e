"""Data files that lie beside an experiment's module, the same way here and in the sandbox, which has no such files."""

from __future__ import annotations

from importlib import resources


def read(module: str, name: str) -> bytes:
    """The file `name` in the package of `module`, which is the reader's `__name__`.

    In the sandbox there are those that the Experiment's `data` names. Raises FileNotFoundError for another one.
    """
    return resources.files(module.rpartition(".")[0]).joinpath(name).read_bytes()
