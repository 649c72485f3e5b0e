"""The workspace in a folder, so that a demo survives a restart: one JSON file and the uploaded files beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from bot.standin.errors import StandinError
from bot.standin.people import default_channels, default_groups, default_users
from bot.standin.values import Channel, File, Json, User, UserGroup
from bot.standin.workspace import Workspace

FORMAT = 1
STATE_FILE = "workspace.json"


def new_workspace(bot_name: str) -> Workspace:
    users = default_users(bot_name)
    groups = {group.id: group for group in default_groups()}
    return Workspace({user.id: user for user in users}, {room.id: room for room in default_channels(users)}, groups)


def load(folder: Path, bot_name: str) -> Workspace:
    """The saved workspace, or a new one. Raises StandinError when the folder or the file in it cannot be used."""
    path = folder / STATE_FILE
    try:
        (folder / "files").mkdir(parents=True, exist_ok=True)
        if not path.exists():
            return new_workspace(bot_name)
        return _restored(json.loads(path.read_text(encoding="utf-8")), folder)
    except OSError as error:
        raise StandinError(
            f"Cannot use the state folder {folder}: {error.strerror}. Give another --state DIR."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise StandinError(
            f"The saved workspace {path} cannot be read ({error}). Move it away to start afresh."
        ) from error


def save(workspace: Workspace, folder: Path) -> None:
    """Write the state; the old file is replaced only when the new one is complete."""
    for file in workspace.files.values():
        target = folder / "files" / file.id
        if file.content is not None and not target.exists():
            target.write_bytes(file.content)
    temporary = folder / f"{STATE_FILE}.new"
    temporary.write_text(json.dumps(_record(workspace)), encoding="utf-8")
    os.replace(temporary, folder / STATE_FILE)


def _record(workspace: Workspace) -> Json:
    return {
        "format": FORMAT,
        "users": [vars(user) for user in workspace.users.values()],
        "channels": [vars(channel) for channel in workspace.channels.values()],
        "groups": [vars(group) for group in workspace.groups.values()],
        "messages": workspace.messages,
        "files": [file.to_record() for file in workspace.files.values()],
        "homes": workspace.homes,
        "read": workspace.read,
        "last_microsecond": workspace.last_microsecond,
    }


def _restored(record: Json, folder: Path) -> Workspace:
    if record["format"] != FORMAT:
        raise ValueError(f"format {record['format']}, expected {FORMAT}")
    users = [User(**item) for item in record["users"]]
    channels = [Channel(**item) for item in record["channels"]]
    groups = [UserGroup(**item) for item in record.get("groups", [])]
    files = [File(**item, content=_content(folder / "files" / item["id"])) for item in record["files"]]
    return Workspace(
        {user.id: user for user in users},
        {channel.id: channel for channel in channels},
        {group.id: group for group in groups},
        record["messages"],
        files={file.id: file for file in files},
        homes=record["homes"],
        read=record["read"],
        last_microsecond=record["last_microsecond"],
    )


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
