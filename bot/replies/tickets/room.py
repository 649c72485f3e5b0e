"""What every act on a ticket needs: which ticket is meant, who may, and the messages that show how it stands."""

from __future__ import annotations

import logging
import threading
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.records.askers import RELAY, Askers, ticket_key
from bot.records.groups import Groups
from bot.records.values import ASKER, Ticket, TicketState
from bot.replies.context import Context
from bot.replies.direct import direct_channel
from bot.replies.tickets.casework import Casework
from bot.views import notices
from bot.views.blocks import Message
from bot.views.ticket_notices import asked_message
from bot.views.tickets import thread_notice, ticket_card
from bot.words import Words, words_in

log = logging.getLogger(__name__)

_GONE = ("message_not_found", "thread_not_found", "cant_update_message")
ASKED = f"{RELAY}-asked"
"""The part of a ticket that tells its anonymous asker how it stands."""
_SHOWN_AT_ONCE = 64


class TicketRoom:
    """The tickets of a workspace, and how they are shown."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.tickets = context.tickets
        self.directory = context.directory
        self.poster = context.poster
        self.askers = Askers(context.records)
        self.groups = Groups(context.records)
        self.casework = Casework(context, self.askers, self.groups)
        self._showing = tuple(threading.Lock() for _ in range(_SHOWN_AT_ONCE))

    def require_tutors(self) -> None:
        """Raises `LookupError` while there is no tutors' channel: nobody is asked in public that cannot be reached."""
        _ = self.directory.tutors

    def pressed(self, job: Job) -> Ticket | None:
        """The ticket that a press is about; None for one of another workspace, or that is gone."""
        ticket = self.tickets.get(int(job.data["ticket"]))
        return ticket if ticket and ticket.team == job.team else None

    def pressed_by_tutor(self, job: Job) -> Ticket | None:
        """The ticket, when a tutor pressed."""
        ticket = self.pressed(job)
        return ticket if ticket and self.is_tutor(job) else None

    def pressed_by_theirs(self, job: Job) -> Ticket | None:
        """The ticket, when its asker or a tutor pressed; anybody else is told that it is not theirs."""
        ticket = self.pressed(job)
        if ticket is None or self.askers.is_asker(ticket, job.user) or self.directory.is_tutor(job.user):
            return ticket
        self.whisper(job, self.words(job).card.not_theirs)
        return None

    def is_tutor(self, job: Job) -> bool:
        """Whether a tutor did this; who is none is told that only tutors may."""
        if self.directory.is_tutor(job.user):
            return True
        self.whisper(job, self.words(job).notice.only_tutors)
        return False

    def actor(self, ticket: Ticket, user: str) -> str:
        """How the history names somebody: who asks without a name stays without one."""
        return ASKER if ticket.anonymous and self.askers.is_asker(ticket, user) else user

    def words(self, job: Job) -> Words:
        return self.context.words_for(job)

    def askers_words(self, ticket: Ticket) -> Words:
        """The bot's words in the language of who asked."""
        return words_in(self.context.language(ticket.team, self.askers.of(ticket).user))

    def tutors_words(self, ticket: Ticket) -> Words:
        """Those of the tutors' channel, that all of them read."""
        return self.context.tutors_words(ticket.team)

    def whisper(self, job: Job, text: str) -> None:
        self.poster.whisper(job, notices.note(text))

    def changed(self, job: Job, ticket: Ticket, changed: Ticket | None, state: TicketState) -> bool:
        """Show the change to `state`; who came too late for it is told so, and false is returned."""
        if not self.done(changed, ticket, self.actor(ticket, job.user), state):
            self.whisper(job, self.words(job).card.not_possible.format(number=ticket.number))
            return False
        self.publish(ticket.number)
        return True

    def resolve(self, ticket: Ticket, user: str) -> bool:
        """Resolve a ticket and show it; false when it was resolved already."""
        actor = self.actor(ticket, user)
        if not self.done(self.tickets.resolve(ticket.number, actor), ticket, actor, "resolved"):
            return False
        self.publish(ticket.number)
        return True

    def done(self, changed: Ticket | None, ticket: Ticket, actor: str, state: TicketState) -> bool:
        """Whether the change to `state` was made now, or by this act before it was cut short."""
        return changed is not None or self.tickets.just_done(ticket.number, actor, state)

    def publish(self, number: int) -> None:
        """Bring the card, the notice in the thread and what an anonymous asker sees up to date; all are posted the
        first time.

        Of a process's threads one shows a ticket at a time, so none draws an older state over a newer one. A change
        that another process makes in between is shown too.
        """
        with self._showing[number % _SHOWN_AT_ONCE]:
            ticket = self.tickets.get(number)
            while ticket:
                self._show(ticket)
                shown, ticket = ticket, self.tickets.get(number)
                if ticket == shown:
                    return

    def card(self, ticket: Ticket) -> str:
        """The timestamp of the ticket's card; empty while there is none."""
        posted = self.context.records.posted(ticket_key(ticket.number), "card")
        return posted.ts if posted else ""

    def tell_tutors(self, key: str, ticket: Ticket, message: Message) -> None:
        """A message in the card's thread."""
        self.poster.post_once(key, "note", self.directory.tutors, self.card(ticket), message)

    def thread(self, channel: str, ts: str) -> list[dict[str, Any]]:
        """The messages of a thread, its first one too; none when it is gone."""
        try:
            page = self.context.client.conversations_replies(channel=channel, ts=ts, limit=200)
        except SlackApiError as refused:
            if refused.response["error"] not in _GONE:
                raise
            return []
        messages: list[dict[str, Any]] = page["messages"]
        return messages

    def people(self, ticket: Ticket) -> list[dict[str, Any]]:
        """What people wrote in a ticket's thread, in order."""
        messages = self.thread(ticket.channel, ticket.thread)
        return [message for message in messages if message.get("user") and not message.get("bot_id")]

    def direct(self, user: str) -> str:
        """The channel of a person's direct messages; empty for nobody, and for who can't be written to."""
        return direct_channel(self.context.client, user) if user else ""

    def _show(self, ticket: Ticket) -> None:
        if ticket.is_erased:
            self._show_erased(ticket)
            return
        tutors = self.tutors_words(ticket)
        card = ticket_card(ticket, self.casework.facts(ticket, tutors.found), tutors.card)
        self._keep(ticket, "card", self.directory.tutors, "", card)
        words = self.askers_words(ticket).ticket
        self._keep(ticket, "notice", ticket.channel, ticket.thread, thread_notice(ticket, words))
        direct = self.direct(self.askers.of(ticket).user) if ticket.anonymous else ""
        if direct:
            self._keep(ticket, ASKED, direct, "", asked_message(ticket, words))

    def _show_erased(self, ticket: Ticket) -> None:
        words = self.tutors_words(ticket).erasing
        self._keep(ticket, "card", self.directory.tutors, "", notices.note(words.card.format(number=ticket.number)))
        self._keep(ticket, "notice", ticket.channel, ticket.thread, notices.note(words.thread))

    def _keep(self, ticket: Ticket, part: str, channel: str, thread: str, message: Message) -> None:
        """A message that somebody has deleted stays deleted, and keeps nothing else from being shown."""
        try:
            self.poster.post_once(ticket_key(ticket.number), part, channel, thread, message)
        except SlackApiError as refused:
            if refused.response["error"] not in _GONE:
                raise
            log.warning("The %s of ticket %d is gone", part, ticket.number)
