"""What people press under an answer."""

from __future__ import annotations

from dataclasses import replace

from bot.jobs import Job, natural_key
from bot.replies.context import Act, Context
from bot.views import notices
from bot.views.answers import section_message, shared_answer
from bot.views.examples import first_code
from bot.words import words_in
from knowledge.values import Answer


class AnswerActs:
    """Carries out what is pressed under an answer from the material."""

    def __init__(self, context: Context) -> None:
        self._words_for = context.words_for
        self._records = context.records
        self._poster = context.poster
        self._accept = context.accept

    def acts(self) -> dict[str, Act]:
        return {
            "run_example": self.run_example,
            "show_section": self.show_section,
            "show_formulas": self.show_formulas,
            "feedback": self.feedback,
            "share": self.share,
        }

    def run_example(self, job: Job) -> None:
        answer = self._answered(job)
        code = first_code(answer.answer) if answer else ""
        if code:
            key = natural_key(job.id, "run")
            self._accept(replace(job, id=key, kind="run", text=code, data={}))

    def show_section(self, job: Job) -> None:
        answer = self._answered(job)
        if answer and answer.passages:
            self._poster.whisper(job, section_message(self._words_for(job), answer.passages[0], job.data["exchange"]))

    def show_formulas(self, job: Job) -> None:
        answer = self._answered(job)
        formulas = list(answer.passages[0].formulas) if answer and answer.passages else []
        if formulas:
            data = {**job.data, "formulas": formulas}
            self._accept(replace(job, id=natural_key(job.id, "draw"), kind="draw_formulas", private=True, data=data))

    def feedback(self, job: Job) -> None:
        self._records.keep_feedback(job.data["exchange"], job.user, job.data["helpful"])
        words = self._words_for(job).notice
        self._poster.whisper(job, notices.note(words.thanks if job.data["helpful"] else words.sorry))

    def share(self, job: Job) -> None:
        answer = self._answered(job)
        if answer and not answer.abstained:
            message = shared_answer(words_in(answer.language), job, answer)
            self._poster.post_once(job.id, "shared", job.channel, job.thread, message)

    def _answered(self, job: Job) -> Answer | None:
        exchange = self._records.exchange(job.data["exchange"])
        if exchange is None or exchange.result["type"] != "answer":
            return None
        return Answer.from_dict(exchange.result["value"])
