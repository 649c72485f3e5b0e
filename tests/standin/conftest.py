"""A running stand-in with the toy app connected to it, and bare ones for tests that break things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.standin import Standin
from tests.standin.toy_app import MANIFEST, make_app
from tests.support import eventually


@contextmanager
def connected(standin: Standin, app: App | None = None) -> Iterator[SocketModeHandler]:
    """An app connected by Bolt's builtin Socket Mode adapter.

    The stand-in stops first and the adapter notices: its own closing waits for the next ping and races with its reader.
    """
    app = app or make_app(standin.api_url, standin.bot_token)
    handler = SocketModeHandler(app, standin.app_token, ping_interval=1)
    handler.connect()
    standin.wait_connected()
    try:
        yield handler
    finally:
        handler.client.auto_reconnect_enabled = handler.client.default_auto_reconnect_enabled = False
        standin.stop()
        eventually(lambda: not handler.client.is_connected())
        handler.close()


@pytest.fixture(scope="session")
def standin() -> Iterator[Standin]:
    """The workspace with the toy app. Tests share it and must only look at what they caused."""
    with Standin(manifest=MANIFEST) as running, connected(running):
        yield running


@pytest.fixture
def bare() -> Iterator[Standin]:
    """A workspace without an app and without a manifest."""
    with Standin() as running:
        yield running


@pytest.fixture
def client(bare: Standin) -> WebClient:
    return WebClient(bare.bot_token, base_url=bare.api_url)


Connect = Callable[..., SocketModeHandler]


@pytest.fixture
def start() -> Iterator[Callable[..., Standin]]:
    """A function that starts a stand-in with the given settings, and the toy app on it unless `app` is False."""
    with ExitStack() as stack:

        def make(app: bool = True, **settings: Any) -> Standin:
            running = stack.enter_context(Standin(**settings))
            if app:
                stack.enter_context(connected(running))
            return running

        yield make
