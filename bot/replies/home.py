"""The Home tab."""

from __future__ import annotations

from bot.jobs import Job
from bot.replies.context import Act, Context
from bot.replies.pulse import PulseActs
from bot.views.home import home_view
from bot.views.tutor_home import tutor_blocks


class HomeActs:
    """Publishes a person's Home tab."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def acts(self) -> dict[str, Act]:
        return {"home": self.home}

    def home(self, job: Job) -> None:
        context = self._context
        own = context.tickets.of_asker(job.team, job.user)
        tried = context.attempts.of(job.team, job.user)
        view = home_view(own, None, tried)
        if context.directory.is_tutor(job.user):
            pulse = PulseActs(context).read(job.team, "today")
            view["blocks"] += tutor_blocks(context.words_for(job), pulse, context.tickets.queue(job.team))
        context.client.views_publish(user_id=job.user, view=view)
