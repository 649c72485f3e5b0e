"""The pulse: read for a tutor, drawn by a worker, shown where they asked, and sent as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.jobs import Job, natural_key
from bot.pulse.export import tables
from bot.pulse.periods import period_of
from bot.pulse.reading import PulseReader
from bot.pulse.values import Pulse
from bot.replies.context import Act, Context
from bot.replies.direct import direct_channel
from bot.views import notices
from bot.views.blocks import Message
from bot.views.pulse import plot_labels, pulse_message
from runners.values import Figure


class PulseActs:
    """Carries out `/pulse` and the buttons under it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._poster = context.poster
        self._reader = PulseReader(context.records)

    def acts(self) -> dict[str, Act]:
        return {"pulse": self.pulse, "pulse_csv": self.send_tables}

    def pulse(self, job: Job) -> None:
        """Have the numbers drawn; where nothing is to be drawn, show them at once."""
        if not self._may_see(job):
            return
        pulse, words = self.read(job.team, job.data["period"]), self._context.words_for(job)
        if pulse.timeline is None:
            self._place(job, pulse_message(words, pulse))
            return
        data = {**job.data, "pulse": pulse.to_dict(), "labels": plot_labels(words, pulse, pulse.timeline)}
        self._context.accept(replace(job, id=natural_key(job.id, "draw"), kind="draw_pulse", data=data))

    def show(self, job: Job, result: dict[str, Any]) -> None:
        """The numbers with the picture that was drawn of them, or without when that failed."""
        drawn = [Figure.from_dict(result["value"])] if result["type"] == "pulse" else []
        pictures = self._poster.upload(drawn)
        pulse, words = Pulse.from_dict(job.data["pulse"]), self._context.words_for(job)
        self._place(job, pulse_message(words, pulse, pictures[0] if pictures else None, failed=not pictures))

    def send_tables(self, job: Job) -> None:
        """The tables as files in the tutor's direct messages, once for each press."""
        if not self._may_see(job):
            return
        channel, words = direct_channel(self._context.client, job.user), self._context.words_for(job)
        pulse = self.read(job.team, job.data["period"])
        comment = words.pulse.tables_sent.format(period=words.pulse.titles[pulse.period])
        self._poster.attach_once(job.id, "tables", channel, tables(pulse), comment=comment)
        if job.channel not in ("", channel):
            self._poster.whisper_once(job, "told", notices.note(words.pulse.tables_told))

    def read(self, team: str, period: str) -> Pulse:
        """A workspace's pulse up to now; its days are those of its own time zone."""
        timezone = self._context.workspaces.setup(team).timezone
        return self._reader.read(team, period_of(period, datetime.now(UTC), timezone))

    def _may_see(self, job: Job) -> bool:
        directory = self._context.directory
        if directory.is_tutor(job.user) or directory.is_admin(job.user):
            return True
        if job.channel:
            self._poster.whisper(job, notices.note(self._context.words_for(job).pulse.only_tutors))
        return False

    def _place(self, job: Job, message: Message) -> None:
        """Where the tutor asked: for the Home tab, which is no conversation, the direct messages."""
        shown = job.data.get("shown", "")
        if shown == "home":
            channel = direct_channel(self._context.client, job.user)
            self._poster.post_once(job.id, "pulse", channel, "", message)
        elif shown == "message":
            self._poster.update(job.channel, job.message, message)
        else:
            self._poster.whisper(job, message, in_place=shown == "whisper")
