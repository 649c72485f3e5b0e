"""What the app declares in its Slack manifest: commands, shortcuts, scopes and subscribed events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.standin.errors import StandinError


@dataclass(frozen=True)
class Command:
    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    name: str
    kind: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """`events` and `scopes` are None, and `open_commands` true, when no manifest was given: everything is allowed.

    `assistant` says whether the app has an assistant pane, and `assistant_description` what is written there."""

    bot_name: str = "indaba"
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] | None = None
    scopes: frozenset[str] | None = None
    open_commands: bool = True
    assistant: bool = True
    assistant_description: str = ""

    def subscribes(self, event: str) -> bool:
        return self.events is None or event in self.events

    def has_command(self, name: str) -> bool:
        return self.open_commands or any(command.name == name for command in self.commands)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((shortcut for shortcut in self.shortcuts if shortcut.callback_id == callback_id), None)


def read_manifest(path: Path) -> Manifest:
    """Raises StandinError when the file is missing or is not a JSON app manifest."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StandinError(f"Cannot read the app manifest {path}: {error.strerror}. Give --manifest FILE.") from error
    except ValueError as error:
        raise StandinError(f"The app manifest {path} is not JSON: {error}. Correct the file.") from error
    if not isinstance(content, dict):
        raise StandinError(f"The app manifest {path} must hold a JSON object. Correct the file.")
    return manifest_from(content)


def manifest_from(content: Mapping[str, Any]) -> Manifest:
    features = content.get("features", {})
    bot_user = features.get("bot_user", {})
    settings = content.get("settings", {})
    return Manifest(
        bot_name=str(bot_user.get("display_name") or content.get("display_information", {}).get("name") or "indaba"),
        commands=tuple(_command(item) for item in features.get("slash_commands", [])),
        shortcuts=tuple(_shortcut(item) for item in features.get("shortcuts", [])),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        scopes=frozenset(content.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        open_commands=False,
        assistant="assistant_view" in features,
        assistant_description=str(features.get("assistant_view", {}).get("assistant_description", "")),
    )


def _command(item: Mapping[str, Any]) -> Command:
    return Command(str(item["command"]), str(item.get("description", "")), str(item.get("usage_hint", "")))


def _shortcut(item: Mapping[str, Any]) -> Shortcut:
    return Shortcut(str(item["name"]), str(item["type"]), str(item["callback_id"]), str(item.get("description", "")))
