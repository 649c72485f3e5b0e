"""The verdict on a message: ask, leave, or maybe when that is not sure."""

from __future__ import annotations

import base64
import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from bot.listening.features import features

Verdict = Literal["ask", "maybe", "leave"]

WEIGHTS = "weights.json"


@dataclass(frozen=True)
class Weights:
    """A logistic regression: `steps` are weights in units of `unit`; `slope` and `shift` calibrate its score.

    A message whose probability of asking is at least `ask` asks; one below `leave` does not.
    """

    steps: Sequence[int]
    unit: float
    bias: float
    slope: float
    shift: float
    ask: float
    leave: float

    def score(self, numbers: dict[int, float]) -> float:
        return self.bias + self.unit * sum(self.steps[place] * value for place, value in numbers.items())

    def probability(self, score: float) -> float:
        return 1.0 / (1.0 + math.exp(-max(min(self.slope * score + self.shift, 50.0), -50.0)))


def probability(text: str, *, in_thread: bool = False) -> float:
    """How probable it is that the message asks something that the bot should look up."""
    weights = _weights()
    return weights.probability(weights.score(features(text, in_thread=in_thread)))


def judge(text: str, *, in_thread: bool = False) -> Verdict:
    """`ask`: answer it; `leave`: it asks nothing; `maybe`: offer to look."""
    weights, sure = _weights(), probability(text, in_thread=in_thread)
    if sure >= weights.ask:
        return "ask"
    return "maybe" if sure >= weights.leave else "leave"


def to_json(weights: Weights) -> str:
    packed = base64.b85encode(bytes(step & 0xFF for step in weights.steps)).decode()
    numbers = {name: value for name, value in vars(weights).items() if name != "steps"}
    return json.dumps({**numbers, "steps": packed}, indent=1) + "\n"


def from_json(text: str) -> Weights:
    fields = json.loads(text)
    steps = base64.b85decode(fields.pop("steps"))
    return Weights(steps=[step - 256 if step > 127 else step for step in steps], **fields)


@functools.cache
def _weights() -> Weights:
    return from_json(files("bot.listening").joinpath(WEIGHTS).read_text())
