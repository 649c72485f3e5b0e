"""Checks of single fields: each is a function of a value and its JSON pointer that notes problems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.standin.values import Json


@dataclass
class Report:
    """Problems found in one payload, and what must be unique or counted across it."""

    image_files: Callable[[str], bool]
    surface: str = "message"
    problems: list[str] = field(default_factory=list)
    focused: int = 0
    markdown: int = 0
    tables: int = 0

    def problem(self, pointer: str, text: str) -> None:
        self.problems.append(f"{text} [json-pointer:{pointer}]")


Check = Callable[[Any, str, Report], None]


@dataclass(frozen=True)
class Shape:
    """An object: the checks of its fields, which of them are required, and sets of which exactly or at least one is."""

    fields: dict[str, Check]
    required: tuple[str, ...] = ()
    exactly_one: tuple[str, ...] = ()
    at_least_one: tuple[str, ...] = ()

    def __call__(self, value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.problem(pointer, "must be an object")
            return
        for name in self.required:
            if name not in value:
                report.problem(pointer, f"missing required field: {name}")
        present = [name for name in self.exactly_one if name in value]
        if self.exactly_one and len(present) != 1:
            report.problem(pointer, f"must have exactly one of: {', '.join(self.exactly_one)}")
        if self.at_least_one and not any(value.get(name) for name in self.at_least_one):
            report.problem(pointer, f"must have at least one of: {', '.join(self.at_least_one)}")
        for name, content in value.items():
            check = self.fields.get(name)
            if check is None:
                report.problem(pointer, f"invalid additional property: {name}")
            else:
                check(content, f"{pointer}/{name}", report)


def anything(value: Any, pointer: str, report: Report) -> None:
    """Accept the value as it is."""


def boolean(value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, bool):
        report.problem(pointer, "must be a boolean")


def integer(low: int, high: int) -> Check:
    def check(value: Any, pointer: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            report.problem(pointer, f"must be an integer from {low} to {high}")

    return check


def string(most: int, least: int = 1) -> Check:
    """Text of `least` to `most` characters."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.problem(pointer, "must be a string")
        elif len(value) < least:
            report.problem(pointer, f"must be more than {least - 1} characters")
        elif len(value) > most:
            report.problem(pointer, f"must be less than {most + 1} characters")

    return check


def choice(*values: str) -> Check:
    def check(value: Any, pointer: str, report: Report) -> None:
        if value not in values:
            report.problem(pointer, f"must be one of: {', '.join(values)}")

    return check


def items(check_item: Check, least: int, most: int) -> Check:
    """A list of `least` to `most` items."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            report.problem(pointer, "must be an array")
            return
        if len(value) < least:
            report.problem(pointer, f"must have at least {least} items")
        if len(value) > most:
            report.problem(pointer, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            check_item(item, f"{pointer}/{index}", report)

    return check


def text(most: int, plain: bool = False) -> Check:
    """A text object; with `plain` only plain_text is allowed."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.problem(pointer, "must be a text object")
            return
        kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if value.get("type") not in kinds:
            report.problem(f"{pointer}/type", f"must be one of: {', '.join(kinds)}")
            return
        extra: dict[str, Check] = {"emoji": boolean} if value["type"] == "plain_text" else {"verbatim": boolean}
        Shape({"type": anything, "text": string(most), **extra}, ("text",))(value, pointer, report)

    return check


def one_of(shapes: dict[str, Shape], what: str) -> Check:
    """An object whose `type` names its shape."""

    def check(value: Any, pointer: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            report.problem(f"{pointer}/type" if kind else pointer, f"unsupported type of {what}: {kind}")
            return
        shape(value, pointer, report)

    return check


def repeated(values: list[Any], pointer: str, name: str, report: Report) -> None:
    """Note each value that stands twice."""
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            report.problem(pointer, f'`{name}` "{value}" already exists')
        seen.add(value)


def identifiers(elements: list[Json]) -> list[Any]:
    return [item["action_id"] for item in elements if isinstance(item, dict) and isinstance(item.get("action_id"), str)]
