"""What a test can read back, wait for, and make go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from bot.standin import files, people_actions
from bot.standin.background import Background
from bot.standin.faults import Fault
from bot.standin.values import Json

T = TypeVar("T")


class ReaderMethods(Background):
    """Everything that is returned is a copy."""

    def messages(self, channel: str, thread_ts: str | None = None, user: str | None = None) -> list[Json]:
        """Messages of a channel, or the replies in a thread, oldest first; `user` says whose "dm" is meant."""

        def work() -> list[Json]:
            workspace = self._slack.workspace
            found = workspace.direct(workspace.user(user or "").id) if channel == "dm" else workspace.channel(channel)
            return workspace.replies(found.id, thread_ts) if thread_ts else workspace.in_channel(found.id)

        return self._copy(work)

    def message(self, channel: str, ts: str) -> Json:
        """One message. Raises SlackError message_not_found."""
        return self._copy(lambda: self._slack.workspace.message(self._slack.workspace.channel(channel).id, ts))

    def ephemerals(self, user: str, channel: str) -> list[Json]:
        """What only this person sees in a channel, oldest first."""

        def work() -> list[Json]:
            person = self._slack.workspace.user(user)
            return self._slack.workspace.ephemeral(person.id, people_actions.room(self._slack, person, channel).id)

        return self._copy(work)

    def views(self, user: str) -> list[Json]:
        """The open modals, the bottom one first."""
        return self._copy(lambda: self._slack.workspace.stack(self._slack.workspace.user(user).id))

    def home(self, user: str) -> Json | None:
        """The published Home tab."""
        return self._copy(lambda: self._slack.workspace.homes.get(self._slack.workspace.user(user).id))

    def file(self, file_id: str) -> tuple[Json, bytes]:
        """A file object and its content."""
        file = self._slack.workspace.file(file_id)
        return self._copy(lambda: files.describe(self._slack, file)), file.content or b""

    def calls(self, method: str | None = None) -> list[Json]:
        """Recorded Web API calls: method, args, status, ok, error, response, at. response_url posts are among them."""
        return self._do(lambda: [dict(item) for item in self._slack.recorder.calls if method in (None, item["method"])])

    def slips(self) -> list[str]:
        """A sentence for every argument that the app named and Slack does not publish."""
        return self._do(lambda: list(self._slack.recorder.slips))

    def envelopes(self, kind: str | None = None) -> list[Json]:
        """Every envelope sent, with its retry fields; kind is events_api, slash_commands or interactive."""
        return self._do(lambda: [dict(item) for item in self._slack.recorder.envelopes if kind in (None, item["type"])])

    def fault(
        self, scope: str, kind: str, target: str = "*", times: int = 1, seconds: float = 1.0, status: int = 500
    ) -> None:
        """Switch a fault on: scope "api" (ratelimit, error, delay) or "envelope" (delay, drop, repeat)."""
        self._do(lambda: self._slack.faults.add(scope, Fault(kind, target, times, seconds, status)))

    def clear(self) -> None:
        """Forget recorded calls and envelopes, and switch all faults off."""
        self._do(self._slack.recorder.clear)
        self._do(self._slack.faults.clear)

    def cut(self) -> None:
        """Drop the app's sockets without a closing handshake."""
        self._await(self._slack.sockets.cut())

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to open a new socket; reason "warning" or "refresh_requested"."""
        self._await(self._slack.sockets.disconnect(reason))

    def wait_for(self, predicate: Callable[[], T], timeout: float = 10.0) -> T:
        """The first true answer of `predicate`, asked again after each change. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        changed = self._slack.browsers.changed
        while not (found := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                last = [(call["method"], call["error"]) for call in self.calls()[-5:]]
                raise TimeoutError(f"Nothing matched within {timeout} s. The app's last calls: {last}")
            with changed:
                changed.wait(min(left, 0.05))
        return found

    def wait_connected(self, timeout: float = 10.0) -> None:
        """Wait until an app is ready to receive."""
        self.wait_for(lambda: self._slack.delivery.connected, timeout)
