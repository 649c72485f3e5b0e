"""What `runners` hands to the other rooms: results of runs, checks and shape walks."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

RunStatus = Literal["ok", "error", "timeout", "memory", "output_limit", "crashed", "stopped"]
"""`stopped`: by the person who asked for the run."""
Verdict = Literal["correct", "incorrect", "error", "incomplete", "timeout"]


class UsageError(ValueError):
    """A request that can't be carried out as it was written: one sentence that says what to change."""


class NoExercise(UsageError):
    """Code that was sent to be checked is no attempt at an exercise that is known."""


@dataclass(frozen=True)
class Figure:
    """A picture, as PNG or GIF bytes; `path` is set once it has been written to a file."""

    width: int
    height: int
    alt: str
    data: bytes = b""
    path: str | None = None

    def to_dict(self, *, with_data: bool = False) -> dict[str, Any]:
        wire: dict[str, Any] = {"path": self.path, "width": self.width, "height": self.height, "alt": self.alt}
        if with_data:
            wire["data"] = base64.b64encode(self.data).decode("ascii")
        return wire

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> Figure:
        return cls(**{**wire, "data": base64.b64decode(wire.get("data", ""))})


@dataclass(frozen=True)
class ArraySummary:
    """An array left in the snippet's namespace; `preview` has the numbers of a small one."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    preview: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "shape": list(self.shape)}

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> ArraySummary:
        return cls(**{**wire, "shape": tuple(wire["shape"])})


@dataclass(frozen=True)
class ErrorReport:
    """A learner's exception. `line` is 1-based in the code they sent; `excerpt` shows the
    lines around it with the failing one marked; `see` names the section that teaches it."""

    type: str
    message: str
    line: int | None = None
    excerpt: str = ""
    explanation: str = ""
    see: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> ErrorReport:
        return cls(**wire)


@dataclass(frozen=True)
class Seconds:
    """Wall-clock seconds: waiting in the queue, running, and both together."""

    queue: float = 0.0
    run: float = 0.0
    total: float = 0.0


@dataclass(frozen=True)
class Progress:
    """How far a run has come: the part that is `done`, from 0 to 1, and a few words."""

    done: float
    text: str
    seconds_left: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> Progress:
        return cls(**wire)


@dataclass(frozen=True)
class RunResult:
    """What came of a snippet or an experiment. `result` is the last expression's repr, or None; `memory_bytes` the
    most that it used at one time beyond what the libraries use, 0 where that is not known."""

    status: RunStatus
    stdout: str = ""
    result: str | None = None
    figures: tuple[Figure, ...] = field(default_factory=tuple)
    arrays: tuple[ArraySummary, ...] = field(default_factory=tuple)
    error: ErrorReport | None = None
    seconds: Seconds = Seconds()
    memory_bytes: int = 0

    def to_dict(self, *, with_data: bool = False) -> dict[str, Any]:
        return {
            "status": self.status,
            "stdout": self.stdout,
            "result": self.result,
            "figures": [figure.to_dict(with_data=with_data) for figure in self.figures],
            "arrays": [array.to_dict() for array in self.arrays],
            "error": self.error.to_dict() if self.error else None,
            "seconds": asdict(self.seconds),
            "memory_bytes": self.memory_bytes,
        }

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> RunResult:
        return cls(
            status=wire["status"],
            stdout=wire["stdout"],
            result=wire["result"],
            figures=tuple(Figure.from_dict(figure) for figure in wire["figures"]),
            arrays=tuple(ArraySummary.from_dict(array) for array in wire["arrays"]),
            error=ErrorReport.from_dict(wire["error"]) if wire["error"] else None,
            seconds=Seconds(**wire["seconds"]),
            memory_bytes=wire.get("memory_bytes", 0),
        )


@dataclass(frozen=True)
class Mistake:
    """A named mistake: its slug, what it is in one sentence, the evidence with numbers, and
    hints in steps (where to look, what is wrong, how to fix it)."""

    slug: str
    message: str
    evidence: str
    hints: tuple[str, ...] = field(default_factory=tuple)

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "hints": list(self.hints)}

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> Mistake:
        return cls(**{**wire, "hints": tuple(wire["hints"])})


@dataclass(frozen=True)
class ShapeComparison:
    """An output's shape as the exercise wants it, and as the learner's code gave it (`2,10,64`)."""

    name: str
    expected: str
    got: str


@dataclass(frozen=True)
class CaseReport:
    """One input on which the attempt was run, described, and its largest absolute error
    (None where the shapes differ)."""

    case: str
    inputs: str
    max_abs_error: float | None


@dataclass(frozen=True)
class CheckResult:
    """The verdict on one attempt at one exercise. `error` is set when the verdict is `error`;
    `notes` say what is worth knowing although it is no mistake; `figure` shows expected beside got.
    `exercise` is empty for a pasted traceback, which is only explained."""

    id: str
    exercise: str
    verdict: Verdict
    mistakes: tuple[Mistake, ...] = field(default_factory=tuple)
    shapes: tuple[ShapeComparison, ...] = field(default_factory=tuple)
    cases: tuple[CaseReport, ...] = field(default_factory=tuple)
    error: ErrorReport | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)
    seconds: float = 0.0
    figure: Figure | None = None

    def to_dict(self, *, with_data: bool = False) -> dict[str, Any]:
        return {
            "id": self.id,
            "exercise": self.exercise,
            "verdict": self.verdict,
            "mistakes": [mistake.to_dict() for mistake in self.mistakes],
            "shapes": [asdict(shape) for shape in self.shapes],
            "cases": [asdict(case) for case in self.cases],
            "error": self.error.to_dict() if self.error else None,
            "notes": list(self.notes),
            "seconds": self.seconds,
            "figure": self.figure.to_dict(with_data=with_data) if self.figure else None,
        }

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> CheckResult:
        return cls(
            id=wire["id"],
            exercise=wire["exercise"],
            verdict=wire["verdict"],
            mistakes=tuple(Mistake.from_dict(mistake) for mistake in wire["mistakes"]),
            shapes=tuple(ShapeComparison(**shape) for shape in wire["shapes"]),
            cases=tuple(CaseReport(**case) for case in wire["cases"]),
            error=ErrorReport.from_dict(wire["error"]) if wire["error"] else None,
            notes=tuple(wire["notes"]),
            seconds=wire["seconds"],
            figure=Figure.from_dict(wire["figure"]) if wire.get("figure") else None,
        )


@dataclass(frozen=True)
class ShapeStep:
    """One step of a shape walk: the expression, the shape it gives, and the axes' names (`?` for one that is not
    known). A value that holds several arrays has the dtype `tree`, and `note` says what it holds."""

    line: int | None
    expression: str
    shape: tuple[int, ...]
    dtype: str = "float32"
    axes: tuple[str, ...] = field(default_factory=tuple)
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "shape": list(self.shape), "axes": list(self.axes)}

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> ShapeStep:
        return cls(**{**wire, "shape": tuple(wire["shape"]), "axes": tuple(wire["axes"])})


@dataclass(frozen=True)
class ShapeProblem:
    """The first step that can't be done: its operands (`key (2,12,64)`), why, and one way out."""

    line: int | None
    expression: str
    operands: tuple[str, ...]
    cause: str
    fix: str

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "operands": list(self.operands)}

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> ShapeProblem:
        return cls(**{**wire, "operands": tuple(wire["operands"])})


@dataclass(frozen=True)
class ShapeWalk:
    """The shapes an operation goes through, up to its end or to the first step that fails. `left_out` is the number
    of steps of a long walk that are not among `steps`."""

    steps: tuple[ShapeStep, ...]
    problem: ShapeProblem | None = None
    figure: Figure | None = None
    left_out: int = 0

    def to_dict(self, *, with_data: bool = False) -> dict[str, Any]:
        return {
            "steps": [step.to_dict() for step in self.steps],
            "problem": self.problem.to_dict() if self.problem else None,
            "figure": self.figure.to_dict(with_data=with_data) if self.figure else None,
            "left_out": self.left_out,
        }

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> ShapeWalk:
        return cls(
            steps=tuple(ShapeStep.from_dict(step) for step in wire["steps"]),
            problem=ShapeProblem.from_dict(wire["problem"]) if wire["problem"] else None,
            figure=Figure.from_dict(wire["figure"]) if wire["figure"] else None,
            left_out=wire.get("left_out", 0),
        )
