"""Where an exception was raised: the expression, and what the names in it held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_MOST = 4


@dataclass(frozen=True)
class Operand:
    """An array in the expression by its name; `words` say its shape and dtype (`has shape (2, 3), float32`)."""

    name: str
    words: str


@dataclass(frozen=True)
class Scene:
    """The expression that failed, the arrays in it, and names close to one that was not found."""

    expression: str = ""
    operands: tuple[Operand, ...] = ()
    near: tuple[str, ...] = ()

    def sentence(self) -> str:
        """``In `q @ k`, `q` has shape (2, 3), float32, and `k` ...``; '' when there is no array to tell of."""
        if not self.operands:
            return ""
        parts = [f"`{operand.name}` {operand.words}" for operand in self.operands[:_MOST]]
        listed = ", and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
        return f"In `{self.expression}`, {listed}." if self.expression else f"Here {listed}."

    def suggestion(self) -> str:
        """`` Did you mean `query`?``, with a space in front; '' when no name is close."""
        return f" Did you mean {' or '.join(f'`{name}`' for name in self.near)}?" if self.near else ""

    @classmethod
    def from_dict(cls, wire: Any) -> Scene:
        """From what a learner's process says, which may be anything."""
        if not isinstance(wire, dict):
            return NOWHERE
        operands = [
            Operand(str(item[0])[:60], str(item[1])[:100])
            for item in _list(wire.get("operands"))
            if isinstance(item, list) and len(item) == 2
        ]
        near = [str(name)[:60] for name in _list(wire.get("near"))]
        return cls(str(wire.get("expression", ""))[:120], tuple(operands), tuple(near[:2]))


def _list(value: Any) -> list[Any]:
    return value[:10] if isinstance(value, list) else []


NOWHERE = Scene()
