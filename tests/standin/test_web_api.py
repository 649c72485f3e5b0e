"""Web API methods called by the SDK: answers, and refusals in Slack's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError

from bot.standin import Standin
from tests.standin.toy_app import PNG, plain, run_view, section

PRACTICALS, GENERAL, AMINA = "C0PRACTICE", "C0GENERAL1", "U0AMINA001"
Start = Callable[..., Standin]


def refusal(call: Callable[..., Any], **args: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


def trigger(standin: Standin, user: str = AMINA) -> str:
    return standin._slack.triggers.issue(user)


def test_tokens(bare: Standin) -> None:
    assert WebClient(bare.bot_token, base_url=bare.api_url).auth_test()["user_id"] == bare.bot_user
    assert refusal(WebClient(base_url=bare.api_url).auth_test) == "not_authed"
    assert refusal(WebClient("xoxb-wrong", base_url=bare.api_url).auth_test) == "invalid_auth"
    assert refusal(WebClient(bare.app_token, base_url=bare.api_url).auth_test) == "not_allowed_token_type"
    client = WebClient(base_url=bare.api_url)
    assert refusal(client.apps_connections_open, app_token=bare.bot_token) == "not_allowed_token_type"


def test_refusals(bare: Standin, client: WebClient) -> None:
    ts = bare.post("amina", "general", "root")
    reply = client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=ts)["ts"]
    post = client.chat_postMessage
    assert refusal(client.api_call, api_method="chat.shout") == "unknown_method"
    assert refusal(post, channel="C0NOWHERE1", text="x") == "channel_not_found"
    assert refusal(client.api_call, api_method="chat.postMessage", json={"channel": GENERAL}) == "no_text"
    assert refusal(post, channel=GENERAL, text="x", thread_ts="yesterday") == "invalid_thread_ts"
    assert refusal(post, channel=GENERAL, text="x", thread_ts="1234567890.123456") == "thread_not_found"
    assert refusal(post, channel=GENERAL, text="x", thread_ts=reply) == "cannot_reply_to_message"
    assert refusal(post, channel=GENERAL, text="x", metadata={"event_type": "job"}) == "invalid_metadata_format"
    assert refusal(client.chat_update, channel=GENERAL, ts=ts, text="mine now") == "cant_update_message"
    assert refusal(client.chat_delete, channel=GENERAL, ts=ts) == "cant_delete_message"
    assert refusal(client.chat_update, channel=GENERAL, ts="1234567890.123456", text="x") == "message_not_found"
    assert refusal(client.users_info, user="U0NOBODY01") == "user_not_found"
    assert refusal(client.conversations_replies, channel=GENERAL, ts="1234567890.123456") == "thread_not_found"
    assert refusal(client.reactions_add, channel=GENERAL, timestamp=ts, name=":eyes:") == "invalid_name"
    whisper = client.chat_postEphemeral
    assert refusal(whisper, channel="C0TUTORS01", user=AMINA, text="psst") == "user_not_in_channel"


def test_history_and_replies_page_and_metadata(bare: Standin, client: WebClient) -> None:
    root = bare.post("amina", "general", "root")
    metadata = {"event_type": "job", "event_payload": {"id": "7"}}
    for number in range(5):
        client.chat_postMessage(channel=GENERAL, text=f"reply {number}", thread_ts=root, metadata=metadata)
    first = client.conversations_replies(channel=GENERAL, ts=root, limit=4)
    assert (first["has_more"], len(first["messages"])) == (True, 4)
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_replies(channel=GENERAL, ts=root, limit=4, cursor=cursor, include_all_metadata=True)
    assert [message["text"] for message in rest["messages"]] == ["reply 3", "reply 4"]
    assert rest["messages"][0]["metadata"] == metadata and "metadata" not in first["messages"][1]
    assert [message["text"] for message in client.conversations_history(channel=GENERAL)["messages"]] == ["root"]


def test_trigger_is_single_use_and_short_lived(start: Start) -> None:
    standin = start(app=False, trigger_seconds=0.05)
    client = WebClient(standin.bot_token, base_url=standin.api_url)
    fresh = trigger(standin)
    client.views_open(trigger_id=fresh, view=run_view())
    assert refusal(client.views_open, trigger_id=fresh, view=run_view()) == "exchanged_trigger_id"
    old = trigger(standin)
    issued = standin._slack.triggers.issued[old].expires
    standin.wait_for(lambda: monotonic() > issued)
    assert refusal(client.views_open, trigger_id=old, view=run_view()) == "expired_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=run_view()) == "invalid_trigger_id"


def test_view_stack_hash_and_external_id(bare: Standin, client: WebClient) -> None:
    view = {"type": "modal", "title": plain("One"), "blocks": [section("x")]}
    first = client.views_open(trigger_id=trigger(bare), view={**view, "external_id": "mine"})["view"]
    client.views_push(trigger_id=trigger(bare), view=view)
    client.views_push(trigger_id=trigger(bare), view=view)
    assert refusal(client.views_push, trigger_id=trigger(bare), view=view) == "push_limit_reached"
    other = trigger(bare, "U0THABO001")
    assert refusal(client.views_open, trigger_id=other, view={**view, "external_id": "mine"}) == "duplicate_external_id"
    assert refusal(client.views_update, view_id=first["id"], hash="old", view=view) == "hash_conflict"
    updated = client.views_update(external_id="mine", hash=first["hash"], view={**view, "title": plain("Two")})["view"]
    assert updated["id"] == first["id"] and updated["hash"] != first["hash"]
    assert refusal(client.views_update, view_id="V0NOTHING1", view=view) == "not_found"


def test_response_url_works_five_times(start: Start) -> None:
    standin = start(app=False, ack_seconds=0.2, retry_delays=())
    standin.fault("envelope", "drop", times=9)
    standin._slack.delivery.sockets.available.set()
    standin.command("amina", "general", "/run", "x")
    url = standin.envelopes("slash_commands")[0]["payload"]["response_url"]
    webhook = WebhookClient(url)
    answers = [webhook.send(text=f"answer {number}", response_type="in_channel") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [message["text"] for message in standin.messages("general")] == [f"answer {number}" for number in range(5)]


def test_upload_without_a_channel_serves_an_image_block(bare: Standin, client: WebClient) -> None:
    file = client.files_upload_v2(filename="plot.png", content=PNG, alt_txt="a plot")["file"]
    block = {"type": "image", "alt_text": "a plot", "slack_file": {"id": file["id"]}}
    client.chat_postMessage(channel=GENERAL, text="a plot", blocks=[block])
    assert bare.messages("general")[0]["blocks"][0]["slack_file"] == {"id": file["id"]}


def test_private_url_needs_the_token(bare: Standin, client: WebClient) -> None:
    url = client.files_upload_v2(filename="plot.png", content=PNG, channel=GENERAL)["file"]["url_private"]
    with urlopen(Request(url, headers={"Authorization": f"Bearer {bare.bot_token}"})) as answer:
        assert (answer.headers["Content-Type"], answer.read()) == ("image/png", PNG)
    with urlopen(url) as answer:
        assert answer.headers.get_content_type() == "text/html"


def test_upload_of_another_length_is_refused(bare: Standin, client: WebClient) -> None:
    upload = client.files_getUploadURLExternal(filename="a.txt", length=10)
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(upload["upload_url"], b"short"))
    caught.value.close()
    assert caught.value.code == 400
    assert refusal(client.files_completeUploadExternal, files=[{"id": upload["file_id"]}]) == "file_not_found"


def test_deleting_a_message_with_replies_leaves_a_tombstone(bare: Standin, client: WebClient) -> None:
    root = client.chat_postMessage(channel=GENERAL, text="root")["ts"]
    client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=root)
    client.chat_delete(channel=GENERAL, ts=root)
    assert bare.message("general", root)["subtype"] == "tombstone"


def test_reactions_and_permalink(bare: Standin, client: WebClient) -> None:
    ts = bare.post("amina", "general", "x")
    client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
    assert refusal(client.reactions_add, channel=GENERAL, timestamp=ts, name="eyes") == "already_reacted"
    client.reactions_remove(channel=GENERAL, timestamp=ts, name="eyes")
    assert refusal(client.reactions_remove, channel=GENERAL, timestamp=ts, name="eyes") == "no_reaction"
    with urlopen(client.chat_getPermalink(channel=GENERAL, message_ts=ts)["permalink"]) as page:
        assert page.status == 200


def test_assistant_thread_streams(bare: Standin, client: WebClient) -> None:
    ts = bare.open_assistant("amina")
    channel = bare._slack.workspace.direct(AMINA).id
    client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status="is thinking…")
    prompts = [{"title": "Masks", "message": "What is a mask?"}]
    client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=ts, prompts=prompts)
    stream = client.chat_startStream(channel=channel, thread_ts=ts, markdown_text="A *")["ts"]
    client.chat_appendStream(channel=channel, ts=stream, markdown_text="mask*")
    client.chat_stopStream(channel=channel, ts=stream)
    assert bare.message(channel, stream)["text"] == "A *mask*"
    assert (
        refusal(client.chat_appendStream, channel=channel, ts=stream, markdown_text="x")
        == "message_not_in_streaming_state"
    )


def test_an_open_stream_is_changed_by_its_own_methods_only(bare: Standin, client: WebClient) -> None:
    root = bare.post("amina", "general", "why?")
    assert refusal(client.chat_startStream, channel=GENERAL, thread_ts=root) == "missing_recipient_user_id"
    recipient = {"recipient_user_id": AMINA, "recipient_team_id": "T0INDABA01"}
    thread = {"channel": GENERAL, "thread_ts": root, **recipient}
    assert refusal(client.chat_startStream, markdown_text="x" * 12_001, **thread) == "msg_too_long"
    ts = client.chat_startStream(markdown_text="So", **thread)["ts"]
    assert refusal(client.chat_update, channel=GENERAL, ts=ts, text="No") == "streaming_state_conflict"
    assert refusal(client.chat_delete, channel=GENERAL, ts=ts) == "cant_delete_message"
    metadata = {"event_type": "done", "event_payload": {"job": "j"}}
    block = {"type": "context", "elements": [{"type": "mrkdwn", "text": "below"}]}
    client.chat_stopStream(channel=GENERAL, ts=ts, markdown_text=" be it.", blocks=[block], metadata=metadata)
    message = bare.message("general", ts)
    assert [item["type"] for item in message["blocks"]] == ["markdown", "context"]
    assert (message["text"], message["metadata"]) == ("So be it.", metadata)
    client.chat_update(channel=GENERAL, ts=ts, text="Yes")


def test_a_status_stands_until_the_next_message(bare: Standin, client: WebClient) -> None:
    ts = bare.open_assistant("amina")
    channel = bare._slack.workspace.direct(AMINA).id
    status = bare._slack.workspace.statuses
    client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status="is thinking…")
    assert status[channel, ts] == "is thinking…"
    client.chat_startStream(channel=channel, thread_ts=ts, markdown_text="So")
    assert (channel, ts) not in status
    many = {"loading_messages": 11 * ["…"]}
    assert refusal(client.assistant_threads_setStatus, channel_id=channel, thread_ts=ts, status="x", **many)


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "f",
    "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "good"},
    "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"},
}
TRASH = {"type": "icon_button", "icon": "trash", "text": {"type": "plain_text", "text": "Delete"}, "value": "x"}


def test_context_actions_hold_feedback_and_icon_buttons(bare: Standin, client: WebClient) -> None:
    def content(elements: list[Any], kind: str = "context_actions") -> dict[str, Any]:
        return {"channel": GENERAL, "text": "x", "blocks": [{"type": kind, "elements": elements}]}

    ts = client.chat_postMessage(**content([FEEDBACK, TRASH]))["ts"]
    assert bare.message("general", ts)["blocks"][0]["elements"][1]["action_id"]
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    half = {name: value for name, value in FEEDBACK.items() if name != "negative_button"}
    for wrong in ([button], [half], [], 6 * [TRASH], [{**TRASH, "icon": "cat"}]):
        assert refusal(client.chat_postMessage, **content(wrong)) == "invalid_blocks"
    assert refusal(client.chat_postMessage, **content([FEEDBACK], "actions")) == "invalid_blocks"


def test_calls_are_recorded_without_the_token(bare: Standin, client: WebClient) -> None:
    client.chat_postMessage(channel=GENERAL, text="x")
    (call,) = bare.calls("chat.postMessage")
    assert (call["ok"], call["args"]["text"]) == (True, "x")
    assert bare.bot_token not in json.dumps(call)
