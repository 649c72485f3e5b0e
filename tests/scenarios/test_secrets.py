"""Who is given which secret: the process that runs learners' code has none."""

from __future__ import annotations

import pytest

from tests.scenarios.conftest import Tutor
from tests.support import shown_text

FENCE = "```"


@pytest.mark.parametrize("part", ["answers", "snippets"])
def test_a_worker_that_needs_no_slack_has_no_token_and_no_database(tutor: Tutor, part: str) -> None:
    environment = tutor.process(part).environ()
    assert not {tutor.slack.bot_token, tutor.slack.app_token} & set(environment.values())
    assert not any(name.startswith(("SLACK_", "TUTOR_DATABASE")) for name in environment)


def test_a_snippet_sees_no_environment_of_ours(tutor: Tutor) -> None:
    known = {m["ts"] for m in tutor.slack.messages("practicals")}
    code = "import os\nprint(sorted(name for name in os.environ if name.startswith(('TUTOR', 'SLACK'))))"
    tutor.slack.command("amina", "practicals", "/run", f"{FENCE}\n{code}\n{FENCE}")
    request = tutor.find("practicals", lambda m: m["ts"] not in known and "runs:" in shown_text(m))
    assert "[]" in shown_text(tutor.reply(request["ts"]))


def test_a_snippet_reaches_no_broker(tutor: Tutor) -> None:
    known = {m["ts"] for m in tutor.slack.messages("practicals")}
    path = tutor.machine.broker_url.removeprefix("redis+socket://")
    code = f"import socket\nsocket.socket(socket.AF_UNIX).connect({path!r})\nprint('reached')"
    tutor.slack.command("amina", "practicals", "/run", f"{FENCE}\n{code}\n{FENCE}")
    request = tutor.find("practicals", lambda m: m["ts"] not in known and "runs:" in shown_text(m))
    reply = shown_text(tutor.reply(request["ts"]))
    assert "raised an error" in reply
    assert "PermissionError" in reply
