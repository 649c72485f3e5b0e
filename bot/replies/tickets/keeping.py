"""Answers that tutors keep as knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.jobs import Job, natural_key
from bot.records.values import Ticket
from bot.replies.context import Act
from bot.replies.forms import put_into
from bot.replies.opening import open_view
from bot.replies.tickets.room import TicketRoom
from bot.views.forms.keeping import Keeping, keep_form, with_earlier
from bot.views.text import unescape


class KeepingActs:
    """Opens the form to keep an answer, and withdraws what was kept; both are a tutor's."""

    def __init__(self, room: TicketRoom) -> None:
        self._room = room
        self._client = room.context.client

    def acts(self) -> dict[str, Act]:
        return {"edit_entry": self.edit_entry, "withdraw_entry": self.withdraw_entry}

    def edit_entry(self, job: Job) -> None:
        """A tutor wants to keep what was answered: the form, with the question and the tutors' words in it."""
        ticket = self._room.pressed_by_tutor(job)
        if ticket is None:
            return
        keeping = Keeping(
            entry=f"{ticket.team}-ticket-{ticket.number}",
            link=ticket.link,
            day=date.today().isoformat(),
            channel=job.channel,
            thread=job.message,
            language=self._room.context.language(job.team, job.user),
        )
        author = self._room.directory.name_of(job.user) or job.data.get("name", "")
        form = keep_form(keeping, ticket.question, self._said_by_tutors(ticket), author)
        view = open_view(self._client, job.data["trigger"], form)
        if not view:
            self._room.whisper(job, self._room.words(job).notice.press_again)
            return
        find = replace(job, id=natural_key(job.id, "earlier"), kind="find_earlier_entry", text=ticket.question)
        self._room.context.accept(replace(find, data={"entry": keeping.entry, "view": view, "form": form}))

    def show_earlier(self, job: Job, result: dict[str, Any]) -> None:
        """Show in the open form the answer that was kept to nearly the same question. Without one it stays as it is,
        and so it does when the search fails: what is kept is compared once more."""
        if result["type"] == "earlier_entry" and result["value"]:
            put_into(self._room.context, job.data["view"], with_earlier(job.data["form"], result["value"]))

    def withdraw_entry(self, job: Job) -> None:
        if self._room.is_tutor(job):
            self._room.context.accept(replace(job, id=natural_key(job.id, "drop"), kind="drop_entry"))

    def _said_by_tutors(self, ticket: Ticket) -> str:
        """What tutors wrote in the thread, in order; of one that was answered together with others, in theirs too."""
        head = self._room.tickets.get(ticket.head) if ticket.head else None
        threads = [ticket, *([head] if head else [])]
        return "\n\n".join(text for one in threads for text in self._written_by_tutors(one))

    def _written_by_tutors(self, ticket: Ticket) -> list[str]:
        others = [
            message for message in self._room.people(ticket) if not self._room.askers.is_asker(ticket, message["user"])
        ]
        return [
            unescape(message.get("text", "")) for message in others if self._room.directory.is_tutor(message["user"])
        ]
