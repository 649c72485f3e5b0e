"""Functions of earlier exercises that a later one calls, for a learner who pastes the later one alone.

They hold solutions, so they go into the sandbox compiled, without their source, and only for exercises whose
own solution they are not. A function that the learner defines takes the place of ours."""

from __future__ import annotations

import ast
import base64
import marshal
from functools import cache
from importlib import resources


@cache
def supplied(practical: str, *names: str) -> str:
    """One line that defines these functions of a practical in the learner's namespace."""
    text = resources.files(__name__).joinpath(f"{practical}.py").read_text("utf-8")
    tree = ast.parse(text)
    tree.body = [part for part in tree.body if not isinstance(part, ast.FunctionDef) or part.name in names]
    compiled = compile(tree, "practical.py", "exec", dont_inherit=True, optimize=2)
    packed = base64.b64encode(marshal.dumps(compiled)).decode("ascii")
    return f"exec(__import__('marshal').loads(__import__('base64').b64decode('{packed}')))\n"
