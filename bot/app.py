"""The entry to everything that runs for long: reads settings, builds the objects, registers the listeners, starts.

The only file of `bot` that knows `workers`.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.listeners import Accept, register
from bot.replies.client import make_client
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

Say = Callable[[str], None]


def make_app(settings: Settings, accept: Accept) -> App:
    """The Bolt app with every listener. It acknowledges only after `accept` has returned.

    For many workspaces it opens the database. Raises `SettingsError` when that can't be used.
    """
    options: dict[str, Any] = {
        "signing_secret": settings.slack_signing_secret,
        "process_before_response": True,
        "token_verification_enabled": False,
        "raise_error_for_unhandled_request": False,
    }
    if settings.many_workspaces:
        from bot.installations import app_for_many

        app = app_for_many(settings, make_client(settings, token=""), _database(settings), **options)
    else:
        for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
            os.environ.pop(name, None)  # Bolt would begin its OAuth flow for empty ones, too
        app = App(client=make_client(settings), **options)
    register(app, accept)
    return app


def _database(settings: Settings) -> Engine:
    from bot.records.database import DatabaseError, open_database

    try:
        return open_database(settings.database)
    except DatabaseError as unusable:
        raise SettingsError(str(unusable)) from None


def make_accept(settings: Settings) -> Accept:
    """How listeners hand over jobs: into the ledger, then to the queue of the job's kind."""
    from workers.celeryapp import configure
    from workers.dispatch import Dispatcher, make_redis
    from workers.ledger import Ledger

    celery, ledger = configure(settings.redis_url), Ledger(make_redis(settings.redis_url))
    dispatcher = Dispatcher(celery, ledger, most_waiting=settings.snippet_queue)
    return dispatcher.accept


def serve_socket(settings: Settings) -> int:
    """The bot in Socket Mode, until SIGTERM or SIGINT."""
    handler = SocketModeHandler(make_app(settings, make_accept(settings)), settings.slack_app_token)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    handler.connect()
    _tell_ready(settings)
    _get_exercises_ready()
    stop.wait()
    handler.close()
    return 0


def serve_http(settings: Settings, host: str, port: int) -> int:
    """The bot behind Slack's HTTP events, at `/slack/events`, until SIGTERM or SIGINT."""
    from waitress import serve

    app = make_app(settings, make_accept(settings))
    _tell_ready(settings)
    _get_exercises_ready()
    serve(SlackRequestHandler(app), host=host, port=port, threads=8, ident=None)
    return 0


def work(settings: Settings, queues: Sequence[str], concurrency: int) -> int:
    """One worker process for `queues`, until SIGTERM or SIGINT."""
    from workers.worker import run_worker

    return run_worker(settings, queues, concurrency)


@contextmanager
def machine(settings: Settings, say: Say, *, standin: Sequence[str] = ()) -> Iterator[Callable[[], None]]:
    """Every process on this machine, ready for learners; what it yields starts again what dies, until the end.

    Raises `MachineError` when a part does not start.
    """
    from workers.machine import Machine

    parts = Machine(settings, say, standin=standin)
    try:
        parts.start()
        yield parts.watch
    finally:
        parts.stop()


def broker_address(settings: Settings) -> str:
    """The broker's address: the one that is set, or the embedded one's socket."""
    from workers.broker import broker_url

    return settings.redis_url or broker_url(settings.broker_folder)


def broker_version(settings: Settings) -> str:
    """The name and version of the server that answers at the broker's address. Raises `RedisError`."""
    from workers.dispatch import make_redis

    information: dict[str, str] = make_redis(broker_address(settings)).info("server")
    name = information.get("server_name", "redis")
    return f"{name} {information.get(f'{name}_version', information.get('redis_version', ''))}"


def _tell_ready(settings: Settings) -> None:
    from workers.dispatch import make_redis
    from workers.worker import tell_ready

    tell_ready(make_redis(settings.redis_url), "bot")


def _get_exercises_ready() -> None:
    """Their first listing takes longer than the trigger of a form should wait, and than the start should take."""

    def list_them() -> None:
        from runners.exercises import catalogue

        catalogue()

    threading.Thread(target=list_them, name="exercises", daemon=True).start()


def main() -> int:
    """The bot as one process of a machine that `tutor demo` or `tutor up` started."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        return serve_socket(read_settings())
    except SettingsError as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
