"""Several tickets, one answer."""

from __future__ import annotations

from bot.jobs import Job
from bot.records.askers import ticket_key
from bot.records.values import Ticket
from bot.replies.context import Act
from bot.replies.tickets.relay import forward
from bot.replies.tickets.room import TicketRoom
from bot.views.ticket_notices import answer_to_several


class GroupActs:
    """Puts tickets together and takes them apart; both are a tutor's."""

    def __init__(self, room: TicketRoom) -> None:
        self._room = room

    def acts(self) -> dict[str, Act]:
        return {"group_ticket": self.group, "ungroup_ticket": self.ungroup}

    def group(self, job: Job) -> None:
        """The ticket joins the older one; what a tutor has claimed there is theirs here too."""
        ticket, head = self._room.pressed_by_tutor(job), self._room.tickets.get(int(job.data["head"]))
        if ticket and head:
            put_together(self._room, ticket, head, job.user)

    def ungroup(self, job: Job) -> None:
        ticket = self._room.pressed_by_tutor(job)
        if ticket:
            self._room.groups.leave(ticket.number, job.user)
            for number in filter(None, (ticket.number, ticket.head)):
                self._room.publish(number)


def put_together(room: TicketRoom, ticket: Ticket, head: Ticket, actor: str) -> None:
    """Have `ticket` answered with `head`: who has claimed that has both. All cards of the group show it."""
    for moved in room.groups.join(ticket, head, actor):
        if head.tutor and head.state != "resolved":
            room.tickets.claim(moved.number, head.tutor)
    top = head.head or head.number
    for number in (top, *(member.number for member in room.groups.members(top))):
        room.publish(number)


def share(room: TicketRoom, head: Ticket, job: Job) -> None:
    """Copy a tutor's answer to the threads of the tickets that are answered together with `head`.

    What the tutor goes on to write is copied until somebody else writes: then it is talk with one learner.
    """
    members = [one for one in room.groups.members(head.number) if one.state != "resolved"]
    goes_on = bool(members) and _goes_on(room, head, job)
    for member in members:
        answered = room.tickets.answer(member.number, job.user)
        if answered or goes_on:
            _copy(room, member, job)
        if answered:
            room.publish(member.number)


def _copy(room: TicketRoom, member: Ticket, job: Job) -> None:
    shown = answer_to_several(member, job.user, job.text, room.askers_words(member).ticket)
    key = ticket_key(member.number)
    room.poster.post_once(key, f"copy-{job.message}", member.channel, member.thread, shown)
    forward(room, member, job.user, job.text, job.message)


def _goes_on(room: TicketRoom, head: Ticket, job: Job) -> bool:
    """Whether the last person who wrote in the thread before this message is the same tutor."""
    people = room.people(head)
    before = [one["user"] for one in people if float(one["ts"]) < float(job.message)]
    return bool(before) and before[-1] == job.user
