"""Slack's events, commands, buttons and shortcuts: each is parsed into a job and handed over."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import App

from bot.jobs import Job

Accept = Callable[[Job], None]


def register(app: App, accept: Accept) -> None:
    """Register every listener; `accept` returns once a job is safe."""
    from bot.listeners import (
        actions,
        assistant,
        commands,
        events,
        home,
        pulse,
        reactions,
        setup,
        shortcuts,
        submissions,
    )

    for room in (assistant, events, commands, actions, shortcuts, submissions, reactions, setup, home, pulse):
        room.register(app, accept)
