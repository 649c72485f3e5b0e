"""How a ticket comes to be: from a reply's button, a command, or a thread that a tutor hands on."""

from __future__ import annotations

from bot.jobs import Job
from bot.records.models import ExchangeRow
from bot.records.values import Asker, Ticket
from bot.replies.context import Act
from bot.replies.tickets.folding import Folding
from bot.replies.tickets.room import TicketRoom
from bot.views.summaries import exercise_of, what_the_bot_said
from bot.views.text import unescape
from bot.views.ticket_notices import public_question


class OpeningActs:
    """Opens tickets, and has new ones compared by `folding`."""

    def __init__(self, room: TicketRoom, folding: Folding) -> None:
        self._room = room
        self._folding = folding
        self._context = room.context

    def acts(self) -> dict[str, Act]:
        return {"open_ticket": self.open}

    def open(self, job: Job) -> None:
        """A learner asks for a tutor: from a reply's button, or with `/tutor` and a question."""
        self._room.require_tutors()
        pressed = self._context.records.exchange(job.data.get("exchange", ""))
        exchange = pressed or self._earlier(job)
        question = pressed.text if pressed else job.text
        asker = pressed.user if pressed else job.user
        wish = self._wishes_no_name(job)
        channel, thread, in_the_open = self._place(job, pressed, question, asker, hidden=wish)
        hidden = Asker(asker, exchange.job_id if exchange else "") if wish and not in_the_open else None
        draft = self.draft(job, exchange, (channel, thread), "" if hidden else asker, question)
        ticket, is_new = self._context.tickets.open(draft, hidden)
        self._room.publish(ticket.number)
        if is_new:
            self._folding.compare(job, ticket)
        self._tell(job, ticket, in_the_open=in_the_open, wish=wish)

    def of_thread(self, job: Job) -> Ticket:
        """The ticket of the job's thread; it is made when there is none."""
        existing = self._context.tickets.of_thread(job.channel, job.thread, team=job.team)
        if existing:
            return existing
        exchange = self._context.records.first_exchange(job.channel, job.thread, job.team)
        asker, question = self._first_message(job, exchange)
        return self._context.tickets.open(self.draft(job, exchange, (job.channel, job.thread), asker, question))[0]

    def draft(
        self, job: Job, exchange: ExchangeRow | None, place: tuple[str, str], asker: str, question: str
    ) -> Ticket:
        """The ticket to be; without an `asker` it is anonymous, and does not lead to what they asked the bot."""
        said = what_the_bot_said(exchange.result, self._context.tutors_words(job.team)) if exchange else None
        channel, thread = place
        link = self._context.client.chat_getPermalink(channel=channel, message_ts=thread)["permalink"]
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
            exchange=exchange.job_id if exchange and asker else "",
            exercise=exercise_of(exchange.result) if exchange else "",
            anonymous=not asker,
        )

    def _earlier(self, job: Job) -> ExchangeRow | None:
        """What the bot had said in the thread of a message that is handed to a tutor."""
        return self._context.records.first_exchange(job.channel, job.thread, job.team) if job.thread else None

    def _wishes_no_name(self, job: Job) -> bool:
        """What was chosen for this question, else for all of a person's."""
        chosen = job.data.get("anonymous")
        return self._context.people.of(job.team, job.user).anonymous if chosen is None else bool(chosen)

    def _place(
        self, job: Job, exchange: ExchangeRow | None, question: str, asker: str, *, hidden: bool
    ) -> tuple[str, str, bool]:
        """The channel and the thread of the ticket, and whether the learner themself asked there for all to see. What
        was asked in private gets a thread in the practicals' channel."""
        if exchange and exchange.thread and not exchange.channel.startswith("D"):
            return exchange.channel, exchange.thread, True
        if job.thread and not exchange and not job.channel.startswith("D"):
            return job.channel, job.thread, True
        channel = self._room.directory.practicals
        private = exchange is not None and exchange.kind == "check"
        words = self._room.words(job).ticket
        message = public_question("" if hidden else asker, question, private=private, words=words)
        return channel, self._room.poster.post_once(job.id, "question", channel, "", message), False

    def _tell(self, job: Job, ticket: Ticket, *, in_the_open: bool, wish: bool) -> None:
        """Where the answer will be, to who does not see it there; anonymous askers are told in a direct message."""
        words = self._room.words(job).ticket
        if in_the_open and wish:
            self._room.whisper(job, words.name_is_visible)
        elif not in_the_open and not ticket.anonymous:
            self._room.whisper(job, words.asked.format(link=ticket.link))

    def _first_message(self, job: Job, exchange: ExchangeRow | None) -> tuple[str, str]:
        """Who began the thread, and what with. The bot begins one only for somebody."""
        page = self._context.client.conversations_replies(channel=job.channel, ts=job.thread, limit=1)
        first = page["messages"][0]
        if first.get("bot_id") and exchange:
            return exchange.user, exchange.text
        return first.get("user", job.user), unescape(first.get("text", ""))
