"""Arguments of one Web API call, whether they came as query, form or JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.standin.errors import SlackError
from bot.standin.values import Json

TS = re.compile(r"\d{10}\.\d{6}")


@dataclass(frozen=True)
class Arguments:
    values: Json

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str) -> str:
        """Raises SlackError invalid_arguments that names the missing argument."""
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def integer(self, name: str, default: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not value.lstrip("-").isdigit():
            raise SlackError("invalid_arguments", [f"must be an integer: {name}"])
        return int(value)

    def json(self, name: str, refusal: str = "invalid_arguments") -> Any:
        """A value that may arrive as JSON text. Raises SlackError `refusal` when the text is not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise SlackError(refusal, [f"{name} is not valid JSON: {error}"]) from error

    def ts(self, name: str) -> str | None:
        """A message timestamp. Raises SlackError invalid_<name> when it is not of the form 1234567890.123456."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not TS.fullmatch(value):
            raise SlackError(f"invalid_{name}", [f"{value} is not a valid {name}"])
        return value


async def read_arguments(request: web.Request) -> Arguments:
    """Raises SlackError invalid_json or json_not_object for a body that cannot be read."""
    values: Json = dict(request.query)
    if request.method != "POST":
        return Arguments(values)
    if request.content_type == "application/json":
        return Arguments({**values, **await read_json(request)})
    return Arguments({**values, **dict(await request.post())})


async def read_json(request: web.Request) -> Json:
    body = await request.text()
    try:
        content = json.loads(body) if body else {}
    except ValueError as error:
        raise SlackError("invalid_json", [str(error)]) from error
    if not isinstance(content, dict):
        raise SlackError("json_not_object")
    return content
