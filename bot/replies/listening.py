"""What comes of a message in a channel, of its edits and of its deletion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job, natural_key
from bot.listening import language_of, seems_answer
from bot.records.models import ExchangeRow
from bot.replies.context import Act, Context
from bot.replies.manners import Manners
from bot.replies.withdrawing import Withdrawing
from bot.views.listening import offer_message, offer_note
from bot.views.text import unescape
from bot.words import Words, words_in

_CODE = ("run", "check")


class ListeningActs:
    """Turns what is heard into an answer, an offer, or nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._manners = Manners(context)
        self._withdrawing = Withdrawing(context)

    def acts(self) -> dict[str, Act]:
        return {
            "heard": self.hear,
            "message_edited": self.edited,
            "message_deleted": self.deleted,
            "offer_taken": self.offer_taken,
            "offer_declined": self.offer_declined,
        }

    def hear(self, job: Job) -> None:
        """A message in a channel. In a thread it may also be a tutor's answer to a ticket."""
        answers = job.data["verdict"] == "leave" and seems_answer(job.text)
        self._context.heard.note(job, tutor=self._context.directory.is_tutor(job.user), answers=answers)
        if job.thread:
            self._context.accept(replace(job, id=natural_key(job.id, "thread"), kind="thread_message"))
        self._respond(job)

    def edited(self, job: Job) -> None:
        """The words of a message were changed: its answer follows them; one to a statement stays as it is."""
        code = self._exchange(job, _CODE)
        if code:
            data = {"exchange": code.job_id}
            self._context.accept(replace(job, id=natural_key(job.id, "code"), kind="code_edited", data=data))
        answered = self._exchange(job, ("answer",))
        if answered is None and code is None:
            self._respond(job)
        elif answered and answered.text != job.text and (job.addressed or job.data["verdict"] != "leave"):
            self._answer(job)

    def deleted(self, job: Job) -> None:
        """A message is gone. An answer to it that nobody has taken notice of goes too; one to come is not posted."""
        self._context.heard.note_deleted(job)
        self._withdrawing.withdraw(job)

    def offer_taken(self, job: Job) -> None:
        """Its asker wants the bot to look: what the message says now is answered."""
        words = self._words(job).listening
        question = self._question(job)
        if question is None:
            self._context.poster.put_away(job, offer_note(words.gone))
            return
        self._answer(question)
        self._context.poster.put_away(job, offer_note(words.looking))

    def offer_declined(self, job: Job) -> None:
        self._context.heard.note_declined(job)
        self._context.poster.put_away(job, offer_note(self._words(job).listening.declined))

    def _respond(self, job: Job) -> None:
        response = self._manners.response(job)
        if response == "answer":
            self._answer(job)
        elif response == "offer":
            once = replace(job, id=natural_key(job.team, job.channel, job.message, "offer"))
            self._context.poster.whisper_once(once, "offer", offer_message(self._words(job).listening, job))

    def _answer(self, job: Job) -> None:
        """Have the message answered; after an edit, in the place of the answer to what it said before."""
        first, edited = natural_key(job.team, job.channel, job.message, "message"), job.data.get("edited", "")
        data = {"edited": edited, "updates": first} if edited else {}
        if edited and not self._context.heard.note_answering(job, edited):
            return
        key = natural_key(first, edited) if edited else first
        self._context.accept(replace(job, id=key, kind="answer", data=data))

    def _exchange(self, job: Job, kinds: tuple[str, ...]) -> ExchangeRow | None:
        return self._context.records.exchange_of_message(job.team, job.channel, job.message, kinds)

    def _question(self, job: Job) -> Job | None:
        """The presser's own message that an offer was about, as it is now; None when it is gone."""
        try:
            page = self._context.client.conversations_replies(
                channel=job.channel, ts=job.message, oldest=job.message, latest=job.message, inclusive=True, limit=2
            )
        except SlackApiError as refused:
            if refused.response["error"] not in ("thread_not_found", "message_not_found"):
                raise
            return None
        messages: list[dict[str, Any]] = page["messages"]
        mine = next((one for one in messages if one["ts"] == job.message and one.get("user") == job.user), None)
        if mine is None:
            return None
        thread, edited = mine.get("thread_ts", ""), str(mine.get("edited", {}).get("ts", ""))
        text, thread = unescape(mine["text"]), "" if thread == job.message else thread
        return replace(job, text=text, thread=thread, addressed=True, data={"edited": edited})

    def _words(self, job: Job) -> Words:
        """The words in the language that the person has chosen, else in that of what they wrote."""
        chosen = self._context.people.of(job.team, job.user).language
        return words_in(chosen or job.data.get("language", "") or language_of(job.text))
