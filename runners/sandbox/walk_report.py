"""From the transcript of a walk, which the learner's code may have forged, to what was seen."""

from __future__ import annotations

from typing import Any

from runners.sandbox import encoding, report
from runners.sandbox.conversation import Transcript
from runners.sandbox.encoding import BadValue
from runners.sandbox.text import safe
from runners.sandbox.values import Limits, Seen, Sighting, Spot, WalkReport

_SIGHTINGS = 6000
_ITEMS = 16
_SPOTS = 20
_INSIDE = ("vmap", "grad", "tracing")


def walk_report(code: str, transcript: Transcript, limits: Limits) -> WalkReport:
    """The report of a walk, also of one that was stopped on its way."""
    done = next((frame.header for frame in transcript.frames if frame.kind == "done"), {})
    error = report.error_report(code, done.get("error"))
    status = report.status_of(transcript, error)
    lists = [frame.header.get("first") for frame in transcript.frames if frame.kind == "seen"]
    found = [_sighting(item) for items in lists if isinstance(items, list) for item in items[:_SIGHTINGS]]
    last = done.get("last")
    found += [_last(item) for item in last[:_SIGHTINGS]] if isinstance(last, list) else []
    kept = [sighting for sighting in found[: 2 * _SIGHTINGS] if sighting is not None]
    spots = done.get("spots")
    return WalkReport(
        status=status,
        sightings=tuple(sorted(kept, key=lambda sighting: sighting.order)),
        error=report.stopped(status, error, transcript, limits),
        spots=_spots(spots[:_SPOTS]) if isinstance(spots, list) else (),
        seconds=transcript.seconds,
    )


def _sighting(item: Any) -> Sighting | None:
    try:
        number, order, node = item
        return Sighting(_whole(number), _whole(order), seen(node))
    except (TypeError, ValueError):
        return None


def _last(item: Any) -> Sighting | None:
    try:
        number, times, order, node = item
        return Sighting(_whole(number), _whole(order), seen(node), _whole(times))
    except (TypeError, ValueError):
        return None


def _spots(items: list[Any]) -> tuple[Spot, ...]:
    spots = []
    for item in items:
        try:
            line, end_line, column, end_column = map(_whole, item)
            spots.append(Spot(line, end_line, column, end_column))
        except (TypeError, ValueError):
            continue
    return tuple(spots)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 48:
        raise BadValue("not a number")
    return value


def seen(node: Any, depth: int = 3) -> Seen:
    """Raises ValueError or TypeError on anything unexpected."""
    kind, *rest = node
    if kind == "array":
        shape, dtype, token, inside = rest
        known = _whole(token) if token is not None else None
        sizes = encoding.checked_shape(shape)
        return Seen("array", sizes, safe(str(dtype), 30), known, inside if inside in _INSIDE else "")
    if kind == "int":
        (value,) = rest
        if type(value) is not int or abs(value) >= 1 << 48:
            raise BadValue("not a number")
        return Seen("int", value=value, type="int")
    if kind == "text":
        return Seen("text", value=safe(str(rest[0]), 200), type="str")
    if kind == "none":
        return Seen("none", type="None")
    if kind == "sequence" and depth:
        name, length, items, arrays = rest
        inner = tuple(seen(item, depth - 1) for item in items[:_ITEMS])
        return Seen("sequence", type=safe(str(name), 60), length=_whole(length), items=inner, arrays=_whole(arrays))
    if kind == "fields" and depth:
        name, fields = rest
        inner = tuple(seen(item, depth - 1) for _, item in fields[:_ITEMS])
        names = tuple(safe(str(field), 60) for field, _ in fields[:_ITEMS])
        return Seen("graph", type=safe(str(name), 60), items=inner, names=names)
    if kind == "tree":
        name, arrays = rest
        return Seen("tree", type=safe(str(name), 60), arrays=_whole(arrays))
    if kind in ("number", "other"):
        return Seen(kind, type=safe(str(rest[0]), 60))
    raise BadValue(f"unknown kind {kind!r}")
