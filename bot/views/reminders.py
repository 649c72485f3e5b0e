"""What tutors and leads are told when learners wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.values import Ticket
from bot.records.waiting import UNCLAIMED
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.text import clip, escape
from bot.words.values import ReminderWords

MOST_SHOWN = 10


@dataclass(frozen=True)
class Wait:
    """A ticket, and the whole minutes that its learner has waited."""

    ticket: Ticket
    minutes: int


def unclaimed_message(words: ReminderWords, waits: Sequence[Wait]) -> Message:
    """To all tutors: nobody has claimed these."""
    return _message(words, words.unclaimed if len(waits) == 1 else words.unclaimed_many, waits)


def unanswered_message(words: ReminderWords, waits: Sequence[Wait]) -> Message:
    """To the tutor who claimed these."""
    return _message(words, words.unanswered if len(waits) == 1 else words.unanswered_many, waits)


def no_leads_message(words: ReminderWords, waits: Sequence[Wait]) -> Message:
    """To all tutors: these would be their leads' now, if there were any."""
    return _message(words, words.without_leads if len(waits) == 1 else words.without_leads_many, waits)


def _message(words: ReminderWords, text: str, waits: Sequence[Wait]) -> Message:
    longest = max(wait.minutes for wait in waits)
    said = text.format(minutes=longest, count=len(waits))
    body = [blocks.section(said), *(_line(words, wait) for wait in waits[:MOST_SHOWN])]
    if len(waits) > MOST_SHOWN:
        body.append(blocks.context(words.more.format(count=len(waits) - MOST_SHOWN)))
    return Message(said, body)


def _line(words: ReminderWords, wait: Wait) -> Block:
    ticket = wait.ticket
    name = words.ticket.format(number=ticket.number)
    link = f"<{ticket.link}|{name}>" if ticket.link else name
    question = escape(clip(" ".join(ticket.question.split()), 150))
    line = blocks.section(f"{link} · {wait.minutes} min\n{question}")
    if ticket.state in UNCLAIMED:
        return {**line, "accessory": blocks.button(words.claim, "claim_ticket", str(ticket.number))}
    return line
