"""Code in an answer that *Run this* runs."""

from __future__ import annotations

import re

_PYTHON_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def first_code(markdown: str) -> str:
    """The first Python block of a Markdown text, or an empty string."""
    found = _PYTHON_BLOCK.search(markdown)
    return found.group(1) if found else ""
