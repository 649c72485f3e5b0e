"""Limits, and what comes back from calling a learner's function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from runners.values import ErrorReport, RunStatus

if TYPE_CHECKING:
    import numpy as np

Structure = Literal["array", "sequence", "tree", "none", "other"]
Argument = Any
"""A NumPy array, a Python scalar, a string, None, or a tuple, list or dict with string keys of these."""


class SandboxError(RuntimeError):
    """The sandbox can't do its work."""


class SandboxClosed(SandboxError):
    """The sandbox was closed, or never started."""


@dataclass(frozen=True)
class Limits:
    """What one snippet may use. Memory counts from what the child uses before the snippet starts."""

    seconds: float = 10.0
    memory_bytes: int = 1 << 30
    output_bytes: int = 64 * 1024
    flood_bytes: int = 4 << 20
    """Output at which the snippet is stopped; between `output_bytes` and this the middle is cut."""
    figures: int = 6
    figure_pixels: int = 2_000_000
    figure_bytes: int = 4 << 20
    files: int = 6
    """PNG and GIF files in the working folder that are shown."""
    threads: int = 64
    """Threads that the snippet may add to those of the libraries."""
    arrays: int = 50
    value_characters: int = 16_000
    result_bytes: int = 64 << 20
    """All figures, or all arrays returned by the cases of one call."""
    file_bytes: int = 32 << 20
    source_bytes: int = 2 << 20

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Experiment:
    """Code of our own: the source texts by module name, and the module whose `run` is called with the parameters.

    `data` are the files that the packages among the modules hold beside the sources, by name, in base64."""

    modules: dict[str, str]
    module: str
    parameters: dict[str, Any]
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layer:
    """One layer of isolation, whether it is in force on this machine, and what that means."""

    name: str
    in_force: bool
    detail: str


@dataclass(frozen=True)
class Case:
    """The arguments of one call."""

    args: Sequence[Argument] = ()
    kwargs: Mapping[str, Argument] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class CallOutcome:
    """What one call returned.

    `outputs` holds arrays with the shapes they had: one for an array or a number, several for a tuple or
    list of them (`structure` "sequence") or for the leaves of a nested container ("tree"). bfloat16 arrives
    as float32; `dtypes` keeps the names as they were. `returned` says in words what came back.
    """

    outputs: tuple[np.ndarray, ...] = ()
    dtypes: tuple[str, ...] = ()
    structure: Structure = "none"
    returned: str = ""
    error: ErrorReport | None = None

    @property
    def is_array_like(self) -> bool:
        return self.error is None and self.structure in ("array", "sequence", "tree")


@dataclass(frozen=True)
class CallReport:
    """What came of calling a learner's function on some cases.

    `outcomes` has one entry for each case that ended, in order: fewer than asked for when the status is
    `timeout`, `memory`, `crashed` or `output_limit`. `status` is `error` when the code itself failed or
    the function is missing; an exception inside a case is in that case's outcome and leaves `ok`.
    `parameters` are the names the function takes by position, with `*args` for any number of them;
    `functions` are the names of all functions that the code defines.
    """

    status: RunStatus
    outcomes: tuple[CallOutcome, ...] = ()
    stdout: str = ""
    error: ErrorReport | None = None
    parameters: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Seen:
    """What a value was. `shape` and `dtype` are of an array; `token` is the same for the same array, None where
    that is not known; `inside` names the transformation that traces it.

    A `sequence` has its `length` and first `items`; a `graph` its fields (`names` and `items`); `arrays` is how many
    arrays a `sequence` or a `tree` holds."""

    kind: Literal["array", "int", "number", "text", "none", "sequence", "graph", "tree", "other"]
    shape: tuple[int, ...] = ()
    dtype: str = ""
    token: int | None = None
    inside: str = ""
    value: int | str | None = None
    type: str = ""
    length: int = 0
    items: tuple[Seen, ...] = ()
    names: tuple[str, ...] = ()
    arrays: int = 0


@dataclass(frozen=True)
class Sighting:
    """What the node with this number gave: for the first time, or the `times`th and last."""

    node: int
    order: int
    seen: Seen
    times: int = 1


@dataclass(frozen=True)
class Spot:
    """A stretch of the learner's code: 1-based lines, 0-based columns in bytes."""

    line: int
    end_line: int
    column: int
    end_column: int


@dataclass(frozen=True)
class WalkReport:
    """What came of running code with a look at each expression. `sightings` are in the order of time;
    `spots` say where the code stood when it failed, the outermost first."""

    status: RunStatus
    sightings: tuple[Sighting, ...] = ()
    error: ErrorReport | None = None
    spots: tuple[Spot, ...] = ()
    seconds: float = 0.0
