"""Runs a snippet as a notebook runs a cell, inside the child."""

from __future__ import annotations

import ast
import io
import linecache
import os
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from typing import Any

from runners.sandbox import arrays, figures, pictures, scene
from runners.sandbox.frames import Frame

FILENAME = "snippet.py"
Send = Callable[..., None]
Header = dict[str, Any]


def attach_streams() -> None:
    """One buffer behind stdout and stderr, so that what they write stays in order."""
    buffer = os.fdopen(1, "wb", closefd=False)
    sys.stdin = io.StringIO()
    sys.stdout = sys.__stdout__ = _text(buffer)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _text(buffer)  # type: ignore[misc]
    warnings.formatwarning = _plain_warning
    warnings.filterwarnings("ignore", message=r"os\.fork\(\) was called")


def _text(buffer: Any) -> io.TextIOWrapper[Any]:
    return io.TextIOWrapper(buffer, "utf-8", errors="backslashreplace", line_buffering=True, write_through=True)


def _plain_warning(message: Any, category: type[Warning], *_: Any, **__: Any) -> str:
    return f"{category.__name__}: {message}\n"


def run(job: Frame, send: Send) -> None:
    """Run the code and send one `result` frame."""
    code, limits = job.header["code"], job.header["limits"]
    namespace = new_namespace(code)
    value, error = None, None
    try:
        value = show(run_code(code, namespace), limits["value_characters"])
    except BaseException as raised:
        error = describe(raised)
    send_result(send, limits, error=error, value=value, namespace=namespace)


def send_result(send: Send, limits: Header, *, error: Header | None, value: str | None, namespace: Header) -> None:
    drawn, payload = figures.collect(limits)
    written, more = pictures.collect(limits)
    flush()
    header = {
        "kind": "result",
        "error": error,
        "result": value,
        "figures": drawn + written,
        "arrays": arrays.found_in(namespace, limits["arrays"]),
    }
    send(header, payload + more)


def new_namespace(code: str) -> Header:
    """The globals of a module named `__main__`; tracebacks and `inspect.getsource` find its lines."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    linecache.cache[FILENAME] = (len(code), None, code.splitlines(keepends=True), FILENAME)
    return module.__dict__


def run_code(code: str, namespace: Header) -> Any:
    """Run all statements; the value of the last one if it is an expression that no semicolon ends."""
    try:
        tree = ast.parse(code, FILENAME)
        last = _last_expression(tree, code)
        body = compile(tree, FILENAME, "exec", dont_inherit=True)
        end = compile(last, FILENAME, "eval", dont_inherit=True) if last else None
    except (RecursionError, MemoryError):
        raise SyntaxError("the code is nested too deeply to be read") from None
    except UnicodeEncodeError:
        raise SyntaxError("the code holds characters that are no valid text") from None
    exec(body, namespace)
    return eval(end, namespace) if end else None


def _last_expression(tree: ast.Module, code: str) -> ast.Expression | None:
    if not tree.body or not isinstance(tree.body[-1], ast.Expr) or code.rstrip().endswith(";"):
        return None
    statement = tree.body.pop()
    assert isinstance(statement, ast.Expr)
    return ast.Expression(statement.value)


def show(value: Any, characters: int) -> str | None:
    """The value as a notebook shows it."""
    if value is None:
        return None
    text = str(repr(value))
    if len(text) <= characters:
        return text
    half = characters // 2
    return f"{text[:half]} ... {len(text) - 2 * half} characters left out ... {text[-half:]}"


def describe(raised: BaseException) -> Header | None:
    """Type, message and line of an exception; None for a clean `sys.exit()`."""
    if isinstance(raised, SystemExit) and raised.code in (None, 0):
        return None
    return {
        "type": type(raised).__name__[:100],
        "message": _message(raised)[:8000],
        "line": _line(raised),
        "scene": scene.describe(raised, FILENAME),
    }


def _message(raised: BaseException) -> str:
    if isinstance(raised, SyntaxError):
        return str(raised.msg)
    try:
        return str(raised)
    except BaseException as error:
        return f"(its message could not be shown: {type(error).__name__})"


def _line(raised: BaseException) -> int | None:
    if isinstance(raised, SyntaxError) and raised.filename == FILENAME:
        return raised.lineno
    lines = [line for frame, line in traceback.walk_tb(raised.__traceback__) if frame.f_code.co_filename == FILENAME]
    return lines[-1] if lines else None


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            continue
