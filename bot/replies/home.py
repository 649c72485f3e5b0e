"""The Home tab."""

from __future__ import annotations

from bot.jobs import Job
from bot.replies.context import Act, Context
from bot.replies.setup import with_setup
from bot.views.home import home_view


class HomeActs:
    """Publishes a person's Home tab."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def acts(self) -> dict[str, Act]:
        return {"home": self.home}

    def home(self, job: Job) -> None:
        context = self._context
        own = context.tickets.of_asker(job.team, job.user)
        queue = context.tickets.queue(job.team) if context.directory.is_tutor(job.user) else None
        tried = context.attempts.of(job.team, job.user)
        stumbles = context.attempts.stumbles(job.team) if queue is not None else []
        view = with_setup(context, job, home_view(own, queue, tried, stumbles))
        context.client.views_publish(user_id=job.user, view=view)
