"""The way of a ticket: opened from an answer or a thread, claimed, answered, resolved, reopened, escalated."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job, natural_key
from bot.records.models import ExchangeRow
from bot.records.values import Ticket
from bot.replies.context import Act, Context
from bot.views import notices
from bot.views.entries import keep_form
from bot.views.summaries import what_the_bot_said
from bot.views.text import unescape
from bot.views.tickets import public_question, thread_notice, ticket_card


class TicketDesk:
    """Carries out what learners and tutors do with tickets."""

    def __init__(self, context: Context) -> None:
        self._client = context.client
        self._poster = context.poster
        self._records = context.records
        self._tickets = context.tickets
        self._directory = context.directory
        self._accept = context.accept

    def acts(self) -> dict[str, Act]:
        return {
            "open_ticket": self.open,
            "claim_ticket": self.claim,
            "resolve_ticket": self.resolve,
            "reopen_ticket": self.reopen,
            "escalate_thread": self.escalate,
            "edit_entry": self.edit_entry,
            "withdraw_entry": self.withdraw_entry,
            "thread_message": self.thread_message,
        }

    def open(self, job: Job) -> None:
        """A learner asks for a tutor: from a reply's button, or with `/tutor` and a question."""
        exchange = self._records.exchange(job.data.get("exchange", ""))
        question = exchange.text if exchange else job.text
        channel, thread = self._place(job, exchange, question)
        ticket, _ = self._tickets.open(self._draft(job, exchange, channel, thread, job.user, question))
        self._publish(ticket)
        if thread not in (job.thread, exchange.thread if exchange else ""):
            self._whisper(job, notices.TUTOR_ASKED.format(link=ticket.link))

    def escalate(self, job: Job) -> None:
        """A tutor hands a thread on: its ticket is made if it has none, and marked on the card."""
        if not self.is_tutor(job):
            return
        exchange = self._records.first_exchange(job.channel, job.thread, job.team)
        asker, question = self._first_message(job)
        draft = self._draft(job, exchange, job.channel, job.thread, asker, question)
        ticket, _ = self._tickets.open(draft)
        self._publish(self._tickets.escalate(ticket.number, job.user) or ticket)
        self._whisper(job, notices.ESCALATED.format(number=ticket.number))

    def claim(self, job: Job) -> None:
        if not self.is_tutor(job):
            return
        claimed = self._tickets.claim(_number(job), job.user)
        if claimed:
            self._publish(claimed)
            return
        current = self._tickets.get(_number(job))
        if current and current.tutor:
            self._whisper(job, notices.ALREADY_CLAIMED.format(tutor=current.tutor, number=current.number))

    def resolve(self, job: Job) -> None:
        if self._is_theirs(job):
            self._publish(self._tickets.resolve(_number(job), job.user))

    def reopen(self, job: Job) -> None:
        if self._is_theirs(job):
            self._publish(self._tickets.reopen(_number(job), job.user))

    def edit_entry(self, job: Job) -> None:
        """A tutor wants to keep what was answered: the form, with the question and the tutors' words in it."""
        ticket = self._tickets.get(_number(job))
        if ticket is None or not self.is_tutor(job):
            return
        told = {
            "entry": f"{ticket.team}-ticket-{ticket.number}",
            "link": ticket.link,
            "day": date.today().isoformat(),
            "channel": job.channel,
            "thread": job.message,
        }
        form = keep_form(ticket.question, self._said_by_tutors(ticket), job.data.get("name", ""), json.dumps(told))
        try:
            self._client.views_open(trigger_id=job.data["trigger"], view=form)
        except SlackApiError as refused:
            if refused.response["error"] not in ("expired_trigger_id", "exchanged_trigger_id"):
                raise
            self._whisper(job, notices.PRESS_AGAIN)

    def withdraw_entry(self, job: Job) -> None:
        if self.is_tutor(job):
            self._accept(replace(job, id=natural_key(job.id, "drop"), kind="drop_entry"))

    def _said_by_tutors(self, ticket: Ticket) -> str:
        """What tutors wrote in the ticket's thread, in order."""
        page = self._client.conversations_replies(channel=ticket.channel, ts=ticket.thread, limit=200)
        messages: list[dict[str, Any]] = page["messages"]
        people = [message for message in messages if message.get("user") and not message.get("bot_id")]
        others = [message for message in people if message["user"] != ticket.asker]
        return "\n\n".join(
            unescape(message.get("text", "")) for message in others if self._directory.is_tutor(message["user"])
        )

    def thread_message(self, job: Job) -> None:
        """Somebody wrote in a thread: a tutor's first message answers its ticket."""
        ticket = self._tickets.of_thread(job.channel, job.thread, job.team)
        if ticket and job.user != ticket.asker and self._directory.is_tutor(job.user):
            self._publish(self._tickets.answer(ticket.number, job.user))

    def _is_theirs(self, job: Job) -> bool:
        """A ticket is resolved and reopened by its asker or by a tutor."""
        ticket = self._tickets.get(_number(job))
        return (ticket is not None and ticket.asker == job.user) or self.is_tutor(job)

    def is_tutor(self, job: Job) -> bool:
        """Whether a tutor did this; who is none is told that only tutors may."""
        if self._directory.is_tutor(job.user):
            return True
        self._whisper(job, notices.ONLY_TUTORS)
        return False

    def _place(self, job: Job, exchange: ExchangeRow | None, question: str) -> tuple[str, str]:
        """The thread of the ticket. What was asked in private gets one in the practicals' channel."""
        if exchange and exchange.thread and not exchange.channel.startswith("D"):
            return exchange.channel, exchange.thread
        if job.thread and not exchange and not job.channel.startswith("D"):
            return job.channel, job.thread
        channel = self._directory.practicals
        private = exchange is not None and exchange.kind == "check"
        message = public_question(job.user, question, private=private)
        return channel, self._poster.post_once(job.id, "question", channel, "", message)

    def _draft(
        self, job: Job, exchange: ExchangeRow | None, channel: str, thread: str, asker: str, question: str
    ) -> Ticket:
        said = what_the_bot_said(exchange.result) if exchange else None
        link = self._client.chat_getPermalink(channel=channel, message_ts=thread)["permalink"]
        return Ticket(
            number=0,
            team=job.team,
            channel=channel,
            thread=thread,
            asker=asker,
            question=question,
            state="open",
            bot_answer=said.text if said else "",
            confidence=said.confidence if said else None,
            cited=said.cited if said else "",
            link=str(link),
        )

    def _first_message(self, job: Job) -> tuple[str, str]:
        page = self._client.conversations_replies(channel=job.channel, ts=job.thread, limit=1)
        first = page["messages"][0]
        return first.get("user", job.user), unescape(first.get("text", ""))

    def _publish(self, ticket: Ticket | None) -> None:
        """Bring the card and the notice in the thread up to date; both are posted the first time."""
        if ticket is None:
            return
        key = f"ticket-{ticket.number}"
        self._poster.post_once(key, "card", self._directory.tutors, "", ticket_card(ticket))
        self._poster.post_once(key, "notice", ticket.channel, ticket.thread, thread_notice(ticket))

    def _whisper(self, job: Job, text: str) -> None:
        self._poster.whisper(job, notices.note(text))


def _number(job: Job) -> int:
    return int(job.data["ticket"])
