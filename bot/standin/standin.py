"""The stand-in for tests: a server in a background thread, with what people do as Python methods."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from bot.standin import server
from bot.standin.errors import StandinError
from bot.standin.manifest import Manifest, manifest_from, read_manifest
from bot.standin.people_methods import PeopleMethods
from bot.standin.reader_methods import ReaderMethods
from bot.standin.settings import BOT_USER, Settings

T = TypeVar("T")


class Standin(PeopleMethods, ReaderMethods):
    """One workspace. `manifest` is a path or a manifest's content; without it every command and event is allowed.

    People are named by id or name ("amina"), channels by id or name ("practicals", or "dm").
    Every method may raise SlackError with the code that Slack would show, or StandinError.
    """

    def __init__(
        self,
        port: int = 0,
        state: Path | str | None = None,
        manifest: Mapping[str, Any] | Path | str | None = None,
        **settings: Any,
    ) -> None:
        self.port = port
        self.state = Path(state) if state else None
        self.settings = Settings(**settings)
        self.manifest = _manifest(manifest)
        self.bot_user = BOT_USER
        self._server: server.Server | None = None

    def start(self) -> Standin:
        """Raises StandinError when the port is taken or the state folder cannot be used."""
        self._slack = server.build(self.settings, self.manifest, self.state)
        self._begin_loop()
        try:
            self._server = self._await(server.start(self._slack, self.port, self.state))
        except StandinError:
            self._end_loop()
            raise
        return self

    def stop(self) -> None:
        """Raises StandinError when the app named arguments in its calls that Slack does not publish."""
        if self._server is None:
            return
        slips = self.slips()
        self._await(self._server.stop())
        self._server = None
        self._end_loop()
        if slips:
            raise StandinError(f"The app's calls have {'; '.join(sorted(set(slips)))}.")

    def __enter__(self) -> Standin:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return self._slack.url

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.settings.bot_token

    @property
    def app_token(self) -> str:
        return self.settings.app_token

    @property
    def signing_secret(self) -> str:
        return self.settings.signing_secret

    @property
    def connected(self) -> bool:
        """Whether an app is ready to receive."""
        return self._slack.delivery.connected


def _manifest(given: Mapping[str, Any] | Path | str | None) -> Manifest:
    if given is None:
        return Manifest()
    return manifest_from(given) if isinstance(given, Mapping) else read_manifest(Path(given))
