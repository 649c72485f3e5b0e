"""The imports that a practical's first cell makes, for an attempt pasted without them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from runners.exercises.outline import parse
from runners.values import ErrorReport

USUAL_NAMES = {
    "jax": "jax",
    "jnp": "jax.numpy",
    "np": "numpy",
    "onp": "numpy",
    "numpy": "numpy",
    "hk": "haiku",
    "jraph": "jraph",
    "optax": "optax",
    "plt": "matplotlib.pyplot",
    "math": "math",
    "functools": "functools",
    "einops": "einops",
    "nx": "networkx",
    "tree": "jax.tree_util",
    "sns": "seaborn",
    "itertools": "itertools",
    "os": "os",
    "warnings": "warnings",
}
_MEMBERS = {
    "functools": ("partial",),
    "collections": ("Counter", "defaultdict"),
    "typing": ("Any", "Callable", "Dict", "List", "NamedTuple", "Optional", "Sequence", "Tuple", "Union"),
    "jax": ("grad", "jit", "lax", "pmap", "random", "value_and_grad", "vmap"),
    "jax.nn": ("sigmoid", "tanh"),
    "jax.nn.initializers": ("normal",),
    "jax.numpy.linalg": ("inv",),
    "jax.scipy.linalg": ("solve",),
    "jax.scipy.stats": ("bernoulli", "norm"),
    "optax": ("sigmoid_binary_cross_entropy",),
    "einops": ("rearrange",),
}
_FROM = {name: module for module, names in _MEMBERS.items() for name in names}


def prelude(code: str) -> str:
    """One line of imports for the usual names that the code uses and never binds; "" when it needs none."""
    tree = parse(code)
    if tree is None or _has_future_import(tree):
        return ""
    missing = _used(tree) - _bound(tree)
    imports = [f"import {module} as {name}" for name, module in USUAL_NAMES.items() if name in missing]
    imports += [f"from {module} import {name}" for name, module in _FROM.items() if name in missing]
    return "; ".join(imports) + "\n" if imports else ""


def before(code: str, given: str) -> str:
    """What is put before the learner's code: the usual imports, and what the practical gives them."""
    tree = parse(code)
    return "" if tree is not None and _has_future_import(tree) else given + prelude(code)


def unshifted(error: ErrorReport | None, code: str, lead: str) -> ErrorReport | None:
    """The error with its line and excerpt in the code as the learner sent it, without the lines
    put before it and behind it."""
    if error is None or error.line is None:
        return error
    from runners.sandbox.report import excerpt

    line = error.line - lead.count("\n")
    if not 0 < line <= code.count("\n") + 1:
        return replace(error, line=None, excerpt="")
    return replace(error, line=line, excerpt=excerpt(code, line))


def _has_future_import(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)


def _used(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _bound(tree: ast.Module) -> set[str]:
    """The names bound at the module's own level."""
    names: set[str] = set()
    for node in _own_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _own_nodes(child)
