"""Files are shared once, and together; what died in between finds them by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.records.store import Records
from bot.replies.client import make_client
from bot.replies.posting import Poster
from bot.settings import read_settings
from bot.standin import Standin

PLACE = "C0PRACTICE"


@pytest.fixture
def poster(slack: Standin, records: Records, tmp_path: Path) -> Poster:
    settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
    return Poster(make_client(settings), records)


def shared(slack: Standin, thread: str | None = None) -> list[str]:
    return [file["title"] for message in slack.messages("practicals", thread) for file in message.get("files", ())]


@pytest.mark.parametrize("in_thread", [True, False])
def test_files_that_are_there_already_are_found(
    slack: Standin, records: Records, poster: Poster, in_thread: bool
) -> None:
    thread = slack.post("amina", "practicals", "print(1)") if in_thread else ""
    files = {"output.txt": "1\n", "more.csv": b"a,b\n"}
    for _ in range(2):
        poster.attach_once("j1", "output", PLACE, files, thread=thread)
    records.mark_posted("j1", "output", PLACE, "")
    poster.attach_once("j1", "output", PLACE, files, thread=thread)
    assert shared(slack, thread or None) == ["output.txt", "more.csv"]
    poster.attach_once("j2", "output", PLACE, files, thread=thread)
    assert len(shared(slack, thread or None)) == 4
