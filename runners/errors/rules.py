"""The form of a rule, and the topics that rules point to."""

from __future__ import annotations

from dataclasses import dataclass

JAX = "Introduction to ML using JAX"
ALGEBRA = "Array Algebra"
LEARNING = "Reinforcement Learning"
SHAPES = f"{ALGEBRA}: arrays, axes and shapes"
BROADCASTING = f"{ALGEBRA}: broadcasting"
CONTRACTION = f"{ALGEBRA}: contraction"
AGGREGATION = f"{ALGEBRA}: aggregation"
GRAD = f"{JAX}: grad"
JIT = f"{JAX}: jit"
VMAP = f"{JAX}: vmap"
PURE = f"{JAX}: pure functions"
KEYS = f"{JAX}: random keys"
HAIKU = f"{JAX}: Haiku"
OPTAX = f"{JAX}: Optax"
GRAPHS = "Graph Neural Networks"


@dataclass(frozen=True)
class Explanation:
    """What happened and what to do, in plain words, and the section that teaches it."""

    explanation: str = ""
    see: str = ""


@dataclass(frozen=True)
class Rule:
    """`types` and `pattern` are regular expressions on an exception's type (whole) and message (part).

    Named groups of the pattern can stand in braces in `text`; `{near}` is a question whether a name that is close was
    meant. `see` names a section of the material.
    """

    types: str
    pattern: str
    text: str
    see: str = ""
