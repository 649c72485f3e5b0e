"""What a tutor sees on App Home below what everybody sees: the queue, and where the room is stuck."""

from __future__ import annotations

from collections.abc import Sequence

from bot.records.attempts import Stumble
from bot.records.values import Ticket
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.text import escape
from bot.views.tickets import queue_line


def tutor_blocks(queue: Sequence[Ticket], stumbles: Sequence[Stumble]) -> list[Block]:
    """The tutors' queue, and `stumbles`, the mistakes of the room."""
    title = f"*The tutors' queue: {len(queue)} open*" if queue else "*The tutors' queue is empty.*"
    body = [blocks.divider(), blocks.section(title)]
    body += [blocks.section(queue_line(ticket)) for ticket in queue[:20]]
    if stumbles:
        body += [blocks.divider(), blocks.section(f"*Where learners get stuck*\n{_stuck(stumbles)}")]
    return body


def _stuck(stumbles: Sequence[Stumble], most: int = 10) -> str:
    return "\n".join(
        f"• `{escape(one.exercise)}`: {escape(one.slug)}, {one.learners} learner{'' if one.learners == 1 else 's'}"
        + (f", {one.open} not done yet" if one.open else "")
        for one in stumbles[:most]
    )
