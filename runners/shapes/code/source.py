"""A learner's code as it was written: its nodes by number, their text, imports, assignments and comments."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from runners.exercises.imports import USUAL_NAMES
from runners.sandbox.instrumenting import number_nodes
from runners.sandbox.values import Spot
from runners.shapes.arrays import UNKNOWN

_AXES = re.compile(r"[\[(]([^\[\]()]{1,120})[\])]")
_AXIS = re.compile(r"[A-Za-z][\w /*-]{0,24}|\d+|\?|-1")


@dataclass(frozen=True)
class Source:
    """The code and its tree. `nodes` are numbered as the sandbox numbers them."""

    code: str
    tree: ast.Module
    nodes: list[ast.AST] = field(repr=False)

    @classmethod
    def read(cls, code: str) -> Source | None:
        """None for code that Python can't read."""
        try:
            tree = ast.parse(code)
            return cls(code, tree, number_nodes(tree))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @cached_property
    def numbers(self) -> dict[ast.AST, int]:
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def _lines(self) -> list[bytes]:
        return [line.encode() for line in re.split(r"\r\n|\r|\n", self.code)]

    def text(self, node: ast.AST) -> str:
        """The node's own text on one line."""
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
        if not first or not last:
            return ""
        lines = self._lines[first - 1 : last]
        lines[-1] = lines[-1][: node.end_col_offset]  # type: ignore[attr-defined]
        lines[0] = lines[0][node.col_offset :]  # type: ignore[attr-defined]
        return one_line(line.decode("utf-8", "replace") for line in lines)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def statement(self, node: ast.AST) -> ast.stmt | None:
        return next((found for found in (node, *self.ancestors(node)) if isinstance(found, ast.stmt)), None)

    def at(self, spot: Spot) -> ast.AST | None:
        """The outermost node that is exactly this stretch of the code; a statement only when no expression is."""
        place = (spot.line, spot.end_line, spot.column, spot.end_column)
        found = [node for node in self.nodes if _place(node) == place]
        return next((node for node in found if isinstance(node, ast.expr)), found[0] if found else None)

    @cached_property
    def imports(self) -> dict[str, str]:
        """The full names behind the names that imports bind; the usual short names are there without an import."""
        found = dict(USUAL_NAMES)
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found |= {a.asname or a.name.partition(".")[0]: a.name if a.asname else a.name.partition(".")[0]
                          for a in node.names}  # fmt: skip
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def full_name(self, node: ast.AST) -> str:
        """`jax.numpy.matmul` for `jnp.matmul`; "" for what no import gave."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.imports or node.id in self.functions:
            return ""
        return ".".join([self.imports[node.id], *reversed(parts)])

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        return {node.name: node for node in self.nodes if isinstance(node, ast.FunctionDef)}

    @cached_property
    def assigned(self) -> dict[str, ast.expr]:
        """The values of the names that are assigned exactly once."""
        found: dict[str, list[ast.expr]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                found.setdefault(node.targets[0].id, []).append(node.value)
        return {name: values[0] for name, values in found.items() if len(values) == 1}

    @cached_property
    def comments(self) -> dict[int, tuple[str, ...]]:
        """The axes that a comment names, by line: `# [B, T, D]`, `# (batch, time)`."""
        found = {}
        try:
            for token in tokenize.generate_tokens(io.StringIO(self.code).readline):
                if token.type == tokenize.COMMENT and (axes := named_axes(token.string)):
                    found[token.start[0]] = axes
        except (tokenize.TokenError, SyntaxError, IndentationError):
            return found
        return found


def named_axes(comment: str) -> tuple[str, ...]:
    """The names in the first brackets of a comment that hold nothing but axes; sizes become `?`."""
    for inside in _AXES.findall(comment):
        parts = [part.strip() for part in re.split(r",|×| x ", inside) if part.strip()]
        is_shape = len(parts) > 1 or inside.rstrip().endswith(",") or "[" in comment
        if is_shape and all(map(_AXIS.fullmatch, parts)) and any(part[0].isalpha() for part in parts):
            return tuple(part if part[0].isalpha() else UNKNOWN for part in parts)
    return ()


def one_line(parts: Iterator[str] | str, limit: int = 110) -> str:
    text = " ".join((parts if isinstance(parts, str) else " ".join(parts)).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _place(node: ast.AST) -> tuple[int, int, int, int] | None:
    if not isinstance(node, ast.expr | ast.stmt):
        return None
    return (node.lineno, node.end_lineno or 0, node.col_offset, node.end_col_offset or 0)
