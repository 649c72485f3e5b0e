"""The manifest asks for what the code uses, and for no more: scopes, events, commands, shortcuts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.jobs import Job
from bot.listeners import register
from bot.standin import Standin
from tests.contract import calls
from tests.contract.scopes import OF_EVENTS, OF_METHODS, OF_WORDS

MANIFEST: dict[str, Any] = json.loads((calls.ROOT / "bot" / "manifest.json").read_text("utf-8"))
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
COMMANDS = {command["command"] for command in MANIFEST["features"]["slash_commands"]}
SHORTCUTS = {shortcut["callback_id"] for shortcut in MANIFEST["features"]["shortcuts"]}
BY_BOLT = {
    "enable_token_revocation_listeners": {"app_uninstalled", "tokens_revoked"},
    "thread_started": {"assistant_thread_started"},
    "thread_context_changed": {"assistant_thread_context_changed"},
}
"""Events that are listened to by a method of Bolt's app or of its assistant, by the method's name."""


@pytest.fixture(scope="module")
def slack() -> Iterator[Standin]:
    with Standin(manifest=MANIFEST) as running:
        yield running


def needed() -> dict[str, str]:
    """Each scope that is needed, and one thing that needs it."""
    found = {scope: method for method in calls.methods() for scope in OF_METHODS[method]}
    found |= {scope: event for event in EVENTS for scope in OF_EVENTS[event]}
    found |= {scope: word for word, scope in OF_WORDS.items() if word in calls.constants()}
    return found | ({"commands": "commands and shortcuts"} if COMMANDS or SHORTCUTS else {})


def test_the_table_knows_every_method_and_event_that_is_used() -> None:
    assert sorted(calls.methods().keys() - OF_METHODS) == []
    assert sorted(EVENTS - OF_EVENTS.keys()) == []
    assert "chat.postMessage" in calls.methods()


def test_no_scope_is_missing() -> None:
    assert {scope: user for scope, user in needed().items() if scope not in SCOPES} == {}


def test_no_scope_is_asked_for_that_nothing_uses() -> None:
    assert sorted(SCOPES - needed().keys()) == []


def test_conversations_are_listed_only_of_kinds_whose_scopes_are_there() -> None:
    scopes = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read"}
    for call in calls.methods()["conversations.list"]:
        kinds = next(keyword.value for keyword in call.keywords if keyword.arg == "types")
        wanted = {scopes[kind] for kind in kinds.value.split(",")}  # type: ignore[attr-defined]
        assert wanted <= SCOPES


def test_events_are_subscribed_to_and_listened_to() -> None:
    subscribed = {event.partition(".")[0] for event in EVENTS}
    heard = calls.listened("event").union(*(events for name, events in BY_BOLT.items() if calls.names(name)))
    assert subscribed == heard


def test_every_command_in_the_code_is_in_the_manifest() -> None:
    assert {text for text in calls.listened_commands() if text not in COMMANDS} == set()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_of_the_manifest_is_heard(slack: Standin, name: str) -> None:
    assert (
        dispatch(slack, {"command": name, "trigger_id": "1.2", "channel_id": "C1", "channel_name": "practicals"}) == 200
    )


@pytest.mark.parametrize("callback", sorted(SHORTCUTS))
def test_a_shortcut_of_the_manifest_is_heard(slack: Standin, callback: str) -> None:
    kinds = {item["callback_id"]: item["type"] for item in MANIFEST["features"]["shortcuts"]}
    message = {"ts": "1700000000.000100", "text": "```x = 1```", "user": "U1", "type": "message"}
    body = {
        "type": "message_action" if kinds[callback] == "message" else "shortcut",
        "callback_id": callback,
        "trigger_id": "1.2",
        "channel": {"id": "C1", "name": "practicals"},
        "message": message,
        "message_ts": message["ts"],
        "action_ts": "1700000000.000200",
    }
    assert dispatch(slack, body) == 200


def dispatch(slack: Standin, body: dict[str, Any]) -> int:
    """The status of Bolt's answer; 404 when nobody listens."""
    accepted: list[Job] = []
    app = App(
        client=WebClient(slack.bot_token, base_url=slack.api_url),
        token_verification_enabled=False,
        process_before_response=True,
    )
    register(app, accepted.append)
    who = {"team_id": "T1", "user_id": "U1", "text": "what is vmap?"}
    people = {"team": {"id": "T1", "domain": "t"}, "user": {"id": "U1", "name": "amina", "team_id": "T1"}}
    return app.dispatch(BoltRequest(body={**who, **people, **body}, mode="socket_mode")).status
