"""Finds the explanation of an exception by its type and message."""

from __future__ import annotations

import re

from runners.errors.array_rules import ARRAY_RULES
from runners.errors.python_rules import MOVED_RULES, PYTHON_RULES
from runners.errors.rules import Explanation, Rule
from runners.errors.tracing_rules import TRACING_RULES

RULES: tuple[Rule, ...] = (*TRACING_RULES, *ARRAY_RULES, *MOVED_RULES, *PYTHON_RULES)


def explain(kind: str, message: str) -> Explanation:
    """The first rule that fits, with the words of the message filled in; empty when none does."""
    beginning = message[:1500]
    for rule in RULES:
        if re.fullmatch(rule.types, kind) and (found := re.search(rule.pattern, beginning, re.DOTALL)):
            return Explanation(_filled(rule.text, found), rule.see)
    return Explanation()


def _filled(text: str, found: re.Match[str]) -> str:
    for name, value in found.groupdict().items():
        text = text.replace("{" + name + "}", value or "")
    return text
