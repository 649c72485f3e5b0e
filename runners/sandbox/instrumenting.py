"""Rewrites a snippet so that what its expressions give is looked at, inside the child.

The same numbers are given to the same nodes outside, from the learner's own text: a child that lies about
a number can only point to another place of that text."""

from __future__ import annotations

import ast
import os
import types
from collections.abc import Callable, Sequence
from typing import Any

_UNTOUCHED = (ast.Constant, ast.JoinedStr, ast.Slice, ast.Starred)
_LEFT_ALONE = frozenset(("decorator_list", "annotation", "returns", "bases", "keywords"))
Numbers = dict[ast.AST, int]


def number_nodes(tree: ast.AST) -> list[ast.AST]:
    """The nodes of a tree in a fixed order; a node's number is its place."""
    return list(ast.walk(tree))


def looked_at(tree: ast.Module, looker: Callable[[int, Any], Any]) -> tuple[ast.Module, Callable[[Any], Any]]:
    """The tree with a call around each expression, and a function that puts `looker` into its compiled code.

    The call's function stands among the constants of the code: no name of the learner's reaches it."""
    numbers = {node: number for number, node in enumerate(number_nodes(tree))}
    mark = os.urandom(16).hex()
    rewritten = _Rewriter(numbers, mark).visit(tree)
    return ast.fix_missing_locations(rewritten), lambda code: _with_looker(code, mark, looker)


def _with_looker(code: types.CodeType, mark: str, looker: Any) -> types.CodeType:
    def replaced(constant: Any) -> Any:
        if isinstance(constant, types.CodeType):
            return _with_looker(constant, mark, looker)
        return looker if type(constant) is str and constant == mark else constant

    return code.replace(co_consts=tuple(map(replaced, code.co_consts)))


class _Rewriter(ast.NodeTransformer):
    """Wraps expressions that are read; adds a look at parameters, loop variables and changed names."""

    def __init__(self, numbers: Numbers, mark: str) -> None:
        self._numbers = numbers
        self._mark = mark

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if name in _LEFT_ALONE and isinstance(node, ast.stmt | ast.arg):
                continue
            if isinstance(value, list):
                value[:] = [new for item in value for new in self._all(item)]
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node

    def _all(self, item: Any) -> Sequence[Any]:
        if not isinstance(item, ast.AST):
            return [item]
        new = self.visit(item)
        return new if isinstance(new, list) else [new]

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.JoinedStr | ast.pattern):
            return node
        new = super().visit(node)
        if not isinstance(node, ast.expr) or isinstance(node, _UNTOUCHED) or _is_written(node):
            return new
        return self._look(new, self._numbers[node])

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """The called function itself is not looked at, but what it belongs to is."""
        function = node.func
        if isinstance(function, ast.Attribute):
            function.value = self.visit(function.value)
        elif not isinstance(function, ast.Name):
            node.func = self.visit(function)
        node.args = [self.visit(argument) for argument in node.args]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """A tuple of indexes may hold slices, so its parts are looked at and not the tuple."""
        node.value = self.visit(node.value)
        if isinstance(node.slice, ast.Tuple):
            self.generic_visit(node.slice)
        else:
            node.slice = self.visit(node.slice)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        arguments = node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.generic_visit(node)
        looks = [self._look_at_name(argument.arg, argument) for argument in named]
        place = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body[place:place] = looks
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_For(self, node: ast.For) -> ast.AST:
        targets = [target for target in ast.walk(node.target) if isinstance(target, ast.Name)]
        self.generic_visit(node)
        node.body[:0] = [self._look_at_name(target.id, target) for target in targets if _is_written(target)]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name):
            return node
        name = node.target.id
        before = self._look_at_name(name, node)
        return [before, node, self._look_at_name(name, node.target)]

    def _look_at_name(self, name: str, node: Any) -> ast.stmt:
        read = ast.copy_location(ast.Name(name, ast.Load()), node)
        return ast.copy_location(ast.Expr(self._look(read, self._numbers[node])), node)

    def _look(self, node: Any, number: int) -> ast.expr:
        call = ast.Call(ast.Constant(self._mark), [ast.Constant(number), node], [])
        return ast.copy_location(call, node)


def _is_written(node: ast.AST) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
