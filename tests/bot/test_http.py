"""The same listeners behind Slack's HTTP events: signed requests only, acknowledged once the job is stored."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from slack_sdk.signature import SignatureVerifier

from bot.standin import Standin
from tests.support import eventually
from workers.ledger import Ledger

SECRET = "0123456789abcdef"
MANIFEST = Path(__file__).parents[2] / "bot" / "manifest.json"


@dataclass
class Endpoint:
    url: str

    def post(self, payload: dict[str, Any], secret: str = SECRET) -> tuple[int, str]:
        body, now = json.dumps(payload), str(int(time.time()))
        signature = SignatureVerifier(secret).generate_signature(timestamp=now, body=body)
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": str(signature),
        }
        request = urllib.request.Request(self.url, body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()


def event(text: str) -> dict[str, Any]:
    message = {"type": "message", "channel": "C0PRACTICE", "user": "U0AMINA001", "ts": "1700000000.0001", "text": text}
    return {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event": message}


@pytest.fixture
def endpoint(redis: Redis, broker: str, tmp_path: Path) -> Iterator[Endpoint]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Standin(port=0, manifest=MANIFEST) as slack:
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": SECRET,
            # Set and empty, as a compose file leaves them: still one workspace by its token.
            "SLACK_CLIENT_ID": "",
            "SLACK_CLIENT_SECRET": "",
            "TUTOR_SLACK_API_URL": slack.api_url,
            "TUTOR_REDIS_URL": broker,
            "TUTOR_DATA": str(tmp_path),
        }
        command = [sys.executable, "-m", "bot.cli", "serve", "--http", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, env=environment)
        served = Endpoint(f"http://127.0.0.1:{port}/slack/events")
        challenge = {"type": "url_verification", "challenge": "c"}
        eventually(lambda: served.post(challenge)[0] == 200)
        yield served
        process.terminate()
        process.wait(10)


def test_a_signed_event_is_stored_before_it_is_acknowledged(endpoint: Endpoint, redis: Redis) -> None:
    status, _ = endpoint.post(event("why do we divide by sqrt(d_k)?"))
    assert status == 200
    assert [entry.job.text for entry in Ledger(redis).open()] == ["why do we divide by sqrt(d_k)?"]


def test_the_same_event_again_is_the_same_job(endpoint: Endpoint, redis: Redis) -> None:
    for _ in range(3):
        endpoint.post(event("what is vmap?"))
    assert len(Ledger(redis).open()) == 1


def test_a_request_that_slack_did_not_sign_is_refused(endpoint: Endpoint, redis: Redis) -> None:
    status, _ = endpoint.post(event("what is vmap?"), secret="somebody else's")
    assert status == 401
    assert Ledger(redis).open() == []
