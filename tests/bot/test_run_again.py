"""Edited code is offered while its run is fresh, to its own author, and once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.models import ExchangeRow
from bot.records.store import Records
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin

RUN = Job("r1", "run", "T1", "C0PRACTICE", "U0AMINA001", "print(1)", "1.0", "1.0")
EDIT = Job("e1", "code_edited", "T1", "C0PRACTICE", "U0AMINA001", "print(2)", "1.0", "", data={"exchange": "r1"})


@pytest.mark.parametrize(("minutes", "offers"), [(1, 1), (9, 1), (11, 0)])
def test_it_is_offered_within_ten_minutes(slack: Standin, tmp_path: Path, minutes: int, offers: int) -> None:
    settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
    engine = open_database(settings.database)
    records = Records(engine)
    desk = Desk(make_client(settings), records, settings, lambda job: None)
    root = slack.post("amina", "practicals", "print(1)")
    records.keep_exchange(Job(**{**RUN.to_dict(), "thread": root}), {"type": "run", "value": {}})
    with records.session.begin() as session:
        row = session.get(ExchangeRow, "r1")
        assert row is not None
        row.at = datetime.now(UTC) - timedelta(minutes=minutes)
    desk.act(EDIT)
    desk.act(EDIT)
    assert len(slack.ephemerals("amina", "practicals")) == offers
    engine.dispose()
