"""The Home tab: shown, and changed by what is chosen on it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.records.progress import Practice, practices
from bot.replies.context import Act, Context
from bot.replies.pulse import PulseActs
from bot.replies.setup import with_setup
from bot.views.exercises import exercises_view
from bot.views.home import Learner, home_view
from bot.views.tutor_home import tutor_blocks
from bot.words import words_in
from runners.exercises import catalogue

log = logging.getLogger(__name__)


class HomeActs:
    """Publishes a person's Home tab, keeps what they choose there, and lists a practical's exercises."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._exercises = catalogue()

    def acts(self) -> dict[str, Act]:
        return {"home": self.publish, "choose": self.choose, "list_exercises": self.list_exercises}

    def publish(self, job: Job) -> None:
        """Show the Home tab as things are now."""
        self.tell(job, self._context.language(job.team, job.user))

    def tell(self, job: Job, language: str, told: str = "") -> None:
        """Show the Home tab in a language; `told` is news for this once."""
        context = self._context
        learner = Learner(
            language=language,
            person=context.people.of(job.team, job.user),
            practices=self._practices(job),
            tickets=context.tickets.of_asker(job.team, job.user),
            now=context.directory.practical_now(),
        )
        more = self._for_tutors(job) if context.directory.is_tutor(job.user) else []
        view = with_setup(context, job, home_view(words_in(language), learner, more, told=told))
        context.client.views_publish(user_id=job.user, view=view)

    def choose(self, job: Job) -> None:
        """Keep a choice of the person: `job.data` has the fields of `Person` that change."""
        people = self._context.people
        people.save(job.team, job.user, replace(people.of(job.team, job.user), **job.data))
        self.publish(job)

    def list_exercises(self, job: Job) -> None:
        """Fill the form that was opened at the press. One that is closed by now is left alone."""
        language = job.data["language"]
        found = next((one for one in self._practices(job) if one.practical == job.data["practical"]), None)
        if found is None:
            return
        try:
            view = exercises_view(words_in(language), language, found)
            self._context.client.views_update(view_id=job.data["view"], view=view)
        except SlackApiError as refused:
            if refused.response["error"] != "not_found":
                raise
            log.info("The list of exercises was closed before it was there.")

    def _practices(self, job: Job) -> list[Practice]:
        return practices(self._exercises, self._context.attempts.of(job.team, job.user))

    def _for_tutors(self, job: Job) -> list[dict[str, Any]]:
        context = self._context
        pulse = PulseActs(context).read(job.team, "today")
        return tutor_blocks(context.words_for(job), pulse, context.tickets.queue(job.team))
