"""App Home: where a newcomer starts, and where a tutor sees the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.records.attempts import Attempt, Stumble
from bot.records.values import Ticket
from bot.views import blocks
from bot.views.text import escape
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


def home_view(
    own: Sequence[Ticket],
    queue: Sequence[Ticket] | None,
    tried: Sequence[Attempt] = (),
    stumbles: Sequence[Stumble] = (),
) -> dict[str, Any]:
    """The Home tab; `queue` is the tutors' queue, None for a learner. `tried` are the person's own attempts, and
    `stumbles` the mistakes of the room."""
    body = [blocks.section(_WELCOME), blocks.section(_TRY)]
    if tried:
        body += [blocks.divider(), blocks.section(f"*Exercises you tried*\n{_tried(tried)}")]
    if own:
        body += [blocks.divider(), blocks.section("*Your questions to tutors*")]
        body += [blocks.section(queue_line(ticket)) for ticket in own[:10]]
    if queue is not None:
        title = f"*The tutors' queue: {len(queue)} open*" if queue else "*The tutors' queue is empty.*"
        body += [blocks.divider(), blocks.section(title)]
        body += [blocks.section(queue_line(ticket)) for ticket in queue[:20]]
    if queue is not None and stumbles:
        body += [blocks.divider(), blocks.section(f"*Where learners get stuck*\n{_stuck(stumbles)}")]
    return {"type": "home", "blocks": body}


def _tried(attempts: Sequence[Attempt], most: int = 15) -> str:
    """Each exercise once, the latest first, solved or how often tried."""
    latest: dict[str, list[Attempt]] = {}
    for attempt in reversed(attempts):
        latest.setdefault(attempt.exercise, []).append(attempt)
    lines = [
        f"{'✅' if any(one.verdict == 'correct' for one in made) else '🔎'} `{escape(name)}` · {_times(len(made))}"
        for name, made in latest.items()
    ]
    return "\n".join(lines[:most])


def _times(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"


def _stuck(stumbles: Sequence[Stumble], most: int = 10) -> str:
    return "\n".join(
        f"• `{escape(one.exercise)}`: {escape(one.slug)}, {one.learners} learner{'' if one.learners == 1 else 's'}"
        + (f", {one.open} not done yet" if one.open else "")
        for one in stumbles[:most]
    )
