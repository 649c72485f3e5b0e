"""Do two tickets ask nearly the same? By the section that the bot found for them and the words they share."""

from __future__ import annotations

from bot.records.values import Ticket
from knowledge.questions.wording import ENOUGH, share

_SAME_SECTION = 0.34


def similar(one: Ticket, other: Ticket) -> bool:
    """Two that share a section need a third of the shorter one's words in common, others three fifths; two words at
    least, and one of them a telling one."""
    least = _SAME_SECTION if one.section and one.section == other.section else ENOUGH
    return share(one.question, other.question) >= least
