"""Reading what a command names: a file, standard input, a file of JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.cli.problems import CommandError


def read_text(name: str) -> str:
    """The text of a file, or of standard input for `-`.

    Raises `CommandError` when it is not there or not text.
    """
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CommandError(f"{name} is not a text file. Give a file of Python code in UTF-8.") from None
    except OSError as missing:
        raise CommandError(f"{name} can't be read: {missing.strerror}.") from None


def read_lines(file: Path, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file.

    Raises `CommandError`, with the line's number, for a line that is no object with `fields`.
    """
    for number, line in enumerate(read_text(str(file)).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError:
            item = None
        if not isinstance(item, dict) or any(name not in item for name in fields):
            raise CommandError(f"{file}, line {number} is not a JSON object with {', '.join(fields)}.")
        yield item


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)
