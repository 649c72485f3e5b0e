"""A question that asks the same as one that waits already is put together with it, without anybody's press."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.jobs import Job, natural_key
from bot.records.values import TUTOR, Ticket
from bot.records.waiting import WITHOUT_AN_ANSWER
from bot.replies.tickets.groups import put_together
from bot.replies.tickets.room import TicketRoom
from knowledge.questions.wording import may_be_the_same

_MOST_COMPARED = 20


class Folding:
    """Has a new ticket compared with the older ones, and folds it into the one that asks the same."""

    def __init__(self, room: TicketRoom) -> None:
        self._room = room

    def compare(self, job: Job, ticket: Ticket) -> None:
        """Have those compared that share the words of `ticket`, which `job` opened. Where the workspace does not want
        it, or nothing is shared, nothing is asked for."""
        if not self._room.context.workspaces.setup(ticket.team).fold:
            return
        others = [other for other in self._room.casework.similar(ticket) if _could_take(other, ticket)]
        if others:
            asked = [[other.number, other.question] for other in others[:_MOST_COMPARED]]
            find = replace(job, id=natural_key(job.id, "same"), kind="find_same_ticket", text=ticket.question)
            self._room.context.accept(replace(find, data={"ticket": str(ticket.number), "others": asked}))

    def fold(self, job: Job, result: dict[str, Any]) -> None:
        """Put the ticket together with the one that was found. Without one it stays on its own, and so it does when the
        comparison failed, or when a person was faster."""
        if result["type"] != "same_ticket" or not result["value"]:
            return
        ticket, head = self._room.pressed(job), self._room.tickets.get(result["value"])
        if ticket and head and ticket.state == "open" and not ticket.head and _could_take(head, ticket):
            put_together(self._room, ticket, head, TUTOR)


def _could_take(head: Ticket, ticket: Ticket) -> bool:
    """Whether one answer under `head`, which is older and has none yet, may go to `ticket` too."""
    waits = head.state in WITHOUT_AN_ANSWER and head.number < ticket.number
    return waits and may_be_the_same(head.question, ticket.question)
