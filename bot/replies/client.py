"""Slack's Web API client, patient with rate limits and with Slack's own failures."""

from __future__ import annotations

from slack_sdk import WebClient
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.settings import Settings


class ShortWaits(RateLimitErrorRetryHandler):
    """Waits where Slack asks for at most `most` seconds; after a longer wait the caller comes back by itself."""

    def __init__(self, max_retry_count: int, most: float) -> None:
        super().__init__(max_retry_count)
        self._most = most

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        asked = next((value for name, value in response.headers.items() if name.lower() == "retry-after"), ["1"])
        return float(asked[0]) <= self._most


def make_client(settings: Settings, *, token: str | None = None, retries: int = 3, most_wait: float = 2.0) -> WebClient:
    """A client with `token`, or with the one that is set; an empty one is none."""
    handlers: list[RetryHandler] = [
        ConnectionErrorRetryHandler(max_retry_count=retries),
        ShortWaits(retries, most_wait),
        ServerErrorRetryHandler(max_retry_count=retries),
    ]
    chosen = settings.slack_bot_token if token is None else token
    return WebClient(token=chosen or None, base_url=settings.slack_api_url, retry_handlers=handlers)
