"""Files with code that people send: offered, read, and run or checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job, natural_key
from bot.replies.context import Act, Context
from bot.replies.downloads import Unreadable, download
from bot.replies.forms import put_into
from bot.views import notices
from bot.views.blocks import Message
from bot.views.files import cell_taken_message, offer_message
from bot.views.forms.cells import ALONE, CHECK, cells_form
from bot.views.forms.notes import note_form
from bot.views.forms.place import Place
from bot.views.forms.snippets import fenced
from bot.views.text import escape
from runners.notebooks import Cell, code_cells, code_until, script
from runners.values import UsageError

_GONE = {"file_not_found", "file_deleted", "not_visible"}


class _NotThisTime(UsageError):
    """A file that Slack did not give out: what is offered for it can be taken once more."""


class FileActs:
    """Carries out what is offered for a file."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._poster = context.poster

    def acts(self) -> dict[str, Act]:
        return {
            "offer_files": self.offer,
            "take_file": self.take_file,
            "open_notebook": self.open_notebook,
            "take_cell": self.take_cell,
        }

    def offer(self, job: Job) -> None:
        """Ask the one who sent code files, in private and once, what to do with each: one that is taken leaves the
        others where they are."""
        words, thread = self._context.words_for(job).files, job.thread or job.message
        for file in job.data["files"]:
            self._poster.whisper_once(job, f"offer-{file['id']}", offer_message(file, thread, words))

    def take_file(self, job: Job) -> None:
        """Run or check a Python file, in the thread of its message; what was offered once is done once."""
        file, thread = job.data["subject"].split(" ")
        way, offered = job.data["way"], job.data.get("offered")
        key = natural_key(job.team, job.channel, job.user, job.message, file, way) if offered else job.id
        try:
            name, content = self._read(job, file)
            self._go(replace(job, id=key), thread, way, script(content, name=name))
        except UsageError as problem:
            self._say(job, problem)
            return
        self._put_away(job)

    def open_notebook(self, job: Job) -> None:
        """The notebook's cells, in the form that is open already."""
        file, thread = job.data["subject"].split(" ")
        language = self._context.language(job.team, job.user)
        place = Place(job.channel, thread, language=language, file=file, response_url=job.data["response_url"])
        place = replace(place, offered=job.data.get("offered", False))
        try:
            name, cells = self._cells(job, file)
            form = cells_form(place, name, cells)
        except UsageError as problem:
            form = note_form(place, place.words.forms.cells_title, escape(str(problem)))
        if not job.data["view"]:
            self._poster.whisper(job, notices.note(place.words.notice.press_again))
            return
        put_into(self._context, job.data["view"], form)

    def take_cell(self, job: Job) -> None:
        """Run or check the cell that was picked; another one is a press away."""
        file, number, way = job.data["file"], int(job.data["cell"]), job.data["way"]
        try:
            name, cells = self._cells(job, file)
            alone = way in (ALONE, CHECK)
            code = code_until(cells[number:], 0) if alone else code_until(cells, number)
            shows = {"shows": cells[number].code}
            self._go(replace(job, data={**job.data, **shows}), job.thread, "check" if way == CHECK else "run", code)
        except UsageError as problem:
            self._say(job, problem)
            return
        words = self._context.words_for(job).files
        self._put_away(job, cell_taken_message({"id": file, "name": name}, job.thread, number + 1, words))

    def _go(self, job: Job, thread: str, way: str, code: str) -> None:
        check = way == "check"
        key = natural_key(job.id, way)
        work = replace(job, id=key, kind="check" if check else "run", text=fenced(code), thread=thread)
        self._context.accept(replace(work, private=check, addressed=True))

    def _cells(self, job: Job, file: str) -> tuple[str, tuple[Cell, ...]]:
        name, content = self._read(job, file)
        return name, code_cells(content.decode("utf-8-sig", errors="replace"), name=name)

    def _read(self, job: Job, file: str) -> tuple[str, bytes]:
        """Name and content of a file of the job's channel. Raises `UsageError` with one sentence."""
        words = self._context.words_for(job).files
        about = self._about(file)
        if about is None:
            raise UsageError(words.gone)
        if job.channel not in (*about.get("channels", ()), *about.get("groups", ()), *about.get("ims", ())):
            raise UsageError(words.not_here)
        name = str(about.get("name", ""))
        try:
            content = download(self._context.client, about)
        except Unreadable as problem:
            raise _NotThisTime(words.unreadable.format(name=name)) from problem
        if content is None:
            raise UsageError(words.too_big.format(name=name))
        return name, content

    def _about(self, file: str) -> dict[str, Any] | None:
        try:
            return dict(self._context.client.files_info(file=file)["file"])
        except SlackApiError as refused:
            if refused.response["error"] not in _GONE:
                raise
            return None

    def _say(self, job: Job, problem: UsageError) -> None:
        if job.data.get("offered") and not isinstance(problem, _NotThisTime):
            self._poster.put_away(job, notices.usage(str(problem)))
        else:
            self._poster.whisper(job, notices.usage(str(problem)))

    def _put_away(self, job: Job, instead: Message | None = None) -> None:
        """What was chosen from a message's menu has no offer to take away."""
        if job.data.get("offered"):
            self._poster.put_away(job, instead)
