"""Typed, bounded, documented parameters of experiments, and how words become their values."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from runners.values import UsageError

Value = int | float | bool | str
Kind = Literal["int", "float", "bool", "choice", "shape", "text"]
_YES = ("true", "yes", "on", "1")
_NO = ("false", "no", "off", "0")
_SIZES = r"\d{1,9}(?:,\d{1,9})*,?"
_SHAPE = re.compile(rf"\((?:{_SIZES})?\)|{_SIZES}")
_MOST_CHARACTERS = 80


@dataclass(frozen=True)
class Parameter:
    """One parameter. `low` and `high` bound numbers and the sizes of a shape, both included; `choices` are the words
    of a choice. A shape is kept as text, sizes with commas between them or `()`, and has at most `axes` axes. A text
    matches the regular expression `pattern` as a whole; `described` says in words what that is."""

    name: str
    kind: Kind
    default: Value
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    example: str = ""
    axes: int = 0
    pattern: str = ""
    described: str = ""

    @property
    def range(self) -> str:
        """What may be given, in words."""
        if self.kind == "bool":
            return "true or false"
        if self.kind == "choice":
            return " or ".join(self.choices)
        if self.kind == "shape":
            return f"a shape such as 3,4 or () with at most {self.axes} sizes from {self.low:g} to {self.high:g}"
        if self.kind == "text":
            return self.described
        return f"a {'whole ' if self.kind == 'int' else ''}number from {self.low:.10g} to {self.high:.10g}"

    def parse(self, text: str) -> Value:
        """Raises UsageError naming the range."""
        if self.kind == "bool" and text.lower() in (*_YES, *_NO):
            return text.lower() in _YES
        if self.kind == "choice" and text in self.choices:
            return text
        if self.kind in ("int", "float") and (number := self._number(text)) is not None:
            return number
        if self.kind == "shape" and (shape := self._shape(text)) is not None:
            return shape
        if self.kind == "text" and len(text) <= _MOST_CHARACTERS and re.fullmatch(self.pattern, text):
            return text
        raise UsageError(f"{self.name} must be {self.range}, not {shortened(text)}.")

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "choices": list(self.choices), "range": self.range}

    def _number(self, text: str) -> int | float | None:
        try:
            number: int | float = int(text) if self.kind == "int" else float(text)
        except ValueError:
            return None
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return number if low <= number <= high else None

    def _shape(self, text: str) -> str | None:
        if len(text) > _MOST_CHARACTERS or not _SHAPE.fullmatch(text):
            return None
        sizes = [int(size) for size in text.strip("()").split(",") if size]
        low, high = self.low or 0, math.inf if self.high is None else self.high
        if len(sizes) > self.axes or not all(low <= size <= high for size in sizes):
            return None
        return ",".join(map(str, sizes)) or "()"


SEED = Parameter("seed", "int", 0, "The random numbers: the same seed gives the same picture.", 0, 2**31 - 1)


@dataclass(frozen=True)
class Section:
    """Where the built-in material teaches it: the file's name, and the heading word for word."""

    file: str
    heading: str


@dataclass(frozen=True)
class Experiment:
    """`module` holds `run(**parameters, progress)`; it is only imported inside the sandbox.

    `seconds` is the most that a run may take. `compiling` are parameters for a short run that compiles the same
    programs as one with the defaults. `data` names the files of the practical's folder that the module reads, with
    `datafiles.read`; they travel into the sandbox with each run, so keep them small.
    """

    name: str
    module: str
    practical: str
    section: Section
    title: str
    help: str
    parameters: tuple[Parameter, ...]
    seconds: float = 30.0
    compiling: Mapping[str, Value] = field(default_factory=dict)
    data: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """One line to copy: the name with the examples of those parameters that have one."""
        words = [f"{p.name}={p.example}" for p in self.parameters if p.example and p.example != shown(p.default)]
        return " ".join([self.name, *words])

    @property
    def guide(self) -> str:
        """What `/run NAME help` shows: what it is, each parameter with its range and default, one line to copy."""
        lines = [f"{self.name}: {self.help}"]
        lines += [f"  {p.name} ({p.range}; {shown(p.default)} if not given): {p.help}" for p in self.parameters]
        return "\n".join([*lines, f"Example: {self.usage}"])

    def defaults(self) -> dict[str, Value]:
        return {parameter.name: parameter.default for parameter in self.parameters}

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "practical": self.practical,
            "title": self.title,
            "help": self.help,
            "section": asdict(self.section),
            "usage": self.usage,
            "parameters": [parameter.to_dict() for parameter in self.parameters],
        }


def parse_parameters(experiment: Experiment, words: Sequence[str]) -> dict[str, Value]:
    """Every parameter's value: the default, or what `name=value` in `words` says. Raises UsageError."""
    values = experiment.defaults()
    by_name = {parameter.name: parameter for parameter in experiment.parameters}
    given: set[str] = set()
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise UsageError(f"Write name=value, for example {experiment.usage!r}; {shortened(word)} has no '='.")
        if name not in by_name:
            raise UsageError(unknown(name, by_name, what=f"a parameter of {experiment.name}"))
        if name in given:
            raise UsageError(f"{name} is given twice; give it once.")
        given.add(name)
        values[name] = by_name[name].parse(text)
    return values


def unknown(name: str, known: Iterable[str], *, what: str, otherwise: str = "") -> str:
    """A sentence that names the nearest name; where none is near, `otherwise`, or all of them."""
    names = list(known)
    near = [*_holding(name, names), *difflib.get_close_matches(name, names, n=1)]
    hint = f"did you mean {near[0]}?" if near else otherwise or f"there are: {', '.join(names)}."
    return f"{shortened(name)} is not {what}; {hint}"


def _holding(name: str, names: Sequence[str]) -> list[str]:
    """The names that `name` is a part of: who writes `gpt` means `char_gpt`."""
    return [one for one in names if len(name) > 2 and name.lower() in one]


def shortened(text: str, characters: int = 40) -> str:
    return repr(text if len(text) <= characters else text[: characters - 3] + "...")


def shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
