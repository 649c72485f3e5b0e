"""What a tutor sees on the Home tab below their own things."""

from __future__ import annotations

from collections.abc import Sequence

from bot.pulse.values import Pulse
from bot.records.values import Ticket
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.pulse import detail_blocks, is_silent, span, totals_text
from bot.views.tickets import queue_line
from bot.words import Words
from bot.words.values import PulseWords

_OLDEST = 10


def tutor_blocks(words: Words, pulse: Pulse, queue: Sequence[Ticket]) -> list[Block]:
    """The queue with the tickets that wait longest, the period's numbers, and the way to the plot."""
    own = words.pulse
    title = own.tutors_queue.format(count=len(queue)) if queue else own.tutors_queue_empty
    body = [blocks.divider(), blocks.section(title), *_tickets(words, pulse, queue)]
    heading = own.heading.format(period=own.titles[pulse.period])
    body += [blocks.divider(), blocks.header(heading)]
    body.append(blocks.section(own.nothing if is_silent(pulse) else totals_text(own, pulse)))
    body.append(_to_the_plot(own))
    return [*body, blocks.context(own.plot_comes), *detail_blocks(words, pulse)]


def _to_the_plot(own: PulseWords) -> Block:
    """Its block keeps its id, so that a press counts while the tab is being brought up to date."""
    button = blocks.button(own.with_plot, "pulse_today", "today", style="primary")
    return {**blocks.actions([button]), "block_id": "to_the_plot"}


def _tickets(words: Words, pulse: Pulse, queue: Sequence[Ticket]) -> list[Block]:
    """Who waits longest comes first."""
    waits = dict(pulse.tickets)
    longest = sorted(queue, key=lambda ticket: -waits.get(ticket.number, -1.0))[:_OLDEST]
    shown = [blocks.section(queue_line(ticket, words.card) + _waited(waits.get(ticket.number))) for ticket in longest]
    if len(queue) > _OLDEST:
        shown.append(blocks.context(words.pulse.more_tickets.format(count=len(queue) - _OLDEST)))
    return shown


def _waited(seconds: float | None) -> str:
    return "" if seconds is None else f" · ⏳ {span(seconds)}"
