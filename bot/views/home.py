"""App Home: where a newcomer starts, and where a tutor sees the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.records.values import Ticket
from bot.views import blocks
from bot.views.tickets import queue_line

_WELCOME = (
    "*Hello! I help with the practicals.*\n"
    "Ask in the practicals channel or write to me here. I answer from the practical material and show you the section."
)
_TRY = (
    "*Try this*\n"
    "• `/ask why do we divide by sqrt(d_k)?`\n"
    "• `/run attention_map`\n"
    "• `/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8`\n"
    "• `/tutor` and your question, when you would rather ask a person"
)


def home_view(own: Sequence[Ticket], queue: Sequence[Ticket] | None) -> dict[str, Any]:
    """The Home tab; `queue` is the tutors' queue, None for a learner."""
    body = [blocks.section(_WELCOME), blocks.section(_TRY)]
    if own:
        body += [blocks.divider(), blocks.section("*Your questions to tutors*")]
        body += [blocks.section(queue_line(ticket)) for ticket in own[:10]]
    if queue is not None:
        title = f"*The tutors' queue: {len(queue)} open*" if queue else "*The tutors' queue is empty.*"
        body += [blocks.divider(), blocks.section(title)]
        body += [blocks.section(queue_line(ticket)) for ticket in queue[:20]]
    return {"type": "home", "blocks": body}
