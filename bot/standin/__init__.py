"""A local stand-in for Slack: a demo surface and a test double that listens on the loopback address only.

It speaks Slack's Web API and Socket Mode (or signed HTTP events) to an unchanged Bolt app, and serves a small web page.
Nothing else in `bot` imports it, and it imports nothing else of `bot`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.standin.standin import Standin

__all__ = ["Standin"]


def __getattr__(name: str) -> Any:
    if name == "Standin":
        from bot.standin.standin import Standin

        return Standin
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
