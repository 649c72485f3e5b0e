"""Arguments and arrays as JSON and raw bytes. Decoding treats what it reads as hostile."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

DTYPES = frozenset(
    ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
    + ("float16", "float32", "float64", "complex64", "complex128")
)
MAX_DIMENSIONS = 32


class BadValue(ValueError):
    """A value that can't be encoded, or bytes that don't decode."""


class Encoder:
    """Turns values into JSON nodes; the bytes of arrays gather in `payload`."""

    def __init__(self) -> None:
        self.payload = bytearray()

    def node(self, value: Any) -> dict[str, Any]:
        """Raises BadValue for a type that has no encoding."""
        import numpy as np

        if value is None or isinstance(value, bool | int | float | str) and not isinstance(value, np.generic):
            return {"scalar": value}
        if isinstance(value, complex) and not isinstance(value, np.generic):
            return {"complex": [value.real, value.imag]}
        if isinstance(value, tuple | list):
            return {type(value).__name__ if type(value) in (tuple, list) else "tuple": [self.node(v) for v in value]}
        if isinstance(value, dict):
            return {"dict": [[str(key), self.node(item)] for key, item in value.items()]}
        return self.array(np.asarray(value))

    def array(self, array: np.ndarray) -> dict[str, Any]:
        import numpy as np

        name = str(array.dtype)
        if name == "bfloat16":
            array = array.astype(np.float32)
        if str(array.dtype) not in DTYPES:
            raise BadValue(f"an array of dtype {name} can't be sent; use one of {', '.join(sorted(DTYPES))}")
        native = array.astype(array.dtype.newbyteorder("<"), copy=False)
        described = {
            "dtype": str(array.dtype),
            "name": name,
            "shape": list(array.shape),
            "offset": len(self.payload),
        }
        self.payload += native.tobytes(order="C")
        return {"array": described}


def decode(node: Any, payload: bytes, *, to_array: Callable[[np.ndarray], Any] | None = None) -> Any:
    """The value of a node; `to_array` is applied to each array. Raises BadValue on anything unexpected."""
    if not isinstance(node, dict) or len(node) != 1:
        raise BadValue("not a node")
    ((kind, body),) = node.items()
    if kind == "scalar":
        return body
    if kind == "array":
        array = decode_array(body, payload)
        return to_array(array) if to_array else array
    if kind == "complex":
        return complex(*body)
    if kind in ("tuple", "list"):
        items = [decode(item, payload, to_array=to_array) for item in body]
        return tuple(items) if kind == "tuple" else items
    if kind == "dict":
        return {str(key): decode(item, payload, to_array=to_array) for key, item in body}
    raise BadValue(f"unknown kind of node {kind!r}")


def decode_array(described: Any, payload: bytes) -> np.ndarray:
    """A read-only array over its part of the payload."""
    import numpy as np

    if not isinstance(described, dict):
        raise BadValue("not an array")
    dtype, offset, shape = described.get("dtype"), described.get("offset"), checked_shape(described.get("shape"))
    if dtype not in DTYPES or type(offset) is not int or offset < 0:
        raise BadValue("not an array")
    count = math.prod(shape)
    kind = np.dtype(dtype).newbyteorder("<")
    if offset + count * kind.itemsize > len(payload):
        raise BadValue("an array reaches past its payload")
    if count == 0:
        return np.zeros(shape, dtype)
    return np.frombuffer(payload, kind, count, offset).reshape(shape)


def checked_shape(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > MAX_DIMENSIONS:
        raise BadValue("not a shape")
    if any(type(size) is not int or not 0 <= size < 1 << 48 for size in value):
        raise BadValue("not a shape")
    return tuple(value)
