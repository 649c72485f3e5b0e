"""Where a form was opened, which is where its result goes; it travels with the form."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.words import words_in
from bot.words.values import Words

_LONGEST_CODE = 1_500


@dataclass(frozen=True)
class Place:
    """`channel` and `thread` get the result, `response_url` what only the person sees, in their `language`. On the Home
    tab there is no channel.

    `practical` is shown first where something is chosen. `code` is what stood in a form's code box before another
    form took its place; `file` and `message` are the Slack ids of what the form is about. `offered`: `response_url` is
    that of an offer, which is taken by sending the form.
    """

    channel: str = ""
    thread: str = ""
    message: str = ""
    response_url: str = ""
    language: str = "en"
    practical: str = ""
    code: str = ""
    file: str = ""
    offered: bool = False

    @property
    def words(self) -> Words:
        return words_in(self.language)

    def to_metadata(self) -> str:
        """As the text that Slack keeps with a form, within its 3,000 characters: code that is longer is dropped."""
        known = {name: value for name, value in asdict(self).items() if value}
        if len(json.dumps(self.code)) > _LONGEST_CODE:
            known.pop("code", None)
        return json.dumps(known)

    @classmethod
    def of_view(cls, view: dict[str, Any]) -> Place:
        return cls(**json.loads(view["private_metadata"]))

    @classmethod
    def of_command(cls, command: dict[str, Any]) -> Place:
        return cls(channel=command["channel_id"], response_url=command.get("response_url", ""))

    @classmethod
    def of_press(cls, body: dict[str, Any]) -> Place:
        """The place of a button in a message."""
        thread = body.get("message", {}).get("thread_ts") or body.get("container", {}).get("thread_ts", "")
        return cls(body["channel"]["id"], thread=thread, response_url=body.get("response_url", ""))
