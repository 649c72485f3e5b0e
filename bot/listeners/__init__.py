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
        files,
        forms,
        home,
        pulse,
        reactions,
        setup,
        shortcuts,
        submissions,
    )

    rooms = (assistant, events, commands, actions, files, forms, shortcuts, submissions, reactions, setup, home, pulse)
    for room in rooms:
        room.register(app, accept)
