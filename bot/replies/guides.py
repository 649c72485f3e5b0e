"""What there is and how it is used, for the one who asks."""

from __future__ import annotations

from bot.jobs import Job
from bot.replies.context import Act, Context
from bot.views import notices
from bot.views.guides import help_message, practicals_message
from runners.experiments import catalogue as experiments


class GuideActs:
    """Carries out `/practicals` and `/help`, and says what a shortcut needs."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._poster = context.poster

    def acts(self) -> dict[str, Act]:
        return {"practicals": self.practicals, "help": self.help, "no_code": self.no_code}

    def practicals(self, job: Job) -> None:
        from runners.exercises import catalogue as exercises

        message = practicals_message(exercises(), experiments(), self._context.words_for(job).guide)
        self._poster.whisper(job, message)

    def help(self, job: Job) -> None:
        self._poster.whisper(job, help_message(self._context.words_for(job).guide))

    def no_code(self, job: Job) -> None:
        self._poster.whisper(job, notices.note(self._context.words_for(job).sharing.no_code_here))
