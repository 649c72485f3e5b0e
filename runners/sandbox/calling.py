"""Calls a function of the learner's on given arguments, inside the child."""

from __future__ import annotations

import inspect
import types
from typing import Any

from runners.sandbox import encoding, execution
from runners.sandbox.encoding import BadValue, Encoder
from runners.sandbox.execution import FILENAME, Header, Send
from runners.sandbox.frames import Frame

_MOST_BYTES = 32 << 20
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def run(job: Frame, send: Send) -> None:
    """Send a `loaded` frame, one `case` frame for each case, and a `done` frame."""
    code, name = job.header["code"], job.header["function"]
    namespace = execution.new_namespace(code)
    try:
        execution.run_code(code, namespace)
        error = None
    except BaseException as raised:
        error = execution.describe(raised)
    function = namespace.get(name)
    send(
        {
            "kind": "loaded",
            "error": error,
            "functions": _functions(namespace),
            "found": callable(function),
            "parameters": _parameters(function) if callable(function) else [],
        }
    )
    if error is None and callable(function):
        for place, case in enumerate(job.header["cases"]):
            _call(function, place, case, job, send)
    execution.flush()
    send({"kind": "done"})


def _functions(namespace: Header) -> list[str]:
    defined = [
        str(name)
        for name, value in namespace.items()
        if isinstance(value, types.FunctionType) and value.__code__.co_filename == FILENAME
    ]
    return defined[:50]


def _parameters(function: Any) -> list[str]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    names = [p.name for p in parameters if p.kind in _POSITIONAL]
    return names + [f"*{p.name}" for p in parameters if p.kind is inspect.Parameter.VAR_POSITIONAL]


def _call(function: Any, place: int, case: Header, job: Frame, send: Send) -> None:
    header: Header = {"kind": "case", "place": place}
    payload = b""
    try:
        args = [decode_argument(node, job.payload) for node in case["args"]]
        kwargs = {key: decode_argument(node, job.payload) for key, node in case["kwargs"].items()}
        described, payload = _describe(function(*args, **kwargs))
        header.update(described)
    except BaseException as raised:
        header["error"] = execution.describe(raised) or {"type": "SystemExit", "message": "", "line": None}
    execution.flush()
    send(header, payload)


def decode_argument(node: Any, payload: bytes) -> Any:
    import jax.numpy as jnp

    return encoding.decode(node, payload, to_array=jnp.asarray)


def _describe(value: Any) -> tuple[Header, bytes]:
    import jax

    if value is None:
        return {"structure": "none", "returned": "None", "outputs": []}, b""
    flat = list(value) if isinstance(value, tuple | list) and not _is_number_list(value) else None
    attempts = [("array", [value])]
    if flat is not None:
        attempts = [("sequence", flat), ("tree", jax.tree.leaves(value))]
    elif isinstance(value, dict):
        attempts = [("tree", jax.tree.leaves(value))]
    for structure, leaves in attempts:
        encoder = Encoder()
        try:
            nodes = [_array(leaf, encoder) for leaf in leaves]
        except BadValue:
            continue
        return {"structure": structure, "returned": _words(value), "outputs": nodes}, bytes(encoder.payload)
    return {"structure": "other", "returned": _words(value), "outputs": []}, b""


def _is_number_list(value: Any) -> bool:
    """A list of plain numbers (of any depth) is one array; a tuple is several results."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, int | float | complex) or _is_number_list(item) for item in value)
    )


def _array(leaf: Any, encoder: Encoder) -> Any:
    import jax
    import numpy as np

    if not isinstance(leaf, jax.Array | np.ndarray | np.generic | int | float | complex) and not _is_number_list(leaf):
        raise BadValue(type(leaf).__name__)
    if isinstance(leaf, jax.core.Tracer):
        raise BadValue("a tracer")
    try:
        array = np.asarray(leaf)
        if array.nbytes > _MOST_BYTES:
            size = f"{array.nbytes >> 20} MB; at most {_MOST_BYTES >> 20} can be looked at"
            raise MemoryError(f"what the function returned has shape {array.shape} and needs {size}")
        return encoder.array(array)["array"]
    except (TypeError, ValueError) as error:
        raise BadValue(str(error)) from error


def _words(value: Any) -> str:
    name = type(value).__name__
    if isinstance(value, tuple | list | dict):
        return f"{name} of {len(value)}"
    return f"{name} {repr(value)[:80]}" if isinstance(value, str | int | float | bool) else name
