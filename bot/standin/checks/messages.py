"""What a message may hold."""

from __future__ import annotations

from typing import Any

from bot.standin.checks.blocks import check_blocks
from bot.standin.checks.fields import Report
from bot.standin.errors import SlackError
from bot.standin.values import Json
from bot.standin.workspace import Workspace

TEXT_CHARACTERS = 40_000
MESSAGE_BLOCKS = 50
METADATA_BYTES = 16_000
PICTURES = ("image/png", "image/jpeg", "image/gif")


def picture_check(workspace: Workspace) -> Any:
    """A function that says whether an id or url names an uploaded picture."""

    def known(name: str) -> bool:
        file_id = (
            name if name in workspace.files else next((item for item in workspace.files if f"-{item}/" in name), "")
        )
        file = workspace.files.get(file_id)
        return file is not None and file.content is not None and file.mimetype in PICTURES

    return known


def check_message(workspace: Workspace, body: Json) -> list[Json]:
    """The message's blocks with ids filled in. Raises SlackError no_text, msg_too_long, invalid_blocks(_format)."""
    text, blocks = body.get("text"), body.get("blocks")
    if not text and not blocks and not body.get("attachments"):
        raise SlackError("no_text")
    if text is not None and len(str(text)) > TEXT_CHARACTERS:
        raise SlackError("msg_too_long")
    if not blocks:
        return []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    report = Report(picture_check(workspace))
    filled = check_blocks(blocks, "/blocks", MESSAGE_BLOCKS, report)
    if report.problems:
        raise SlackError("invalid_blocks", report.problems, errors=report.problems)
    return filled


def check_metadata(metadata: Any) -> Json | None:
    """Raises SlackError invalid_metadata_format when event_type or event_payload is missing, metadata_too_large."""
    if metadata is None:
        return None
    valid = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str)
    if not valid or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return dict(metadata)
