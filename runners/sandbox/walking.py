"""Runs a snippet and tells, expression by expression, what shapes it makes, inside the child."""

from __future__ import annotations

import ast
import sys
import warnings
from typing import Any

from runners.sandbox import execution
from runners.sandbox.describing import Describer
from runners.sandbox.execution import FILENAME, Header, Send
from runners.sandbox.frames import Frame
from runners.sandbox.instrumenting import looked_at

_BATCH = 24
_NODES = 3000
_DEEP = 8000
_SPOTS = 20
_KNOWN_AGAIN = 100
"""How often an array that a place gives is known again elsewhere; beyond that only its shape is told."""
_SHOWN = ("array", "sequence", "fields", "tree", "int", "text", "none", "number")


class Looker:
    """Called with each value. The first of each place is sent while the code runs, the last at the end."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._describer = Describer()
        self._order = 0
        self._waiting: list[list[Any]] = []
        self._last: dict[int, list[Any]] = {}

    def look(self, number: int, value: Any) -> Any:
        """The value itself. Whatever goes wrong with looking is no concern of the learner's code."""
        try:
            self._order += 1
            known = self._last.get(number)
            if known is None:
                self._first(number, value)
            else:
                known[0] += 1
                known[1] = self._order
                known[2] = self._describer.describe(value, with_token=known[0] <= _KNOWN_AGAIN)
        except BaseException:
            return value
        return value

    def _first(self, number: int, value: Any) -> None:
        node = self._describer.describe(value)
        if len(self._last) >= _NODES:
            return
        self._last[number] = [1, self._order, node]
        if node[0] in _SHOWN:
            self._waiting.append([number, self._order, node])
        if node[0] in ("array", "fields", "tree") or len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._send({"kind": "seen", "first": waiting})

    def last(self) -> list[list[Any]]:
        """Number, times, order and description of what was seen more than once."""
        return [[number, *found] for number, found in self._last.items() if found[0] > 1]


def run(job: Frame, send: Send) -> None:
    """Send `seen` frames while the code runs, and one `done` frame."""
    code = job.header["code"]
    looker = Looker(send)
    namespace = execution.new_namespace(code)
    error: Header | None = None
    spots: list[list[int | None]] = []
    try:
        exec(job.header["prelude"], namespace)
        exec(_compiled(code, looker), namespace)
    except BaseException as raised:
        error, spots = execution.describe(raised), _spots(raised)
    looker.flush()
    execution.flush()
    send({"kind": "done", "error": error, "spots": spots, "last": looker.last()})


def _compiled(code: str, looker: Looker) -> Any:
    """Deep expressions are twice as deep with a look around each part, so the limit is raised while reading."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEEP)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree, put_looker = looked_at(ast.parse(code, FILENAME), looker.look)
            return put_looker(compile(tree, FILENAME, "exec", dont_inherit=True))
    except (RecursionError, MemoryError):
        raise SyntaxError("the code is nested too deeply to be read") from None
    except UnicodeEncodeError:
        raise SyntaxError("the code holds characters that are no valid text") from None
    finally:
        sys.setrecursionlimit(usual)


def _spots(raised: BaseException) -> list[list[int | None]]:
    """Where the learner's own lines stood when it was raised, the outermost first: line, end line, columns."""
    spots = []
    trace = raised.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == FILENAME:
            positions = list(code.co_positions())
            spots.append(list(positions[trace.tb_lasti // 2]))
        trace = trace.tb_next
    return spots[-_SPOTS:]
