"""The arrays that a snippet leaves behind, inside the child."""

from __future__ import annotations

from typing import Any

_PREVIEW_SIZE = 8
_PREVIEW_CHARACTERS = 100


def found_in(namespace: dict[str, Any], most: int) -> list[list[Any]]:
    """Name, shape, dtype and preview of up to `most` arrays. An array type that lies or fails is left out."""
    import jax
    import numpy as np

    found: list[list[Any]] = []
    for name, value in list(namespace.items()):
        if len(found) == most:
            break
        if not str(name).startswith("_") and isinstance(value, jax.Array | np.ndarray):
            try:
                found.append([str(name)[:100], [int(size) for size in value.shape], str(value.dtype), preview(value)])
            except Exception:
                continue
    return found


def preview(value: Any) -> str:
    """The numbers of a small array on one line; empty for a large one, and for one without numbers."""
    import jax
    import numpy as np

    if value.size > _PREVIEW_SIZE or isinstance(value, jax.core.Tracer):
        return ""
    try:
        text = np.array2string(np.asarray(value), precision=4, separator=", ")
    except Exception:
        return ""
    line = " ".join(text.split())
    return line if len(line) <= _PREVIEW_CHARACTERS else ""
