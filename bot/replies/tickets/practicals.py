"""Which practical a ticket is about, and who leads it."""

from __future__ import annotations

from bot.records.values import Ticket
from bot.records.workspaces import Setup


def practical_of(ticket: Ticket) -> str:
    """The title of the practical, from the section that the bot found or the exercise; empty when neither is known."""
    cited = ticket.cited.removeprefix("Maybe related: ").partition(" › ")[0]
    return cited or _practical_of_exercise(ticket.exercise)


def leads_of(ticket: Ticket, setup: Setup) -> tuple[str, ...]:
    """The practical's leads, else those of every practical."""
    practical = practical_of(ticket).casefold()
    named = {name.casefold(): users for name, users in setup.leads.items() if name}
    return named.get(practical) or tuple(setup.leads.get("", ()))


def _practical_of_exercise(name: str) -> str:
    if not name:
        return ""
    from runners.exercises.catalogue import catalogue

    return next((exercise.practical for exercise in catalogue() if exercise.id == name), "")
