"""Habits in a function's text that work here and break elsewhere. Each is reported only where it is certain."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

Function = ast.FunctionDef | ast.Lambda

_RANDOM = re.compile(r"(?:jax\.random|jrandom|jr|random)\.(?P<name>\w+)")
_MAKES_KEYS = frozenset(("PRNGKey", "key", "split", "fold_in", "key_data", "wrap_key_data", "clone", "key_impl"))
_MAKES_NEW = re.compile(r"(?:jax\.random|random|jrandom|jr)\.(?:PRNGKey|key)|(?:np|onp|numpy)\.random\.\w+")
_KEY_NAMES = frozenset(("key", "random_key", "rng", "rng_key", "prng_key"))
_CHANGES = frozenset(
    ("append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear", "update", "setdefault")
)
_PYTHON_DECIDES = frozenset(
    ("float", "int", "bool", "max", "min", "sorted", "range", "len", "list", "sum", "any", "all")
)
_ASKS_FOR_VALUE = frozenset(("item", "tolist"))
_NESTED = (ast.Lambda, ast.FunctionDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp)


@dataclass(frozen=True)
class Spot:
    """A name, and the 1-based line where something happens to it."""

    name: str
    line: int


def parameter_names(function: Function) -> list[str]:
    arguments = function.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def key_used_twice(function: Function) -> Spot | None:
    """Two draws with one key on a straight way through the function; branches and loops are left alone."""
    used: set[str] = set()
    for statement in function.body if isinstance(function, ast.FunctionDef) else ():
        if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr | ast.Return):
            used -= set(_stored(statement))
            continue
        for spot in _draws(statement):
            if spot.name in used:
                return spot
            used.add(spot.name)
        used -= set(_stored(statement))
    return None


def _draws(node: ast.AST) -> Iterator[Spot]:
    """The keys that draws of `jax.random` in this statement consume, outside of nested functions and choices."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _NESTED):
            continue
        if isinstance(child, ast.Call) and child.args and isinstance(child.args[0], ast.Name):
            found = _RANDOM.fullmatch(ast.unparse(child.func))
            if found and found["name"] not in _MAKES_KEYS:
                yield Spot(child.args[0].id, child.lineno)
        yield from _draws(child)


def makes_its_own_key(function: Function) -> Spot | None:
    """Random numbers from a fresh seed, or NumPy's, although the function is given a key that it never reads."""
    read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    unused = [name for name in parameter_names(function) if name in _KEY_NAMES and name not in read]
    for node in ast.walk(function) if unused else ():
        if isinstance(node, ast.Call) and _MAKES_NEW.fullmatch(ast.unparse(node.func)):
            return Spot(unused[0], node.lineno)
    return None


def mutated_parameter(function: Function) -> Spot | None:
    """`data['mask'] = ...` or `rewards.reverse()` on a parameter that is never given another value."""
    own = set(parameter_names(function)) - {"self"} - set(_stored(function))
    for node in ast.walk(function):
        for target in _changed(node):
            if isinstance(target, ast.Name) and target.id in own:
                return Spot(target.id, node.lineno)  # type: ignore[attr-defined]
    return None


def _changed(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign):
        yield from (target.value for target in node.targets if isinstance(target, ast.Subscript))
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Subscript):
        yield node.target.value
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        if isinstance(called, ast.Attribute) and called.attr in _CHANGES:
            yield called.value


def _stored(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store | ast.Del):
            yield inner.id


def untraceable_suspect(function: Function) -> bool:
    """Whether anything in the function could ask for a value that is not there under `jit`."""
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.While | ast.IfExp | ast.BoolOp | ast.Assert | ast.Not):
            return True
        if isinstance(node, ast.Name) and node.id in {"np", "onp", "numpy", *_PYTHON_DECIDES}:
            return True
        if isinstance(node, ast.Attribute) and node.attr in _ASKS_FOR_VALUE:
            return True
        if isinstance(node, ast.Subscript):
            return True
    return False


def loops_over_first_axis(function: Function, batched: Collection[str]) -> int:
    """The line of a loop that treats each element of a batch alone and gathers the results; 0 without one."""
    names = set(batched) - set(_stored(function))
    sizes = _first_sizes(function, names)
    for node in ast.walk(function):
        if isinstance(node, ast.ListComp) and len(node.generators) == 1:
            if _walks(node.generators[0].iter, names, sizes):
                return node.lineno
        elif isinstance(node, ast.For) and _walks(node.iter, names, sizes) and _only_gathers(node.body):
            return node.lineno
    return 0


def _first_sizes(function: Function, names: set[str]) -> set[str]:
    """`B` of `B, T, d = x.shape`."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            first = node.targets[0].elts[0]
            if isinstance(first, ast.Name) and ast.unparse(node.value) in {f"{name}.shape" for name in names}:
                found.add(first.id)
    return found


def _walks(iterable: ast.expr, names: set[str], sizes: set[str]) -> bool:
    wholes = {text for name in names for text in (name, f"range({name}.shape[0])", f"range(len({name}))")}
    return ast.unparse(iterable) in wholes | {f"range({size})" for size in sizes}


def _only_gathers(body: Sequence[ast.stmt]) -> bool:
    """Every pass stands alone: names are set anew, results are appended, and nothing of an earlier pass is read."""
    written = [_written(statement) for statement in body]
    if None in written or not any(isinstance(statement, ast.Expr) for statement in body):
        return False
    fresh: set[str] = set()
    for statement, name in zip(body, written, strict=True):
        value = statement.value.args if isinstance(statement, ast.Expr) else [statement.value]  # type: ignore[attr-defined]
        reads = {node.id for part in value for node in ast.walk(part) if isinstance(node, ast.Name)}
        if reads & (set(written) - fresh):
            return False
        if isinstance(statement, ast.Assign):
            fresh.add(str(name))
    return True


def _written(statement: ast.stmt) -> str | None:
    """`y` of `y = ...` and of `y.append(...)`; None for any other statement."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        called = statement.value.func
        if isinstance(called, ast.Attribute) and called.attr == "append" and isinstance(called.value, ast.Name):
            return called.value.id
    return None
