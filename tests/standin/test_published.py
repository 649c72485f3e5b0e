"""Arguments that Slack does not publish are refused, and whoever ran the stand-in learns of them."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.standin import Standin
from bot.standin.errors import StandinError
from bot.standin.methods.table import METHODS
from bot.standin.published import argument_names, slips


def test_a_slip_in_a_name_is_refused_and_ends_the_stand_in_with_an_error() -> None:
    running = Standin().start()
    client = WebClient(running.bot_token, base_url=running.api_url)
    with pytest.raises(SlackApiError) as refusal:
        client.api_call("chat.postMessage", json={"channel": "C0PRACTICE", "text": "hello", "thread": "1.2"})
    assert refusal.value.response["error"] == "invalid_arguments"
    assert "no such argument of chat.postMessage: thread" in str(refusal.value.response["response_metadata"])
    with pytest.raises(StandinError, match="no such argument of chat.postMessage: thread"):
        running.stop()


def test_clearing_what_was_recorded_forgets_no_slip() -> None:
    running = Standin().start()
    WebClient(running.bot_token, base_url=running.api_url).api_call("api.test", json={"foo": "bar"})
    with pytest.raises(SlackApiError):
        WebClient(running.bot_token, base_url=running.api_url).api_call("users.info", json={"id": "U0AMINA001"})
    running.clear()
    assert running.slips() == ["no such argument of users.info: id"]
    with pytest.raises(StandinError):
        running.stop()


@pytest.mark.parametrize("method", sorted(METHODS.keys() - {"api.test"}))
def test_every_method_of_the_stand_in_has_published_names(method: str) -> None:
    names = argument_names(method)
    assert names is not None
    assert "kwargs" not in names


def test_a_response_url_has_published_names_too() -> None:
    assert slips("response_url", {"text": "hi", "replace_original": True, "thread_ts": "1.2"}) == []
    assert slips("response_url", {"channel": "C1"}) == ["no such argument of response_url: channel"]
