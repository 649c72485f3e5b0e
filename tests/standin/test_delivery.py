"""Acknowledgements, retries, cut sockets and the faults that a test can switch on."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.standin import Standin
from tests.standin.conftest import connected
from tests.standin.toy_app import MANIFEST, make_app

Start = Callable[..., Standin]
QUICK = {"ack_seconds": 0.3, "retry_delays": (0.0, 0.1)}


def attempts(standin: Standin, text: str) -> list[tuple[int, str]]:
    """(retry_attempt, retry_reason) of each delivery of the message event with this text."""
    sent = [item for item in standin.envelopes("events_api") if item["payload"]["event"].get("text") == text]
    return [(item.get("retry_attempt", 0), item.get("retry_reason", "")) for item in sent]


def test_dropped_event_comes_again_with_the_same_event_id(start: Start) -> None:
    standin = start(**QUICK)
    standin.fault("envelope", "drop", "events_api")
    ts = standin.post("amina", "practicals", "lost once")
    standin.wait_for(lambda: standin.messages("practicals", ts))
    assert attempts(standin, "lost once") == [(0, ""), (1, "timeout")]
    sent = [item for item in standin.envelopes("events_api") if item["payload"]["event"].get("text") == "lost once"]
    assert len({item["payload"]["event_id"] for item in sent}) == 1
    assert len({item["envelope_id"] for item in sent}) == 2


def test_repeated_event_reaches_the_app_twice(start: Start) -> None:
    standin = start()
    standin.fault("envelope", "repeat", "events_api")
    ts = standin.post("amina", "practicals", "twice")
    standin.wait_for(lambda: len(standin.messages("practicals", ts)) == 2)
    assert attempts(standin, "twice") == [(0, ""), (1, "timeout")]


def test_event_waits_for_the_app_to_connect(start: Start) -> None:
    standin = start(app=False)
    ts = standin.post("amina", "practicals", "anybody?")
    with connected(standin):
        standin.wait_for(lambda: standin.messages("practicals", ts))
        assert attempts(standin, "anybody?") == [(0, "")]


def test_socket_that_dies_before_the_acknowledgement(start: Start) -> None:
    """The event goes to the next connection, which the app opens by itself."""
    standin = start(app=False, retry_delays=(0.0,))
    app = make_app(standin.api_url, standin.bot_token)
    cuts: list[int] = []

    @app.middleware
    def cut_once(body: dict[str, object], next_: Callable[[], None]) -> None:
        if not cuts:
            cuts.append(1)
            standin.cut()
        next_()

    with connected(standin, app):
        ts = standin.post("amina", "practicals", "hold on")
        standin.wait_for(lambda: attempts(standin, "hold on") == [(0, ""), (1, "connection_failed")], 20)
        standin.wait_for(lambda: standin.messages("practicals", ts))


def test_app_reconnects_when_asked(start: Start) -> None:
    standin = start()
    before = len(standin.calls("apps.connections.open"))
    standin.disconnect("refresh_requested")
    standin.wait_for(lambda: len(standin.calls("apps.connections.open")) == before + 1)
    standin.wait_connected()
    ts = standin.post("amina", "practicals", "still there?")
    standin.wait_for(lambda: standin.messages("practicals", ts))


def test_command_without_acknowledgement_times_out(start: Start) -> None:
    standin = start(ack_seconds=0.3, manifest=MANIFEST)
    assert standin.command("amina", "general", "/mute").error == "operation_timeout"
    assert standin.ephemerals("amina", "general")[0]["text"] == "/mute failed with the error “operation_timeout”"
    assert len(standin.envelopes("slash_commands")) == 1


def test_command_without_an_app_fails(start: Start) -> None:
    standin = start(app=False, ack_seconds=0.1)
    assert standin.command("amina", "general", "/run").error == "dispatch_failed"


def test_rate_limit_is_waited_out_by_the_sdk(start: Start) -> None:
    standin = start(app=False)
    standin.fault("api", "ratelimit", "chat.postMessage", seconds=1)
    retry = RateLimitErrorRetryHandler(max_retry_count=1)
    client = WebClient(standin.bot_token, base_url=standin.api_url, retry_handlers=[retry])
    client.chat_postMessage(channel="C0GENERAL1", text="at last")
    assert [call["status"] for call in standin.calls("chat.postMessage")] == [429, 200]


def test_server_error_reaches_the_caller(start: Start) -> None:
    standin = start(app=False)
    standin.fault("api", "error", "chat.postMessage", status=500)
    client = WebClient(standin.bot_token, base_url=standin.api_url)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C0GENERAL1", text="no")
    client.chat_postMessage(channel="C0GENERAL1", text="yes")


def test_one_envelope_goes_to_one_of_two_connections(start: Start) -> None:
    standin = start(app=False)
    with connected(standin), connected(standin):
        standin.wait_for(lambda: len(standin.calls("apps.connections.open")) == 2)
        threads = [standin.post("amina", "practicals", f"question {number}") for number in range(4)]
        standin.wait_for(lambda: all(standin.messages("practicals", ts) for ts in threads))
        assert [len(standin.messages("practicals", ts)) for ts in threads] == [1, 1, 1, 1]


def test_socket_ticket_is_single_use(bare: Standin) -> None:
    url = WebClient(base_url=bare.api_url).apps_connections_open(app_token=bare.app_token)["url"]
    host, _, path = url.removeprefix("ws://").partition("/")
    key = {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version": "13"}
    statuses = []
    for _ in range(2):
        connection = HTTPConnection(host)
        connection.request("GET", f"/{path}", headers={"Connection": "Upgrade", "Upgrade": "websocket", **key})
        with connection.getresponse() as response:
            statuses.append(response.status)
        connection.close()
    assert statuses == [101, 403]


def test_control_address(bare: Standin) -> None:
    def ask(path: str, body: dict[str, object] | None = None) -> object:
        data = json.dumps(body).encode() if body is not None else None
        with urlopen(Request(f"{bare.url}/control/{path}", data, {"Content-Type": "application/json"})) as answer:
            return json.load(answer)

    ask("faults", {"scope": "api", "kind": "error", "target": "auth.test", "status": 503})
    client = WebClient(bare.bot_token, base_url=bare.api_url)
    with pytest.raises(SlackApiError):
        client.auth_test()
    client.auth_test()
    calls = ask("calls?method=auth.test")
    assert isinstance(calls, list) and [call["status"] for call in calls] == [503, 200]
    assert bare.bot_token not in json.dumps(calls)
    assert ask("clear", {}) == {"ok": True} and ask("calls") == []
