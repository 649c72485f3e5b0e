"""What the code of the bot and the workers calls of Slack, read from its syntax."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from slack_sdk import WebClient

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "workers")
STRANGERS = ("bot/standin", "bot/bench")

_FAMILIES = r"(?:apps|assistant_threads|auth|bots|chat|conversations|emoji|files|oauth|pins|reactions|team|usergroups"
_CALL = re.compile(_FAMILIES + r"|users|views)_\w+")
_INDIRECT = {
    "files_upload_v2": ("files.getUploadURLExternal", "files.completeUploadExternal"),
    "chat_stream": ("chat.startStream", "chat.appendStream", "chat.stopStream"),
}
"""Helpers of slack_sdk, and the methods that they call."""
_OF_BOLT = {
    "set_status": ("assistant.threads.setStatus",),
    "set_title": ("assistant.threads.setTitle",),
    "set_suggested_prompts": ("assistant.threads.setSuggestedPrompts",),
    "say": ("chat.postMessage",),
}
"""What Bolt hands to listeners, and the methods that it calls."""


@cache
def trees() -> dict[str, ast.Module]:
    """The syntax of every file that runs with a token, by its path in the project."""
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    names = {str(file.relative_to(ROOT)): file for file in files}
    return {name: ast.parse(file.read_text("utf-8")) for name, file in names.items() if not name.startswith(STRANGERS)}


def nodes() -> Iterator[ast.AST]:
    for tree in trees().values():
        yield from ast.walk(tree)


def methods() -> dict[str, list[ast.Call]]:
    """The Web API methods that are called, each with its calls."""
    found: dict[str, list[ast.Call]] = {}
    for file, tree in trees().items():
        for node in ast.walk(tree):
            for method in _methods_of(node, file) if isinstance(node, ast.Call) else ():
                found.setdefault(method, []).append(node)  # type: ignore[arg-type]
    return found


def _methods_of(call: ast.Call, file: str) -> tuple[str, ...]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _INDIRECT:
        return _INDIRECT[name]
    if name in _OF_BOLT and file.startswith("bot/listeners/"):
        return _OF_BOLT[name]
    if _CALL.fullmatch(name) and hasattr(WebClient, name):
        return (name.replace("_", "."),)
    return ()


def constants() -> set[str]:
    return {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def listened(kind: str) -> set[str]:
    """The first arguments, where they are written out, of `app.event(…)`, `app.action(…)` and the like."""
    calls = (node for node in nodes() if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    named = (call.args[0] for call in calls if call.func.attr == kind and call.args)  # type: ignore[attr-defined]
    return {arg.value for arg in named if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}


def listened_commands() -> set[str]:
    """Whatever is written like a slash command in the listeners."""
    named = {name: tree for name, tree in trees().items() if name.startswith("bot/listeners/")}
    texts = (node.value for tree in named.values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"/[a-z-]+", text)}


def names(attribute: str) -> bool:
    """Whether something's attribute of this name is used anywhere."""
    return any(isinstance(node, ast.Attribute) and node.attr == attribute for node in nodes())
