"""The argument names that Slack publishes for each Web API method, as slack_sdk's clients spell them out.

Slack passes over a name that it does not know; here it is refused, since it is a slip that nobody would notice.
"""

from __future__ import annotations

import inspect
from functools import cache

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.standin.errors import SlackError
from bot.standin.values import Json

RESPONSE_URL = "response_url"
_BESIDE = {
    RESPONSE_URL: frozenset({"thread_ts"}),
    "files.completeUploadExternal": frozenset({"blocks"}),
}
"""What Slack's reference names and the clients do not."""
_NOT_SENT = frozenset({"self", "kwargs", "headers"})
_ALWAYS = frozenset({"token", "team_id"})
"""Bolt's clients name the workspace in each call, which matters to tokens of a whole organisation."""


@cache
def argument_names(method: str) -> frozenset[str] | None:
    """The published names; None for a method that takes any, or that the client does not know."""
    call = WebhookClient.send if method == RESPONSE_URL else getattr(WebClient, method.replace(".", "_"), None)
    if call is None or method == "api.test":
        return None
    return frozenset(inspect.signature(call).parameters) - _NOT_SENT | _ALWAYS | _BESIDE.get(method, frozenset())


def slips(method: str, values: Json) -> list[str]:
    """A sentence for each argument that is not published."""
    published = argument_names(method)
    unknown = sorted(values.keys() - published) if published is not None else []
    return [f"no such argument of {method}: {name}" for name in unknown]


def check_names(method: str, values: Json) -> None:
    """Raises SlackError invalid_arguments that names every argument which is not published."""
    found = slips(method, values)
    if found:
        raise SlackError("invalid_arguments", found)
