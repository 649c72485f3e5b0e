"""From what was seen to the steps that a learner reads: one for each statement that gives arrays, and one for each
operation inside a line that changes a shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from runners.sandbox.values import Seen, Sighting
from runners.shapes.arrays import plural, shape_text
from runners.shapes.code.axes import AxesOf
from runners.shapes.code.operations import Operations
from runners.shapes.code.source import Source
from runners.values import ShapeStep

_PRODUCTS = frozenset(("matmul", "dot", "einsum", "dot_general", "tensordot"))
_KEYS = frozenset(("PRNGKey", "key", "split", "fold_in"))
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_INSIDE = {"vmap": "inside vmap", "grad": "inside grad", "tracing": "while tracing"}


def make_steps(
    source: Source, sightings: Sequence[Sighting], axes: AxesOf, *, most: int = 60
) -> tuple[tuple[ShapeStep, ...], int]:
    """At most `most` steps in the order of time, and how many are left out between the first ones and the last.

    Operations inside lines make room first, then what lies between the first third and the end."""
    maker = _Maker(source, sightings, axes)
    found = [pair for sighting in sightings for pair in maker.steps(sighting)]
    if len(found) > most:
        found = [(step, is_whole) for step, is_whole in found if is_whole]
    steps = [step for step, _ in found]
    if len(steps) <= most:
        return tuple(steps), 0
    front = most // 3
    return (*steps[:front], *steps[front - most :]), len(steps) - most


class _Maker:
    def __init__(self, source: Source, sightings: Sequence[Sighting], axes: AxesOf) -> None:
        self._source = source
        self._axes = axes
        self._first = {sighting.node: sighting.seen for sighting in sightings if sighting.times == 1}
        self._seen: dict[int, Seen] = {}
        self._operations = Operations(source, self._seen)
        self._told: set[tuple[str, tuple[int, ...]]] = set()

    def steps(self, sighting: Sighting) -> Iterator[tuple[ShapeStep, bool]]:
        """The steps of a sighting, each with whether it is a whole statement's."""
        self._seen[sighting.node] = sighting.seen
        if not 0 <= sighting.node < len(self._source.nodes) or self._is_repeated(sighting):
            return
        node = self._source.nodes[sighting.node]
        whole = self._expression(node)
        if whole:
            note = self._note(node, sighting)
            for expression, seen in _parts(whole, sighting.seen):
                number = sighting.node if seen is sighting.seen else -1
                yield self._step(node, expression, seen, (number, sighting.times), note), True
        elif self._matters(node, sighting.seen):
            expression = self._source.text(node)
            if (expression, sighting.seen.shape) not in self._told:
                self._told.add((expression, sighting.seen.shape))
                place = (sighting.node, sighting.times)
                yield self._step(node, expression, sighting.seen, place, self._note(node, sighting)), False

    def _is_repeated(self, sighting: Sighting) -> bool:
        first = self._first.get(sighting.node)
        return sighting.times > 1 and first is not None and _look(first) == _look(sighting.seen)

    def _expression(self, node: ast.AST) -> str:
        """The text of the statement that a value is the whole of: `y = x @ w`; "" for a part of one."""
        statement = self._source.parents.get(node)
        if isinstance(node, ast.arg):
            return node.arg
        if isinstance(node, ast.AugAssign):
            return ""
        if isinstance(statement, ast.AugAssign):
            return self._source.text(statement) if node is statement.target else ""
        if isinstance(statement, ast.Assign) and all(isinstance(target, ast.Subscript) for target in statement.targets):
            return ""
        if isinstance(statement, ast.Lambda) and node is statement.body:
            return self._source.text(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Return | ast.Expr):
            return self._source.text(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            return node.id
        return ""

    def _matters(self, node: ast.AST, seen: Seen) -> bool:
        """A part of a line, when it makes an array of another shape than those it is made of; and what a `lambda`
        is given."""
        if seen.kind != "array":
            return False
        if isinstance(node, ast.Name):
            return self._is_given_to_lambda(node)
        if not seen.shape:
            return False
        operation = self._operations.read(node)
        if operation is None:
            return False
        if isinstance(node, ast.Attribute | ast.Subscript) and not operation.arrays or operation.name in _KEYS:
            return False
        return operation.name in _PRODUCTS or all(operand.shape != seen.shape for operand in operation.arrays)

    def _is_given_to_lambda(self, node: ast.Name) -> bool:
        for outer in self._source.ancestors(node):
            if isinstance(outer, ast.Lambda):
                return any(argument.arg == node.id for argument in outer.args.args)
            if isinstance(outer, ast.stmt):
                return False
        return False

    def _note(self, node: ast.AST, sighting: Sighting) -> str:
        notes = [_INSIDE[sighting.seen.inside]] if sighting.seen.inside in _INSIDE else []
        if sighting.times > 1:
            notes.append(f"last of {sighting.times:,} {self._repetition(node)}")
        return ", ".join(notes)

    def _repetition(self, node: ast.AST) -> str:
        for outer in self._source.ancestors(node):
            if isinstance(outer, _LOOPS):
                return "passes"
            if isinstance(outer, _FUNCTIONS):
                return "calls"
        return "times"

    def _step(self, node: ast.AST, expression: str, seen: Seen, place: tuple[int, int], note: str) -> ShapeStep:
        line = getattr(node, "lineno", None)
        if seen.kind == "array":
            return ShapeStep(line, expression, seen.shape, seen.dtype, self._axes.at(*place, seen), note)
        return ShapeStep(line, expression, (), "tree", (), ", ".join(filter(None, (_summary(seen), note))))


def _look(seen: Seen) -> tuple[object, ...]:
    """What a learner would see of it."""
    return seen.kind, seen.shape, seen.dtype, seen.length, tuple(map(_look, seen.items))


def _parts(expression: str, seen: Seen) -> Iterator[tuple[str, Seen]]:
    """The arrays in a value, each with an expression for it: those of an unpacked tuple and of a graph one by one."""
    if seen.kind == "array" or seen.kind == "tree" and seen.arrays:
        yield expression, seen
    elif seen.kind == "graph":
        yield from _fields(expression, seen)
    elif seen.kind == "sequence" and seen.arrays:
        yield from _unpacked(expression, seen)


def _unpacked(expression: str, seen: Seen) -> Iterator[tuple[str, Seen]]:
    """`a, b = f(x)` gives a step for a and one for b; a tuple that stays one is a step of its own."""
    try:
        statement = ast.parse(expression).body[0]
    except (SyntaxError, ValueError, IndexError):
        statement = None
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(target, ast.Tuple | ast.List) or len(target.elts) != seen.length or seen.length > len(seen.items):
        yield expression, seen
        return
    assert isinstance(statement, ast.Assign)
    given = statement.value.elts if isinstance(statement.value, ast.Tuple | ast.List) else []
    for place, (name, item) in enumerate(zip(target.elts, seen.items, strict=True)):
        value = ast.unparse(given[place]) if len(given) == seen.length else f"{ast.unparse(statement.value)}[{place}]"
        yield from _parts(f"{ast.unparse(name)} = {value}", item)


def _fields(expression: str, seen: Seen) -> Iterator[tuple[str, Seen]]:
    name = expression.partition("=")[0].strip()
    name = name if name.isidentifier() else seen.type
    for field, item in zip(seen.names, seen.items, strict=True):
        if item.kind in ("array", "tree"):
            yield f"{name}.{field}", item


def _summary(seen: Seen) -> str:
    """`tree of 4 arrays`, `tuple of 2: (2,3), (4,)`."""
    if seen.kind == "tree" or any(item.kind != "array" for item in seen.items):
        return f"tree of {plural(seen.arrays, 'array')}"
    shapes = [shape_text(item.shape) for item in seen.items if item.kind == "array"]
    more = ", …" if seen.length > len(seen.items) else ""
    return f"{seen.type} of {seen.length:,}: {', '.join(shapes[:4])}{', …' if len(shapes) > 4 else more}"
