"""What an exercise is made of: inputs, outputs, a reference with switches, and what must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from runners.exercises.attempt import Failure

Arrays = tuple[np.ndarray, ...]
Inputs = Mapping[str, Any]
On = frozenset[str]
NO_MISTAKE: On = frozenset()
CALLED = "call_for_check"

Reference = Callable[[Inputs, On], Arrays | None]
"""The right outputs in float64, or those of an answer with the mistakes in `On`. None where these
mistakes can't be made on these inputs. NaN stands for "any number": what such an answer gives there
depends on how it is written."""


@dataclass(frozen=True)
class Parameter:
    """One argument of the learner's function. An optional one is found by `name` anywhere in the
    learner's own name for it; `neutral` makes a value that changes nothing, from the other inputs."""

    name: str
    optional: bool = False
    neutral: Callable[[Inputs], Any] | None = None


@dataclass(frozen=True)
class Output:
    """One output. `alone`: an answer that returns only this one is taken too. `fact`: a number that the harness
    found out about the code; these come last."""

    name: str
    axes: tuple[str, ...]
    alone: bool = False
    fact: bool = False


@dataclass(frozen=True)
class Trial:
    """One set of inputs by parameter name. `advisory`: an answer that fails only here is still right, and
    `note` says why it is mentioned; `sole_failure`: the mistake when an answer
    raises an error here, and in no trial without this slug."""

    name: str
    inputs: Inputs
    advisory: bool = False
    note: str = ""
    sole_failure: str = ""


@dataclass(frozen=True)
class Probe:
    """Inputs on which code that fails elsewhere may run, so that its mistake shows. `if_right` is the
    slug to report when the answer on them is the right one."""

    trial: Trial
    if_right: str


@dataclass(frozen=True)
class Observation:
    """One trial, the right outputs, and the learner's. `compared` says which outputs they gave; `tolerance`
    is how far a number may be off for another reason than rounding, as what is counted over random draws is."""

    trial: Trial
    expected: Arrays
    got: Arrays
    compared: tuple[int, ...]
    tolerance: float = 0.0

    def pairs(self) -> list[tuple[int, np.ndarray, np.ndarray]]:
        """Each compared output: its number, the right one, the learner's."""
        return [(i, self.expected[i], got) for i, got in zip(self.compared, self.got, strict=True)]


@dataclass(frozen=True)
class Variant:
    """Another right answer: the names that the reference is told for it, and what to say about it, if anything."""

    on: On
    note: str = ""


Read = Callable[[Inputs, Arrays], tuple[Inputs, Arrays]]
"""Takes apart what came back from a harness: the inputs, completed with what the learner's code chose by
itself (its parameters, its random numbers), and the outputs to compare. Raises ValueError, IndexError or
KeyError when something else came back."""

Evidence = Callable[["Exercise", Sequence[Observation]], str]


@dataclass(frozen=True)
class Switch:
    """A known mistake. `name` is what the reference is told; several may share one slug. Switches of one
    `group` exclude each other. `evidence` writes what shows the mistake, with numbers."""

    slug: str
    message: str
    hints: tuple[str, str, str]
    group: str
    name: str = ""
    evidence: Evidence | None = None

    @property
    def key(self) -> str:
        return self.name or self.slug


@dataclass(frozen=True)
class Property:
    """What must hold whatever the numbers are: `broken` gives the evidence that it does not, or ''."""

    slug: str
    message: str
    hints: tuple[str, str, str]
    broken: Callable[[Exercise, Observation], str]


@dataclass(frozen=True)
class Cell:
    """A task for a cell of statements. What they leave in `names` is compared (with `history`, every value that
    the one name had), or without names the value of the last expression; with `picture`, the last picture
    drawn, if there is one. The names find the exercise, in code where `mark` (a pattern) is found."""

    names: tuple[str, ...] = ()
    history: bool = False
    picture: bool = False
    mark: str = ""


LineUp = Callable[[Trial, Arrays], "Observation | Failure"]
"""Lines up what came back on a trial with what should, where more than one answer is right."""


@dataclass(frozen=True)
class Exercise:
    """One code task of a practical. `trials` and `probes` build their inputs when called."""

    id: str
    practical: str
    function: str
    signature: str
    task: str
    parameters: tuple[Parameter, ...]
    outputs: tuple[Output, ...]
    trials: Callable[[], tuple[Trial, ...]]
    reference: Reference
    switches: tuple[Switch, ...]
    probes: Callable[[], tuple[Probe, ...]] = tuple
    properties: tuple[Property, ...] = ()
    notes: Mapping[str, tuple[str, str, str, str]] = field(default_factory=dict)
    """Texts for slugs that are no switch: message and three hints."""
    harness: str = ""
    """Code put behind the learner's, that defines `CALLED` and holds nothing of the solution;
    `{function}` stands for the learner's function or class. For a cell, it may define `finish`, which is
    given what is compared and the cell's namespace, and returns what is sent out of the sandbox."""
    given: str = ""
    """Code put before the learner's: what the practical gives them. It holds nothing of the solution."""
    variants: tuple[Variant, ...] = ()
    """Other answers that are right as well, the likeliest first."""
    read: Read | None = None
    line_up: LineUp | None = None
    script: bool = False
    """What is asked for is a variable, which code for other exercises may set as well."""
    cell: Cell | None = None
    stops: Mapping[str, str] = field(default_factory=dict)
    """The slug of the mistake behind an exception whose `type: message` holds this text."""
    value_is_answer: bool = False
    """The value itself is what a learner should find: it is not shown beside a wrong one."""

    @property
    def short_name(self) -> str:
        return self.id.rpartition(".")[2]

    def to_dict(self) -> dict[str, str]:
        return {
            "id": self.id,
            "practical": self.practical,
            "function": self.function,
            "signature": self.signature,
            "task": self.task,
        }
