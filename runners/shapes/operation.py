"""What an operation is: its name, what it takes, and the function that walks through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runners.shapes.arguments import Parameter, bind, bind_any
from runners.shapes.arrays import Recorder


@dataclass(frozen=True)
class Operation:
    """A named operation. Without `parameters` it takes any number of shapes."""

    name: str
    summary: str
    example: str
    run: Callable[[Recorder, Mapping[str, Any]], None]
    parameters: tuple[Parameter, ...] = ()
    aliases: tuple[str, ...] = ()

    def read(self, tokens: Sequence[str]) -> Mapping[str, Any]:
        return bind(self.parameters, tokens, self.name) if self.parameters else bind_any(tokens)
