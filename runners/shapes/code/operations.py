"""What an expression does, whichever way it is written: `x.sum(1)`, `jnp.sum(x, axis=1)` and `np.sum(x, 1)` are
one operation, `sum`, with the same arguments."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from runners.sandbox.values import Seen
from runners.shapes.code.source import Source

_UPDATES = ("set", "add", "multiply", "divide", "power", "min", "max", "get", "apply")


@dataclass(frozen=True)
class Operand:
    """A part of an expression: its text, and what it was when it was looked at."""

    text: str
    node: ast.AST
    seen: Seen | None = None

    @property
    def is_array(self) -> bool:
        return self.seen is not None and self.seen.kind == "array"

    @property
    def shape(self) -> tuple[int, ...]:
        return self.seen.shape if self.seen else ()

    def whole(self) -> int | None:
        """The whole number that it is."""
        if isinstance(self.node, ast.Constant) and type(self.node.value) is int:
            return self.node.value
        if self.seen and self.seen.kind == "int" and isinstance(self.seen.value, int):
            return self.seen.value
        return None

    def wholes(self) -> tuple[int, ...] | None:
        """The whole numbers of a tuple, or the one number."""
        one = self.whole()
        if one is not None:
            return (one,)
        if self.seen is None or self.seen.kind != "sequence" or self.seen.length > len(self.seen.items):
            return None
        values = [item.value for item in self.seen.items if item.kind == "int" and isinstance(item.value, int)]
        return tuple(values) if len(values) == self.seen.length else None

    def string(self) -> str | None:
        if isinstance(self.node, ast.Constant) and isinstance(self.node.value, str):
            return self.node.value
        return str(self.seen.value) if self.seen and self.seen.kind == "text" else None

    @property
    def is_none(self) -> bool:
        return (isinstance(self.node, ast.Constant) and self.node.value is None) or (
            self.seen is not None and self.seen.kind == "none"
        )


@dataclass(frozen=True)
class Operation:
    """`library` is "" for operators, methods and the learner's own functions. `maker` holds the arguments of
    the call that made the function: `in_axes=0` of `jax.vmap(f, in_axes=0)(x)`."""

    name: str
    node: ast.AST
    operands: tuple[Operand, ...] = ()
    keywords: Mapping[str, Operand] = field(default_factory=dict)
    library: str = ""
    maker: Operation | None = None

    def argument(self, place: int, *names: str) -> Operand | None:
        """The argument at a place, or with one of these names."""
        if place < len(self.operands):
            return self.operands[place]
        return next((self.keywords[name] for name in names if name in self.keywords), None)

    @property
    def arrays(self) -> tuple[Operand, ...]:
        return tuple(operand for operand in (*self.operands, *self.keywords.values()) if operand.is_array)


class Operations:
    """Reads operations out of the code; `seen` says what a node was, by its number."""

    def __init__(self, source: Source, seen: Mapping[int, Seen]) -> None:
        self._source = source
        self._seen = seen

    def operand(self, node: ast.AST) -> Operand:
        return Operand(self._source.text(node), node, self._seen.get(self._source.numbers.get(node, -1)))

    def elements(self, operand: Operand) -> tuple[Operand, ...]:
        """The parts of a list or tuple: as written where they are written, else as they were seen."""
        if isinstance(operand.node, ast.List | ast.Tuple):
            return tuple(self.operand(node) for node in operand.node.elts)
        if operand.seen is None or operand.seen.kind != "sequence":
            return ()
        return tuple(
            Operand(f"{operand.text}[{place}]", ast.Pass(), item) for place, item in enumerate(operand.seen.items)
        )

    def read(self, node: ast.AST) -> Operation | None:
        """The operation of a node; None for what is none, such as a name."""
        if isinstance(node, ast.BinOp):
            name = "matmul" if isinstance(node.op, ast.MatMult) else "elementwise"
            return Operation(name, node, (self.operand(node.left), self.operand(node.right)))
        if isinstance(node, ast.AugAssign):
            name = "matmul" if isinstance(node.op, ast.MatMult) else "elementwise"
            target = self.operand(node.target)
            before = Operand(target.text, node.target, self._seen.get(self._source.numbers[node]))
            return Operation(name, node, (before, self.operand(node.value)))
        if isinstance(node, ast.Compare):
            return Operation("elementwise", node, tuple(map(self.operand, (node.left, *node.comparators))))
        if isinstance(node, ast.UnaryOp):
            return Operation("elementwise", node, (self.operand(node.operand),))
        if isinstance(node, ast.Subscript):
            return Operation("index", node, (self.operand(node.value),))
        if isinstance(node, ast.Attribute):
            return Operation(f".{node.attr}", node, (self.operand(node.value),))
        return self._call(node) if isinstance(node, ast.Call) else None

    def _call(self, node: ast.Call) -> Operation:
        operands = tuple(self.operand(argument) for argument in node.args)
        keywords = {word.arg: self.operand(word.value) for word in node.keywords if word.arg}
        function = node.func
        full = self._source.full_name(function)
        if full:
            library, _, name = full.rpartition(".")
            return Operation(name, node, operands, keywords, library or full)
        updated = _updated(function)
        if updated is not None:
            return Operation("update", node, (self.operand(updated), *operands), keywords)
        if isinstance(function, ast.Attribute):
            return Operation(function.attr, node, (self.operand(function.value), *operands), keywords, "method")
        maker = self.maker(function)
        return Operation(maker.name if maker else "own", node, operands, keywords, maker=maker)

    def maker(self, function: ast.AST, depth: int = 4) -> Operation | None:
        """The call that made a function: `jax.vmap(f)`, `hk.Linear(3)`, also by the name it was given, or
        inside a `jax.jit`."""
        if isinstance(function, ast.Name):
            own = self._source.functions.get(function.id)
            if own is not None:
                return self._decorator(own)
            function = self._source.assigned.get(function.id, function)
        if not isinstance(function, ast.Call) or not self._source.full_name(function.func):
            return None
        made = self._call(function)
        if made.name == "jit" and made.operands and depth:
            return self.maker(made.operands[0].node, depth - 1) or made
        return made

    def _decorator(self, function: ast.FunctionDef) -> Operation | None:
        """The outermost decorator, as if it had been called on the function."""
        if not function.decorator_list:
            return None
        decorator = function.decorator_list[0]
        call = decorator if isinstance(decorator, ast.Call) else None
        full = self._source.full_name(call.func if call else decorator)
        if call and full.endswith("partial") and call.args:
            full = self._source.full_name(call.args[0])
        keywords = {word.arg: self.operand(word.value) for word in call.keywords if word.arg} if call else {}
        library, _, name = full.rpartition(".")
        return Operation(name, decorator, (self.operand(function),), keywords, library) if full else None


def _updated(function: ast.AST) -> ast.expr | None:
    """`x` of `x.at[index].set`."""
    if not isinstance(function, ast.Attribute) or function.attr not in _UPDATES:
        return None
    place = function.value
    if isinstance(place, ast.Subscript) and isinstance(place.value, ast.Attribute) and place.value.attr == "at":
        return place.value.value
    return None
