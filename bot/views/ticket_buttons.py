"""What tutors can press on a card, by the state of its ticket."""

from __future__ import annotations

from collections.abc import Sequence

from bot.records.values import Ticket
from bot.views import blocks
from bot.views.blocks import Block
from bot.words.values import CardWords

MENU = "ticket_menu"


def card_buttons(ticket: Ticket, similar: Sequence[Ticket], words: CardWords) -> list[Block]:
    """The next step first; what is seldom needed is behind three dots."""
    number = str(ticket.number)
    if ticket.state == "resolved":
        keep = blocks.button(words.keep, "keep_answer", number)
        return [keep, blocks.button(words.reopen, "reopen_ticket", number)]
    resolve = blocks.button(words.resolve, "resolve_ticket", number)
    menu = blocks.overflow(MENU, _choices(ticket, words))
    return [*_next_step(ticket, words), resolve, *_together(ticket, similar, words), menu]


def _next_step(ticket: Ticket, words: CardWords) -> list[Block]:
    number = str(ticket.number)
    if ticket.state in ("open", "reopened", "escalated", "snoozed"):
        return [blocks.button(words.claim, "claim_ticket", number, style="primary")]
    if ticket.state in ("claimed", "answered"):
        return [blocks.button(words.wait, "wait_ticket", number)]
    return []


def _together(ticket: Ticket, similar: Sequence[Ticket], words: CardWords) -> list[Block]:
    older = [other for other in similar if other.number < ticket.number]
    if not older:
        return []
    label = words.answer_together.format(number=f"#{older[0].number}")
    return [blocks.button(label, "group_ticket", f"{ticket.number} {older[0].number}")]


def _choices(ticket: Ticket, words: CardWords) -> dict[str, str]:
    """Each value is the ticket's number and what to do."""
    choices = {
        "snooze quarter": words.snooze_quarter,
        "snooze hour": words.snooze_hour,
        "snooze morning": words.snooze_morning,
    }
    if ticket.state in ("claimed", "answered", "waiting"):
        choices["give_back"] = words.give_back
    if not ticket.escalated_by:
        choices["escalate"] = words.escalate
    return {f"{ticket.number} {what}": label for what, label in choices.items()}
