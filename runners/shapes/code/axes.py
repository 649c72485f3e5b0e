"""Names of axes, as far as they are certain: from comments, from unpackings such as `B, T, D = x.shape`, from the
names of sizes (`jnp.zeros((batch, length))`), from einsum's letters, and carried along by the operations."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from runners.sandbox.values import Seen, Sighting
from runners.shapes.arrays import UNKNOWN, Axes
from runners.shapes.code import axis_rules
from runners.shapes.code.operations import Operand, Operations
from runners.shapes.code.source import Source


def name_axes(source: Source, sightings: Iterable[Sighting]) -> AxesOf:
    """The axes of the arrays that were seen. What stays unknown is left out."""
    naming = Naming(source)
    for sighting in sightings:
        naming.see(sighting)
    return naming.finished()


@dataclass(frozen=True)
class AxesOf:
    """The names of axes: by a node's number and how many times it had been seen, and by an array's token."""

    _places: Mapping[tuple[int, int], Axes]
    _tokens: Mapping[int, Axes]

    def at(self, number: int, times: int, seen: Seen) -> Axes:
        """What the same place gave first names it as well, when it has as many axes; () when nothing does."""
        found = self._places.get((number, times)) or self._tokens.get(_token(seen)) or self._places.get((number, 1), ())
        return found if len(found) == len(seen.shape) and any(name != UNKNOWN for name in found) else ()


class Naming:
    """Goes through what was seen in the order of time. Arrays are known by their tokens."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seen: dict[int, Seen] = {}
        self._operations = Operations(source, self._seen)
        self._names: dict[int, Axes] = {}
        self._at: dict[tuple[int, int], tuple[Seen, Axes]] = {}

    def see(self, sighting: Sighting) -> None:
        self._seen[sighting.node] = sighting.seen
        if not 0 <= sighting.node < len(self._source.nodes):
            return
        node = self._source.nodes[sighting.node]
        self._unpack(node)
        if sighting.seen.kind == "array":
            self._name(node, sighting.seen)
            self._at[sighting.node, sighting.times] = sighting.seen, self._names.get(_token(sighting.seen), ())
        elif sighting.seen.kind == "sequence":
            self._name_parts(node, sighting.seen)

    def finished(self) -> AxesOf:
        """An array that got its names later had them from the start."""
        known = {}
        for place, (seen, axes) in self._at.items():
            axes = axes or self._names.get(_token(seen), ())
            if any(name != UNKNOWN for name in axes) and len(axes) == len(seen.shape):
                known[place] = axes
        return AxesOf(known, self._names)

    def _name(self, node: ast.AST, seen: Seen) -> None:
        said = self._comment(node)
        if len(said) == len(seen.shape) and said:
            self._keep(seen, said)
        elif not self._names.get(_token(seen)):
            operation = self._operations.read(node)
            found = axis_rules.result(self, self._operations, operation, seen) if operation else ()
            if found and len(found) == len(seen.shape):
                self._keep(seen, found)

    def _name_parts(self, node: ast.AST, seen: Seen) -> None:
        """The parts of an array that was split keep its names."""
        operation = self._operations.read(node)
        if operation is None or operation.name not in ("split", "array_split") or not operation.arrays:
            return
        names = self.of(operation.arrays[0])
        for item in seen.items:
            if item.kind == "array" and len(item.shape) == len(names):
                self._keep(item, names)

    def _comment(self, node: ast.AST) -> Axes:
        """The comment on the line of a statement belongs to what the statement gives."""
        statement = self._source.parents.get(node)
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Return | ast.AugAssign):
            lines = (statement.end_lineno or statement.lineno, statement.lineno)
            return next((self._source.comments[line] for line in lines if line in self._source.comments), ())
        return self._source.comments.get(node.lineno, ()) if isinstance(node, ast.arg) else ()

    def _unpack(self, node: ast.AST) -> None:
        """`B, T, D = x.shape`, and `B = x.shape[0]`."""
        statement = self._source.parents.get(node)
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return
        target, place = statement.targets[0], None
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            place = self._operations.operand(node.slice).whole()
            node = node.value
        if not isinstance(node, ast.Attribute) or node.attr != "shape":
            return
        array = self._operations.operand(node.value)
        if not array.is_array or array.seen is None:
            return
        names = list(self.of(array))
        if place is not None and isinstance(target, ast.Name) and -len(names) <= place < len(names):
            names[place] = target.id
        elif isinstance(target, ast.Tuple | ast.List) and len(target.elts) == len(names):
            names = [_target_name(part) or name for part, name in zip(target.elts, names, strict=True)]
        self._keep(array.seen, tuple(names))

    def _keep(self, seen: Seen, names: Axes) -> None:
        if seen.token is not None:
            self._names[seen.token] = names

    def of(self, operand: Operand) -> Axes:
        """The names of an array's axes; `?` for each that is not known."""
        if operand.seen is None or operand.seen.kind != "array":
            return ()
        return self._names.get(_token(operand.seen)) or (UNKNOWN,) * len(operand.seen.shape)


def _token(seen: Seen) -> int:
    return -1 if seen.token is None else seen.token


def _target_name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) and node.id.strip("_") else ""
