"""What people do, as Python methods for tests."""

from __future__ import annotations

from collections.abc import Mapping

from bot.standin import files, gestures, people_actions, view_gestures
from bot.standin.background import Background
from bot.standin.delivery import Answer
from bot.standin.values import Json


class PeopleMethods(Background):
    """People are named by id or name ("amina"), channels by id or name ("practicals", "dm" for the direct message)."""

    def post(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        uploads: Mapping[str, bytes] | None = None,
    ) -> str:
        """Write a message with any files {name: content}. Returns its ts."""

        def work() -> str:
            author = self._slack.workspace.user(user).id
            sent = [files.uploaded(self._slack, name, content, author) for name, content in (uploads or {}).items()]
            return str(people_actions.post(self._slack, user, channel, text, thread_ts, sent)["ts"])

        return self._do(work)

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        self._do(lambda: people_actions.edit(self._slack, user, channel, ts, text))

    def delete(self, user: str, channel: str, ts: str) -> None:
        self._do(lambda: people_actions.delete(self._slack, user, channel, ts))

    def react(self, user: str, channel: str, ts: str, name: str, add: bool = True) -> None:
        self._do(lambda: people_actions.react(self._slack, user, channel, ts, name, add))

    def join(self, user: str, channel: str) -> None:
        self._do(lambda: people_actions.join(self._slack, user, channel))

    def open_home(self, user: str, tab: str = "home") -> None:
        self._do(lambda: people_actions.open_home(self._slack, user, tab))

    def uninstall(self) -> None:
        """Take the app out of the workspace."""
        self._do(lambda: people_actions.uninstall(self._slack))

    def open_assistant(self, user: str) -> str:
        """Start an assistant thread. Returns its ts in the person's direct message."""
        return self._do(lambda: people_actions.open_assistant(self._slack, user))

    def command(self, user: str, channel: str, name: str, text: str = "") -> Answer:
        """Send a slash command and wait for the acknowledgement (at most the 3 s that Slack allows)."""
        return self._await(gestures.command(self._slack, user, channel, name, text))

    def press(
        self,
        user: str,
        channel: str,
        message_ts: str,
        action_id: str,
        value: str | list[str] | None = None,
        block_id: str | None = None,
        form: Json | None = None,
    ) -> Answer:
        """Press a button, or choose `value` in a menu, of a message (also of an ephemeral one)."""
        work = gestures.press(self._slack, user, channel, message_ts, action_id, value, block_id, form)
        return self._await(work)

    def press_in_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        value: str | list[str] | None = None,
        block_id: str | None = None,
        form: Json | None = None,
    ) -> Answer:
        """The same in a modal or the Home tab."""
        return self._await(gestures.press_in_view(self._slack, user, view_id, action_id, value, block_id, form))

    def shortcut(self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None) -> Answer:
        """A message shortcut on the message `ts`, or without one a global shortcut."""
        return self._await(gestures.shortcut(self._slack, user, callback_id, channel, ts))

    def submit_view(self, user: str, view_id: str, values: Json | None = None) -> dict[str, str]:
        """Submit a modal; `values` maps an action_id or block_id to text, an option value or a list of them.

        Returns the errors shown, block_id to sentence ("" for one about the whole form); empty when it was accepted.
        """
        person = self._slack.workspace.user(user)
        return self._await(view_gestures.submit(self._slack, person, view_id, values or {}))

    def close_view(self, user: str, view_id: str, cleared: bool = False) -> None:
        self._await(view_gestures.close(self._slack, self._slack.workspace.user(user), view_id, cleared))
