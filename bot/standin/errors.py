"""What the stand-in refuses, in Slack's words."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A refusal that the Web API reports as `{"ok": false, "error": code, ...}` with HTTP status 200."""

    def __init__(self, code: str, messages: tuple[str, ...] | list[str] = (), **extra: Any) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = list(messages)
        self.extra = extra

    def to_dict(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return answer


class StandinError(Exception):
    """The stand-in cannot start or cannot do what was asked; the text is one sentence that says what to do."""
