"""From a transcript, which the learner's code may have forged, to the result that other rooms see."""

from __future__ import annotations

import re
import struct
from typing import Any

from runners.errors import explain
from runners.errors.scene import Operand, Scene
from runners.sandbox import encoding
from runners.sandbox.conversation import Transcript
from runners.sandbox.encoding import BadValue
from runners.sandbox.frames import Frame
from runners.sandbox.text import safe
from runners.sandbox.values import CallOutcome, CallReport, Limits, Structure
from runners.values import ArraySummary, ErrorReport, Figure, RunResult, RunStatus, Seconds

_OUT_OF_MEMORY = re.compile(
    r"RESOURCE_EXHAUSTED|Out of memory|MemoryError|std::bad_alloc|Unable to allocate|pthread_create.{0,20}failed"
    r"|Cannot allocate memory|can't start new thread|OpaqueDeviceMemoryDataPointer"
)
_PACKAGE_PATH = re.compile(r"/[^\s'\"()]{0,300}/(?:site-packages|lib/python3\.\d+)/")
_PNG = b"\x89PNG\r\n\x1a\n"
_GIF = (b"GIF87a", b"GIF89a")
_STRUCTURES: tuple[Structure, ...] = ("array", "sequence", "tree", "none", "other")
_SIGXCPU = -24
_SIGKILL = -9
_LARGE_BYTES = 64 << 20


def run_result(code: str, transcript: Transcript, limits: Limits) -> RunResult:
    """The result of a snippet or an experiment."""
    frame = transcript.frames[-1] if transcript.ending == "finished" else Frame({})
    stdout = transcript.output.text()
    error = error_report(code, frame.header.get("error"))
    status = status_of(transcript, error)
    return RunResult(
        status=status,
        stdout=stdout,
        result=_text_or_none(frame.header.get("result"), limits.value_characters + 100),
        figures=_figures(frame, limits),
        arrays=_arrays(frame.header.get("arrays"), limits),
        error=stopped(status, error, transcript, limits),
        seconds=Seconds(run=transcript.seconds),
        memory_bytes=transcript.peak_bytes,
    )


def call_report(code: str, function: str, cases: int, transcript: Transcript, limits: Limits) -> CallReport:
    """The report on calling `function` on a number of cases."""
    loaded = next((frame.header for frame in transcript.frames if frame.kind == "loaded"), {})
    functions = _names(loaded.get("functions"))
    error = error_report(code, loaded.get("error"))
    if loaded and error is None and not loaded.get("found"):
        error = _missing(function, functions)
    stdout = transcript.output.text()
    status = status_of(transcript, error)
    return CallReport(
        status=status,
        outcomes=_outcomes(code, transcript.frames, cases),
        stdout=stdout,
        error=stopped(status, error, transcript, limits),
        parameters=_names(loaded.get("parameters")),
        functions=functions,
        seconds=transcript.seconds,
    )


def status_of(transcript: Transcript, error: ErrorReport | None) -> RunStatus:
    if transcript.ending in ("timeout", "memory", "output_limit", "stopped"):
        return transcript.ending
    if transcript.ending == "finished" and transcript.frames[-1].kind != "broken":
        if error is None:
            return "ok"
        return "memory" if _is_memory_error(error) else "error"
    if transcript.ending == "threads":
        return "crashed"
    if transcript.status == _SIGXCPU:
        return "timeout"
    trouble = str(transcript.frames[-1].header.get("text")) if transcript.frames else ""
    killed = transcript.status == _SIGKILL and transcript.peak_bytes > _LARGE_BYTES
    ran_out = killed or _OUT_OF_MEMORY.search(transcript.output.end() + trouble)
    return "memory" if ran_out else "crashed"


def error_report(code: str, described: Any) -> ErrorReport | None:
    """A learner's exception with the lines around it and an explanation."""
    if not isinstance(described, dict):
        return None
    kind, message = safe(str(described.get("type")), 100), safe(str(described.get("message")), 4000)
    message = _PACKAGE_PATH.sub("", message)
    line = described.get("line")
    line = line if type(line) is int and 0 < line <= code.count("\n") + 1 else None
    found = explain(kind, message, _scene(described.get("scene")))
    return ErrorReport(kind, message, line, excerpt(code, line), found.explanation, found.see)


def _scene(wire: Any) -> Scene:
    """Told by a learner's process, so made safe."""
    scene = Scene.from_dict(wire)
    operands = tuple(Operand(safe(one.name, 60), safe(one.words, 100)) for one in scene.operands)
    return Scene(safe(scene.expression, 120), operands, tuple(safe(name, 60) for name in scene.near))


def excerpt(code: str, line: int | None, *, around: int = 2) -> str:
    """The lines around a failing one, marked: `> 3 | y = x @ w`."""
    if line is None:
        return ""
    lines = code.split("\n")
    first, last = max(1, line - around), min(len(lines), line + around)
    width = len(str(last))
    numbered = ((number, lines[number - 1].rstrip("\r")) for number in range(first, last + 1))
    return "\n".join(
        f"{'>' if number == line else ' '} {number:{width}} | {safe(text, 200)}".rstrip() for number, text in numbered
    )


def too_long(code_bytes: int, limits: Limits) -> ErrorReport:
    message = f"The code is {code_bytes} bytes long; at most {limits.source_bytes} are accepted."
    return ErrorReport("CodeTooLong", message)


def stopped(status: RunStatus, error: ErrorReport | None, transcript: Transcript, limits: Limits) -> ErrorReport | None:
    """What to say when the code was stopped or ended without an exception."""
    if status == "timeout":
        message = f"The code was still running after {limits.seconds:g} seconds, so it was stopped."
        return ErrorReport("TimeLimit", message, explanation="Look for a loop that never ends, or try fewer steps.")
    if status == "memory":
        message = f"The code needed more memory than the {limits.memory_bytes >> 20} MB it may use, so it was stopped."
        line, lines = (error.line, error.excerpt) if error else (None, "")
        return ErrorReport("MemoryLimit", message, line, lines, "Try smaller arrays or a smaller batch.")
    if status == "output_limit":
        message = f"The code printed more than {limits.flood_bytes >> 10} KB, so it was stopped."
        return ErrorReport("OutputLimit", message, explanation="Print less inside loops.")
    if transcript.ending == "threads":
        message = f"The code started more than the {limits.threads} threads it may use, so it was stopped."
        return ErrorReport("ThreadLimit", message, explanation="Use a pool with a few threads, such as four.")
    if status == "crashed":
        message = "The Python process ended before the code was finished."
        return ErrorReport("Crash", message, explanation="Look for `os._exit`, or for a library that failed inside.")
    return error


def _is_memory_error(error: ErrorReport) -> bool:
    return error.type in ("MemoryError", "_ArrayMemoryError") or "RESOURCE_EXHAUSTED" in error.message


def _missing(function: str, functions: tuple[str, ...]) -> ErrorReport:
    defined = f"It defines: {', '.join(functions)}." if functions else "It defines no function."
    return ErrorReport("NameError", f"The code does not define a function named `{function}`. {defined}")


def _outcomes(code: str, received: list[Frame], cases: int) -> tuple[CallOutcome, ...]:
    outcomes: list[CallOutcome] = []
    for frame in received:
        if frame.kind == "case" and frame.header.get("place") == len(outcomes) < cases:
            outcomes.append(_outcome(code, frame))
    return tuple(outcomes)


def _outcome(code: str, frame: Frame) -> CallOutcome:
    error = error_report(code, frame.header.get("error"))
    structure = frame.header.get("structure")
    described = frame.header.get("outputs")
    if error is not None or structure not in _STRUCTURES or not isinstance(described, list):
        return CallOutcome(structure="other", error=error, returned="" if error else "an answer that can't be read")
    try:
        outputs = tuple(encoding.decode_array(item, frame.payload) for item in described)
    except BadValue:
        return CallOutcome(structure="other", returned="an answer that can't be read")
    dtypes = tuple(safe(str(item.get("name")), 30) for item in described)
    return CallOutcome(outputs, dtypes, structure, safe(str(frame.header.get("returned")), 200))


def _figures(frame: Frame, limits: Limits) -> tuple[Figure, ...]:
    described = frame.header.get("figures")
    found: list[Figure] = []
    offset = 0
    for item in described[: limits.figures + limits.files] if isinstance(described, list) else []:
        length = item.get("length") if isinstance(item, dict) else None
        if type(length) is not int or not 0 < length <= limits.figure_bytes:
            break
        figure = _figure(frame.payload[offset : offset + length], str(item.get("alt")), limits)
        offset += length
        if figure is not None:
            found.append(figure)
    return tuple(found)


def _figure(data: bytes, alt: str, limits: Limits) -> Figure | None:
    """A PNG or GIF by its first bytes, with the size that its header says."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 33:
        width, height = struct.unpack_from("!II", data, 16)
    elif data.startswith(_GIF) and len(data) >= 14:
        width, height = struct.unpack_from("<HH", data, 6)
    else:
        return None
    slack = 1.05 * limits.figure_pixels
    return Figure(width, height, safe(alt, 400), data) if 0 < width * height <= slack else None


def _arrays(described: Any, limits: Limits) -> tuple[ArraySummary, ...]:
    found = []
    for item in described[: limits.arrays] if isinstance(described, list) else []:
        try:
            name, shape, dtype, preview = item
            sizes = encoding.checked_shape(shape)
            found.append(ArraySummary(safe(str(name), 100), sizes, safe(str(dtype), 30), safe(str(preview), 120)))
        except (TypeError, ValueError):
            continue
    return tuple(found)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(safe(str(name), 100) for name in value[:50]) if isinstance(value, list) else ()


def _text_or_none(value: Any, characters: int) -> str | None:
    return safe(value, characters) if isinstance(value, str) else None
