"""Reading what was typed after the operation's name: `q=2,10,64`, `heads=8`, `2,10,64`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import prod
from typing import Literal

from runners.values import UsageError

Value = tuple[int, ...] | int | str
Kind = Literal["shape", "count", "axis", "text", "sizes"]

_EXAMPLES = {"shape": "2,10,64", "count": "8", "axis": "-1", "text": "bqd,bkd->bqk", "sizes": "2,-1,8"}


@dataclass(frozen=True)
class Parameter:
    """One argument of an operation. A `count` is at least 1, an `axis` is any whole number,
    `sizes` are a shape in which one -1 stands for "what is left"."""

    name: str
    kind: Kind = "shape"
    required: bool = True
    least_axes: int = 0
    most_axes: int = 8
    aliases: tuple[str, ...] = ()

    def sample(self) -> str:
        return f"{self.name}={_EXAMPLES[self.kind]}"


@dataclass(frozen=True)
class Limits:
    """What is still taken for a shape: the size of one axis, and the number of elements."""

    axis_size: int = 10_000_000
    elements: int = 10**12
    tokens: int = 32
    token_length: int = 200


def split(tokens: Sequence[str], limits: Limits) -> tuple[list[str], dict[str, str]]:
    """Positional values and named values. Values may hold spaces: `q=(2, 10, 64)`."""
    if len(tokens) > limits.tokens * 4 or any(len(token) > limits.token_length for token in tokens):
        raise UsageError(f"That is too much at once: give at most {limits.tokens} short arguments such as q=2,10,64.")
    positional: list[str] = []
    named: dict[str, str] = {}
    for token in _join(tokens):
        name, equals, value = token.partition("=")
        if not equals:
            positional.append(token)
            continue
        key = name.strip().lower()
        if key in named:
            raise UsageError(f"{key} is given twice: give it once.")
        named[key] = value.strip()
    if len(positional) + len(named) > limits.tokens:
        raise UsageError(f"At most {limits.tokens} arguments, please: {len(positional) + len(named)} were given.")
    return positional, named


def _join(tokens: Sequence[str]) -> list[str]:
    """Put together what a space inside a value took apart."""
    text = " ".join(tokens)
    text = re.sub(r"\s*,\s*", ",", text.replace("→", "->"))
    text = re.sub(r"\s*=\s*(?=[\d(\[+-])", "=", text)
    text = re.sub(r"\s*->(?:\s*(?=[A-Za-z]+(?:\s|$)))?", "->", text)
    text = re.sub(r"([(\[])\s+", r"\1", text)
    text = re.sub(r"\s+([)\]])", r"\1", text)
    return text.split()


def bind(
    parameters: Sequence[Parameter], tokens: Sequence[str], operation: str, limits: Limits | None = None
) -> dict[str, Value]:
    """The operation's arguments by name, read and checked.

    Raises `UsageError` for an unknown, missing, repeated or unreadable argument."""
    limits = limits or Limits()
    positional, named = split(tokens, limits)
    texts = {_known(name, parameters, operation): value for name, value in named.items()}
    free = [parameter.name for parameter in parameters if parameter.name not in texts]
    if len(positional) > len(free):
        raise UsageError(f"{operation} takes {_listed(parameters)}; what is {positional[len(free)]!r}?")
    texts.update(zip(free, positional, strict=False))
    for parameter in parameters:
        if parameter.required and parameter.name not in texts:
            raise UsageError(f"{operation} needs {parameter.name}: add {parameter.sample()}, for example.")
    return {p.name: read(texts[p.name], p, limits) for p in parameters if p.name in texts}


def bind_any(tokens: Sequence[str], limits: Limits | None = None) -> dict[str, tuple[int, ...]]:
    """Any number of shapes, by name; those without one are called a, b, c, ..."""
    limits = limits or Limits()
    positional, named = split(tokens, limits)
    letters = [letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in named]
    if len(positional) > len(letters):
        raise UsageError(f"At most {len(letters)} shapes, please: {len(positional)} were given.")
    texts = {**dict(zip(letters, positional, strict=False)), **named}
    return {name: read_shape(text, Parameter(name), limits) for name, text in texts.items()}


def _known(name: str, parameters: Sequence[Parameter], operation: str) -> str:
    for parameter in parameters:
        if name == parameter.name or name in parameter.aliases:
            return parameter.name
    near = get_close_matches(name, [parameter.name for parameter in parameters], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise UsageError(f"{operation} has no argument {name!r}; it takes {_listed(parameters)}.{hint}")


def _listed(parameters: Sequence[Parameter]) -> str:
    return ", ".join(p.name if p.required else f"[{p.name}]" for p in parameters)


def read(text: str, parameter: Parameter, limits: Limits) -> Value:
    if parameter.kind == "shape":
        return read_shape(text, parameter, limits)
    if parameter.kind == "sizes":
        return tuple(_integer(part, parameter) for part in _parts(text, parameter))
    if parameter.kind == "text":
        return text.strip("\"'`")
    number = _integer(text, parameter)
    if parameter.kind == "count" and not 1 <= number <= limits.axis_size:
        raise UsageError(f"{parameter.name}={text} can't be: it must be between 1 and {limits.axis_size:,}.")
    return number


def read_shape(text: str, parameter: Parameter, limits: Limits) -> tuple[int, ...]:
    """`2,10,64`, `(2, 10, 64)`, `[2,10,64]` or `2x10x64`; `()` is a scalar."""
    shape = tuple(_integer(part, parameter) for part in _parts(text, parameter))
    for size in shape:
        if size < 1:
            raise UsageError(f"{parameter.name}={text} can't be a shape: every axis must be at least 1, not {size}.")
        if size > limits.axis_size:
            raise UsageError(f"{parameter.name}={text} is too big: an axis may be at most {limits.axis_size:,}.")
    if prod(shape) > limits.elements:
        raise UsageError(f"{parameter.name}={text} is too big: it would hold more than {limits.elements:,} numbers.")
    if not parameter.least_axes <= len(shape) <= parameter.most_axes:
        raise UsageError(f"{parameter.name}={text} has {_axes(len(shape))}: {_wanted(parameter)}.")
    return shape


def _axes(count: int) -> str:
    return "1 axis" if count == 1 else f"{count} axes"


def _wanted(parameter: Parameter) -> str:
    low, high = parameter.least_axes, parameter.most_axes
    return f"give {_axes(low)}" if low == high else f"give {low} to {high} axes"


def _parts(text: str, parameter: Parameter) -> list[str]:
    inside = text.strip().strip("()[]").strip().removesuffix(",")
    if not inside and text.strip() in {"()", "[]"}:
        return []
    if not inside:
        raise UsageError(f"{parameter.name} is empty: give its shape, for example {parameter.sample()}.")
    return re.split(r"[,x×*]", inside)


def _integer(text: str, parameter: Parameter) -> int:
    stripped = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", stripped):
        raise UsageError(
            f"{parameter.name}: {stripped[:40]!r} is not a whole number; write it like {parameter.sample()}."
        )
    return int(stripped)
