"""Block Kit, kept within Slack's limits by construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.text import clip

Block = dict[str, Any]

SECTION_TEXT = 3_000
MARKDOWN_TEXT = 11_500
HEADER_TEXT = 150
LABEL_TEXT = 75
BUTTON_VALUE = 2_000
ALT_TEXT = 2_000
MESSAGE_BLOCKS = 50
OPTION_VALUE = 150
OVERFLOW_OPTIONS = 5
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
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


def verbatim(mrkdwn: str) -> Block:
    """A section in which Slack makes no links of addresses: for what learners wrote."""
    block = section(mrkdwn)
    return {**block, "text": {**block["text"], "verbatim": True}}


def markdown(text: str) -> Block:
    return {"type": "markdown", "text": clip(text, MARKDOWN_TEXT)}


def context(mrkdwn: str, *, verbatim: bool = False) -> Block:
    text: Block = {"type": "mrkdwn", "text": clip(mrkdwn, SECTION_TEXT)}
    return {"type": "context", "elements": [{**text, "verbatim": True} if verbatim else text]}


def image(picture: Picture) -> Block:
    return {"type": "image", "slack_file": {"id": picture.file_id}, "alt_text": clip(picture.alt, ALT_TEXT)}


def button(text: str, action_id: str, value: str, *, style: str | None = None) -> Block:
    element = {"type": "button", "text": plain_text(text), "action_id": action_id, "value": clip(value, BUTTON_VALUE)}
    return {**element, "style": style} if style else element


def overflow(action_id: str, options: Mapping[str, str]) -> Block:
    """A menu behind three dots, of at most five choices: value to label."""
    shown = [option(label, value) for value, label in list(options.items())[:OVERFLOW_OPTIONS]]
    return {"type": "overflow", "action_id": action_id, "options": shown}


def confirmed(element: Block, question: str, yes: str, no: str) -> Block:
    """The element, which asks back before it does anything."""
    return {**element, "confirm": confirm(element["text"]["text"], question, yes, no)}


def actions(buttons: Sequence[Block]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER_TEXT)}


def divider() -> Block:
    return {"type": "divider"}


def context_actions(elements: Sequence[Block]) -> Block:
    return {"type": "context_actions", "elements": list(elements)}


def feedback_buttons(action_id: str, positive: tuple[str, str], negative: tuple[str, str]) -> Block:
    """A pair of buttons, each with its text and its value."""
    return {
        "type": "feedback_buttons",
        "action_id": action_id,
        "positive_button": _feedback_button(*positive),
        "negative_button": _feedback_button(*negative),
    }


def _feedback_button(text: str, value: str) -> Block:
    return {"text": plain_text(text), "value": clip(value, BUTTON_VALUE)}


def plain_text(text: str, limit: int = LABEL_TEXT) -> Block:
    return {"type": "plain_text", "text": clip(text, limit)}


def option(text: str, value: str, description: str = "") -> Block:
    """One choice of a menu or of boxes to tick."""
    choice: Block = {"text": plain_text(text), "value": clip(value, OPTION_VALUE)}
    return {**choice, "description": plain_text(description)} if description else choice


def confirm(title: str, question: str, yes: str, no: str, *, style: str = "primary") -> Block:
    """What is asked back before a press counts."""
    return {
        "title": plain_text(title, CONFIRM_TITLE),
        "text": plain_text(question, CONFIRM_TEXT),
        "confirm": plain_text(yes, CONFIRM_BUTTON),
        "deny": plain_text(no, CONFIRM_BUTTON),
        "style": style,
    }
