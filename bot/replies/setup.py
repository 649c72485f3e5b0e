"""Setting a workspace up in Slack: only its admins may."""

from __future__ import annotations

from typing import Any

from bot.jobs import Job, natural_key
from bot.records.setup import Setup
from bot.replies.context import Act, Context
from bot.replies.direct import direct_channel
from bot.replies.opening import open_view
from bot.views import blocks, notices
from bot.views.blocks import Message
from bot.views.setup import changed_message, setup_blocks
from bot.views.setup_forms import Choices, setup_form
from bot.words import words_in


class SetupActs:
    """Opens the forms of the set-up and saves what was written in them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def acts(self) -> dict[str, Act]:
        return {"edit_setup": self.edit, "save_setup": self.save}

    def edit(self, job: Job) -> None:
        """An admin wants to change something: the form, with what is set now."""
        if not self._may(job):
            return
        context, name = self._context, job.data["form"]
        setup, language = context.workspaces.setup(job.team), context.language(job.team, job.user)
        form = setup_form(name, words_in(language).setup, language, setup, self._choices(job, setup))
        if not open_view(context.client, job.data["trigger"], form):
            self._tell(job, notices.note(words_in(language).notice.press_again))

    def save(self, job: Job) -> None:
        """Keep what was written, tell the admin what is different, and bring their Home tab up to date."""
        if not self._may(job):
            return
        context, changes = self._context, job.data["changes"]
        before, after = context.workspaces.change(job.team, changes, job.user)
        chosen = [*changes.get("practicals_channels", ()), *filter(None, [changes.get("tutors_channel", "")])]
        not_in = context.directory.not_in(chosen) if chosen else []
        self._tell(job, changed_message(context.words_for(job).setup, before, after, not_in))
        context.accept(Job(natural_key(job.id, "home"), "home", job.team, "", job.user))

    def _choices(self, job: Job, setup: Setup) -> Choices:
        name, directory = job.data["form"], self._context.directory
        if name == "channels":
            return Choices(directory.practicals_channels, directory.tutors_if_seen, directory.lookup.groups())
        untouched = setup.timezone == "UTC" and setup.all_day and not setup.schedule
        own = directory.lookup.person.get(job.user).get("tz", "") if name == "schedule" and untouched else ""
        return Choices(timezone=own or setup.timezone)

    def _may(self, job: Job) -> bool:
        if self._context.directory.is_admin(job.user):
            return True
        self._tell(job, notices.note(self._context.words_for(job).setup.only_admins))
        return False

    def _tell(self, job: Job, message: Message) -> None:
        channel = direct_channel(self._context.client, job.user)
        if channel:
            self._context.poster.post_once(job.id, "told", channel, "", message)


def with_setup(context: Context, job: Job, view: dict[str, Any]) -> dict[str, Any]:
    """A Home tab with an admin's part: at its top while something is lacking, else at its end."""
    if not context.directory.is_admin(job.user):
        return view
    lacking = context.directory.lacking()
    part = setup_blocks(context.words_for(job).setup, context.workspaces.setup(job.team), lacking)
    own, divider = view["blocks"], blocks.divider()
    every = [*part, divider, *own] if lacking else [*own, divider, *part]
    return {**view, "blocks": every[: blocks.VIEW_BLOCKS]}
