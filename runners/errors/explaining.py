"""Finds the explanation of an exception by its type and message, and says what happened in this code."""

from __future__ import annotations

import re

from runners.errors.array_rules import ARRAY_RULES
from runners.errors.drift import DRIFT_RULES
from runners.errors.library_rules import LIBRARY_RULES
from runners.errors.python_rules import PYTHON_RULES
from runners.errors.rules import Explanation, Rule
from runners.errors.scene import NOWHERE, Scene
from runners.errors.syntax_rules import SYNTAX_RULES
from runners.errors.tracing_rules import TRACING_RULES

RULES: tuple[Rule, ...] = (
    *DRIFT_RULES,
    *LIBRARY_RULES,
    *TRACING_RULES,
    *ARRAY_RULES,
    *SYNTAX_RULES,
    *PYTHON_RULES,
)


def explain(kind: str, message: str, scene: Scene = NOWHERE) -> Explanation:
    """What happened in this code, then the first rule that fits, with the words of the message filled in.

    Without a rule only the first; empty when nothing is known."""
    beginning = message[:1500]
    for rule in RULES:
        if re.fullmatch(rule.types, kind) and (found := re.search(rule.pattern, beginning, re.DOTALL)):
            text = _filled(rule.text, found).replace("{near}", scene.suggestion())
            told = " ".join(part for part in (scene.sentence(), text) if part)
            return Explanation(told, rule.see)
    return Explanation(scene.sentence())


def _filled(text: str, found: re.Match[str]) -> str:
    for name, value in found.groupdict().items():
        text = text.replace("{" + name + "}", value or "")
    return text
