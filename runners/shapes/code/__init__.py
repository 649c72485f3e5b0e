"""The shape walk of any code, line by line: it runs in the sandbox, and what was seen there is read here."""

from runners.shapes.code.walking import walk_code

__all__ = ["walk_code"]
