"""Delivery by HTTP: the same envelopes as signed requests to the app's public address."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from bot.standin.values import Json


@dataclass
class SignedHttp:
    url: str
    signing_secret: str

    async def send(self, envelope: Json) -> Json | None:
        """The app's answer as an acknowledgement, None when the app could not be reached or refused."""
        content_type, body = encode(envelope)
        headers = {"Content-Type": content_type, **sign(self.signing_secret, body), **_retry(envelope)}
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(self.url, data=body, headers=headers) as response,
            ):
                text = await response.text()
                if response.status != 200:
                    return None
                return {"envelope_id": envelope["envelope_id"], "payload": _payload(response.content_type, text)}
        except (TimeoutError, aiohttp.ClientError):
            return None


def encode(envelope: Json) -> tuple[str, bytes]:
    """Events are JSON, commands a form, interactions a form with one JSON field."""
    payload = envelope["payload"]
    if envelope["type"] == "events_api":
        return "application/json", json.dumps(payload).encode()
    form = payload if envelope["type"] == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def sign(secret: str, body: bytes) -> dict[str, str]:
    """Slack's v0 signature: HMAC-SHA256 over version, time and body."""
    timestamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _retry(envelope: Json) -> dict[str, str]:
    if not envelope.get("retry_attempt"):
        return {}
    return {"X-Slack-Retry-Num": str(envelope["retry_attempt"]), "X-Slack-Retry-Reason": envelope["retry_reason"]}


def _payload(content_type: str, text: str) -> Json:
    if not text:
        return {}
    if content_type == "application/json":
        content = json.loads(text)
        return content if isinstance(content, dict) else {}
    return {"text": text}
