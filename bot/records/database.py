"""Opening the database and bringing its tables up to date."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError


class DatabaseError(RuntimeError):
    """The database can't be used. The text says which, why, and what to do."""


def open_database(url: str) -> Engine:
    """An engine for `url`, its tables migrated to this version.

    Raises `DatabaseError` when it can't be reached, opened or written.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            _check_writable(Path(parsed.database))
        engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as unusable:
        message = f"TUTOR_DATABASE_URL is not a database address that can be used ({unusable})."
        raise DatabaseError(f"{message} Use sqlite:///FILE or postgresql+psycopg://…") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
    try:
        with _alone(engine.url):
            _migrate(engine)
    except DBAPIError as failed:
        shown = parsed.render_as_string(hide_password=True)
        raise DatabaseError(
            f"The database {shown} can't be used: {failed.orig}. Check that it is there and writable."
        ) from None
    return engine


def _check_writable(file: Path) -> None:
    folder = file.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as denied:
        raise DatabaseError(
            f"The folder {folder} can't be made: {denied.strerror}. Set TUTOR_DATA to another."
        ) from None
    target = file if file.exists() else folder
    if not os.access(target, os.W_OK):
        raise DatabaseError(f"{target} is read-only. Make it writable, or set TUTOR_DATA to another folder.")
    with suppress(OSError):  # what cannot be made is told when it is opened
        file.touch(mode=0o600)


@contextmanager
def _alone(url: URL) -> Iterator[None]:
    """SQLite lets two processes that start together both find no table; of several one migrates at a time."""
    if url.get_backend_name() != "sqlite" or not url.database or not Path(url.database).exists():
        yield
        return
    with open(os.open(f"{url.database}.lock", os.O_CREAT | os.O_WRONLY, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _configure_sqlite(connection: Any, _record: Any) -> None:
    """WAL lets readers go on while one writes; a writer waits for another instead of failing."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=5000")


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(2022)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
