"""Block Kit, kept within Slack's limits by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.text import clip

Block = dict[str, Any]

SECTION_TEXT = 3_000
MARKDOWN_TEXT = 11_500
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
ALT_TEXT = 2_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100


@dataclass(frozen=True)
class Message:
    """A message: `text` is the fallback that notifications and screen readers use."""

    text: str
    blocks: list[Block]

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clip(self.text, 3_000))
        object.__setattr__(self, "blocks", self.blocks[:MESSAGE_BLOCKS])


@dataclass(frozen=True)
class Picture:
    """A picture that has been uploaded to Slack."""

    file_id: str
    alt: str


def section(mrkdwn: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": clip(mrkdwn, SECTION_TEXT)}}


def markdown(text: str) -> Block:
    return {"type": "markdown", "text": clip(text, MARKDOWN_TEXT)}


def context(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": clip(mrkdwn, SECTION_TEXT)}]}


def image(picture: Picture) -> Block:
    return {"type": "image", "slack_file": {"id": picture.file_id}, "alt_text": clip(picture.alt, ALT_TEXT)}


def button(text: str, action_id: str, value: str, *, style: str | None = None) -> Block:
    label = {"type": "plain_text", "text": clip(text, BUTTON_TEXT)}
    element = {"type": "button", "text": label, "action_id": action_id, "value": clip(value, BUTTON_VALUE)}
    return {**element, "style": style} if style else element


def actions(buttons: Sequence[Block]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": clip(text, 150)}}


def divider() -> Block:
    return {"type": "divider"}


def plain_text(text: str, limit: int = 75) -> Block:
    return {"type": "plain_text", "text": clip(text, limit)}


def option(text: str, value: str, description: str = "") -> Block:
    """One choice of a menu or of boxes to tick."""
    choice: Block = {"text": plain_text(text), "value": clip(value, 150)}
    return {**choice, "description": plain_text(description)} if description else choice


def confirm(title: str, question: str, yes: str, no: str, *, style: str = "primary") -> Block:
    """What is asked back before a press counts."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(question, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
        "style": style,
    }
