"""Whether a message that somebody wrote holds code."""

from __future__ import annotations

import ast
import re

from runners.errors import pasted
from runners.requests import ShapesCall, names_experiment, read_check_request
from runners.run import extract_code

_MARKED = re.compile(r"```.*?\S|`[^`\n]+`", re.DOTALL)
_SAYS_SOMETHING = (
    ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AugAssign | ast.Call
    | ast.For | ast.While | ast.With | ast.Subscript | ast.comprehension
)  # fmt: skip
_CODE_LINE = re.compile(
    r"^(?:\s+\S|[#@]|(?:import|from|def|class|for|while|if|elif|else|return|with|try|except|print)\b"
    r"|[\w.\[\], ]+ ?[-+*/@]?=[^=]|[\w.]+\()"
)


def holds_code(text: str) -> bool:
    """True for code between backticks, for a traceback, and for lines that look like Python or like a request."""
    if _MARKED.search(text) or pasted.is_traceback(text) or names_experiment(text):
        return True
    if isinstance(read_check_request(text), ShapesCall):
        return True
    from runners.exercises.outline import parse

    code = extract_code(text)
    tree = parse(code)
    if tree is not None:
        return any(isinstance(node, _SAYS_SOMETHING) for node in ast.walk(tree))
    lines = [line for line in code.splitlines() if line.strip()]
    return len(lines) > 1 and 2 * sum(bool(_CODE_LINE.match(line)) for line in lines) >= len(lines)
