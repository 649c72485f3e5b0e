"""A paste of notebook cells, and the part of it that one exercise needs.

A pasted cell brings along what an attempt does not need and what can't run by itself: imports of a set-up cell,
the notebook's own check, plots of other data, the next exercise half done. None of it is run.
"""

from __future__ import annotations

import ast
import re
import symtable
import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from runners.exercises.outline import parse
from runners.run import without_magics

_PROMPT = re.compile(r"^(?:>>>|\.\.\.)(?: |$)", re.MULTILINE)
_CELL_NUMBER = re.compile(r"^(?:In|Out) ?\[[ \d]*\]:?[ \t]*", re.MULTILINE)
_GOES_ON = re.compile(r"\s|[)\]}#]|(?:else|elif|except|finally)\b")


def tidy(code: str) -> str:
    """The code without notebook commands, prompts and common indentation; every line keeps its number."""
    code = _CELL_NUMBER.sub("", textwrap.dedent(code.replace("\r\n", "\n")))
    if code.lstrip().startswith(">>> "):
        code = _PROMPT.sub("", code)
    return without_magics(code)


def own_name(function: str, defined: Collection[str]) -> str:
    """The learner's name for an exercise's `function`: the same, the same but for case and underscores, the only
    one there is, or one that is nearly the same."""
    if function in defined:
        return function
    alike = [name for name in defined if letters(name) == letters(function)]
    near = get_close_matches(function, defined, n=1, cutoff=0.8)
    only = list(defined) if len(defined) == 1 else []
    return next(iter((*alike, *only, *near)), function)


def letters(name: str) -> str:
    """The name without case and underscores: `AddNorm` and `add_norm` are the same."""
    return name.replace("_", "").lower()


def part_for(code: str, names: Collection[str]) -> str:
    """The code that gives `names` their values, all else as empty lines.

    The whole code when it binds none of them, or when Python can't read it."""
    code = _without_broken_blocks(code, names)
    tree = parse(code)
    if tree is None:
        return code
    statements = [_Statement.of(node) for node in tree.body if not _is_idle_import(node, code)]
    if not any(statement.binds & set(names) for statement in statements):
        return code
    kept = _needed(statements, set(names))
    stay = [statement.node for statement in kept]
    return _blanked(code, [node for node in tree.body if node not in stay], stay)


def free_names(code: str) -> set[str]:
    """The names that code reads from outside itself."""
    tree = parse(code)
    found = [_Statement.of(node) for node in tree.body] if tree else []
    return set().union(*(one.reads for one in found)) - set().union(*(one.binds for one in found)) if found else set()


@dataclass(frozen=True, eq=False)
class _Statement:
    """A statement of the module: the names that it binds, reads, and changes in place."""

    node: ast.stmt
    binds: frozenset[str]
    reads: frozenset[str]
    changes: frozenset[str]

    @classmethod
    def of(cls, node: ast.stmt) -> _Statement:
        table = symtable.symtable(ast.unparse(node), "paste", "exec")
        binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        return cls(node, frozenset(binds), frozenset(_reads(table)), frozenset(_changes(node)))

    @property
    def always(self) -> bool:
        """A setting, or an import whose names can't be told."""
        node = self.node
        if isinstance(node, ast.ImportFrom):
            return node.module == "__future__" or node.names[0].name == "*"
        called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        return called and ast.unparse(node).startswith(("jax.config.", "config.update("))


def _is_idle_import(node: ast.stmt, code: str) -> bool:
    """`import jax.tools.colab_tpu` that nothing else mentions; `jax` itself is supplied."""
    names = [alias.name for alias in node.names if not alias.asname] if isinstance(node, ast.Import) else []
    return len(names) == 1 and names[0].startswith("jax.") and code.count(names[0]) == 1


def _reads(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _reads(inner)


def _changes(node: ast.stmt) -> Iterator[str]:
    """`memory.append(1)`, `table[0] = 1`, `Block.__call__ = f`: the name in front."""
    for inner in ast.walk(node) if not isinstance(node, ast.FunctionDef | ast.ClassDef) else ():
        targets: list[ast.expr] = []
        if isinstance(inner, ast.Assign | ast.AugAssign | ast.Delete):
            targets = [inner.target] if isinstance(inner, ast.AugAssign) else inner.targets
        elif isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Call):
            targets = [inner.value.func]
        for target in targets:
            if isinstance(target, ast.Attribute | ast.Subscript) and isinstance(target.value, ast.Name):
                yield target.value.id


def _needed(statements: list[_Statement], names: set[str]) -> set[_Statement]:
    imported = {
        name
        for statement in statements
        if isinstance(statement.node, ast.Import | ast.ImportFrom)
        for name in statement.binds
    }
    kept = {statement for statement in statements if statement.always}
    wanted = names.union(*(statement.reads for statement in kept))
    while True:
        more = {s for s in statements if s not in kept and (s.binds & wanted or s.changes & wanted - imported)}
        if not more:
            return kept
        kept |= more
        wanted = wanted.union(*(statement.reads for statement in more))


def _blanked(code: str, dropped: list[ast.stmt], kept: list[ast.stmt]) -> str:
    lines = code.split("\n")
    stay = {number for node in kept for number in _lines(node)}
    for number in {number for node in dropped for number in _lines(node)} - stay:
        lines[number - 1] = ""
    return "\n".join(lines)


def _lines(node: ast.stmt) -> range:
    decorators = [decorator.lineno for decorator in getattr(node, "decorator_list", ())]
    return range(min([node.lineno, *decorators]), (node.end_lineno or node.lineno) + 1)


def _without_broken_blocks(code: str, names: Collection[str]) -> str:
    """Where Python can't read the whole: leave out blocks that it can't read and that give `names` no value."""
    if parse(code) is not None:
        return code
    blocks = list(_blocks(code.split("\n")))
    gives = re.compile(rf"^(?:(?:async )?def|class)\s+(?:{_any(names)})\b|^(?:{_any(names)})\s*=[^=]", re.MULTILINE)
    broken = [parse("\n".join(block)) is None and not gives.search("\n".join(block)) for block in blocks]
    if not any(gives.search("\n".join(block)) for block in blocks):
        return code
    return "\n".join(line if not bad else "" for block, bad in zip(blocks, broken, strict=True) for line in block)


def _any(names: Collection[str]) -> str:
    return "|".join(map(re.escape, names))


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Lines that belong together: from one that starts at the margin to the next."""
    block: list[str] = []
    for line in lines:
        starts = bool(line) and not _GOES_ON.match(line)
        if starts and block and not _waits(block):
            yield block
            block = []
        block.append(line)
    yield block


def _waits(block: list[str]) -> bool:
    """Only decorators and comments so far."""
    return all(not line.strip() or line.startswith(("@", "#")) for line in block)
