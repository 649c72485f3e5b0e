"""What a value is, as far as its shape goes, as a short JSON node. Inside the child; never shows a value's text.

["array", shape, dtype, token, inside]     inside: the transformation that traces it, "" for none
["int", value]  ["number", type]  ["text", text]  ["none"]  ["other", type]
["sequence", type, length, items, arrays]  a tuple or list; the first items, described; how many arrays in all
["fields", type, [[name, node], ...]]      a graph, field by field
["tree", type, arrays]                     another container; how many arrays it holds
"""

from __future__ import annotations

import weakref
from typing import Any

_ITEMS = 8
_LEAVES = 1000
_TEXT = 200
_INSIDE = {
    "BatchTracer": "vmap",
    "JVPTracer": "grad",
    "LinearizeTracer": "grad",
    "JaxprTracer": "grad",
    "DynamicJaxprTracer": "tracing",
}
Node = list[Any]


class Tokens:
    """A number for each array that is alive, so that the same array is known again."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, int]] = {}
        self._next = 0

    def of(self, value: Any) -> int | None:
        found = self._known.get(id(value))
        if found is not None and found[0]() is value:
            return found[1]
        try:
            self._known[id(value)] = (weakref.ref(value), self._next)
        except TypeError:
            return None
        self._next += 1
        return self._next - 1


class Describer:
    """Describes values. A value that lies about its class is `other`."""

    def __init__(self) -> None:
        import jax
        import numpy as np

        self._tokens = Tokens()
        self._arrays = (jax.Array, np.ndarray, np.generic, jax.ShapeDtypeStruct)
        self._tracer = jax.core.Tracer
        self._kinds: dict[type, str] = {}

    def describe(self, value: Any, *, depth: int = 2, with_token: bool = True) -> Node:
        kind = type(value)
        what = self._kinds.get(kind) or self._learn(kind)
        if what == "array":
            return self._array(value, with_token)
        if what == "int":
            return ["int", value] if abs(value) < 1 << 48 else ["number", "int"]
        if what == "sequence":
            items = [self.describe(item, depth=depth - 1, with_token=with_token) for item in value[:_ITEMS]]
            inside = _count(value, self._arrays, _LEAVES)
            return ["sequence", kind.__name__, len(value), items if depth else [], inside]
        if what == "text":
            return ["text", value[:_TEXT]]
        if what == "graph" and depth:
            described = [[name, self.describe(getattr(value, name), depth=0)] for name in kind._fields]
            return ["fields", kind.__name__, described]
        if what in ("tree", "graph"):
            return ["tree", kind.__name__[:60], _count(value, self._arrays, _LEAVES)]
        return ["none"] if what == "none" else [what, kind.__name__[:60]]

    def _learn(self, kind: type) -> str:
        """What values of this type are; asked once for each type, since asking JAX's arrays is slow."""
        usual = {int: "int", str: "text", tuple: "sequence", list: "sequence", type(None): "none"}
        if kind in usual:
            found = usual[kind]
        elif kind in (bool, float, complex):
            found = "number"
        elif issubclass(kind, (*self._arrays, self._tracer)):
            found = "array"
        elif issubclass(kind, tuple) and kind.__name__ == "GraphsTuple":
            found = "graph"
        else:
            found = "tree" if issubclass(kind, dict | tuple) else "other"
        self._kinds[kind] = found
        return found

    def _array(self, value: Any, with_token: bool) -> Node:
        inside = _INSIDE.get(type(value).__name__, "tracing") if isinstance(value, self._tracer) else ""
        token = self._tokens.of(value) if with_token else None
        return ["array", [int(size) for size in value.shape], str(value.dtype)[:30], token, inside]


def _count(tree: Any, arrays: tuple[type, ...], most: int) -> int:
    """How many arrays a container holds; it stops at `most`."""
    found, waiting = 0, [tree]
    for _ in range(10 * most):
        if not waiting or found == most:
            break
        item = waiting.pop()
        if isinstance(item, arrays):
            found += 1
        elif isinstance(item, dict):
            waiting.extend(list(item.values())[:most])
        elif isinstance(item, tuple | list):
            waiting.extend(item[:most])
    return found
