"""Explanations of the exceptions that learners meet, as data: type and message to plain words."""

from runners.errors.explaining import RULES, explain
from runners.errors.rules import Explanation, Rule
from runners.errors.scene import Operand, Scene

__all__ = ["RULES", "Explanation", "Operand", "Rule", "Scene", "explain"]
