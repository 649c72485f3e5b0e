"""A workspace and a database, each new for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.database import open_database
from bot.records.store import Records
from bot.standin import Standin


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin(port=0) as running:
        yield running


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    engine = open_database(f"sqlite:///{tmp_path / 'tutor.db'}")
    yield Records(engine)
    engine.dispose()
