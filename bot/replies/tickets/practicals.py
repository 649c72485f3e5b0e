"""Which practical a ticket is about."""

from __future__ import annotations

from bot.records.values import Ticket


def practical_of(ticket: Ticket) -> str:
    """The title of the practical, from the section that the bot found or the exercise; empty when neither is known."""
    return ticket.section.partition(" › ")[0] or _practical_of_exercise(ticket.exercise)


def _practical_of_exercise(name: str) -> str:
    if not name:
        return ""
    from runners.exercises.catalogue import catalogue

    return next((exercise.practical for exercise in catalogue() if exercise.id == name), "")
