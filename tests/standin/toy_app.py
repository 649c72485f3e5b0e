"""A small Bolt app, unchanged Bolt and SDK, that uses every surface of the stand-in."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Toy Tutor"},
    "features": {
        "bot_user": {"display_name": "Toy Tutor"},
        "slash_commands": [
            {"command": "/run", "description": "Run code", "usage_hint": "[code]"},
            {"command": "/ask", "description": "Ask in private"},
            {"command": "/told", "description": "Answers with the acknowledgement"},
            {"command": "/mute", "description": "Never acknowledges"},
        ],
        "shortcuts": [
            {"name": "Run this code", "type": "message", "callback_id": "run_code", "description": "Run the code"},
            {"name": "New question", "type": "global", "callback_id": "new_question", "description": "Ask"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "channels:history", "im:history", "files:write", "reactions:write", "commands"]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["message.channels", "message.im", "app_mention", "app_home_opened", "reaction_added"]
        }
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": mrkdwn(text)}


def button(text: str, action_id: str, **extra: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **extra}


def options(*values: str) -> list[Json]:
    return [{"text": plain(value.upper()), "value": value} for value in values]


def answer_blocks() -> list[Json]:
    menu = {
        "type": "static_select",
        "action_id": "pick",
        "placeholder": plain("Practical"),
        "options": options("rl", "gnn"),
    }
    confirm = {
        "title": plain("Sure?"),
        "text": mrkdwn("A *tutor* sees it."),
        "confirm": plain("Ask"),
        "deny": plain("No"),
    }
    buttons = [
        button("Helpful", "helpful", value="yes", style="primary"),
        button("Ask a tutor", "tutor", confirm=confirm),
    ]
    return [section("*Answer*: divide by `sqrt(d_k)`"), {"type": "actions", "elements": [*buttons, menu]}]


def run_view() -> Json:
    code = {"type": "plain_text_input", "action_id": "code", "multiline": True, "min_length": 2}
    menu = {"type": "static_select", "action_id": "experiment", "options": options("attention_map", "char_gpt")}
    boxes = {"type": "checkboxes", "action_id": "wishes", "options": options("plots", "private")}
    choice = {"type": "radio_buttons", "action_id": "place", "options": options("thread", "channel")}
    choice["initial_option"] = options("thread")[0]
    fields = [
        ("code", "Code", code, False),
        ("experiment", "Experiment", menu, True),
        ("wishes", "Wishes", boxes, True),
    ]
    inputs = [
        {"type": "input", "block_id": name, "label": plain(label), "element": element, "optional": optional}
        for name, label, element, optional in [*fields, ("place", "Place", choice, False)]
    ]
    texts = {"title": plain("Run code"), "submit": plain("Run"), "close": plain("Cancel")}
    return {"type": "modal", "callback_id": "run", "notify_on_close": True, **texts, "blocks": inputs}


def make_app(api_url: str, token: str) -> App:
    client = WebClient(token, base_url=api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)])
    app = App(client=client)
    app.event("message")(on_message)
    app.event("app_home_opened")(on_home)
    app.event("app_mention")(lambda event, say: say(text="You named me", thread_ts=event["ts"]))
    app.event("reaction_added")(
        lambda event, client: client.chat_postMessage(
            channel=event["item"]["channel"], thread_ts=event["item"]["ts"], text=f"saw {event['reaction']}"
        )
    )
    app.command("/run")(on_run)
    app.command("/ask")(on_ask)
    app.command("/told")(lambda ack: ack(text="told at once", response_type="in_channel"))
    app.action("helpful")(on_helpful)
    app.action("pick")(on_pick)
    app.action("tutor")(
        lambda ack, say, body: (ack(), say(text="A tutor comes", thread_ts=body["message"].get("thread_ts")))
    )
    app.view("run")(on_submitted)
    app.view_closed("run")(lambda ack, say, body: (ack(), say(text="closed", channel="C0GENERAL1")))
    app.shortcut("run_code")(on_run_code)
    app.shortcut("new_question")(
        lambda ack, client, shortcut: (ack(), client.views_open(trigger_id=shortcut["trigger_id"], view=run_view()))
    )
    return app


def on_message(event: Json, say: Say, client: WebClient) -> None:
    if event.get("bot_id"):
        return
    if event.get("subtype") == "message_changed":
        new, ts = event["message"]["text"], event["message"]["ts"]
        if not event["message"].get("bot_id") and new != event["previous_message"]["text"]:
            say(text=f"edited to {new}", thread_ts=ts)
    elif event.get("subtype") == "file_share":
        say(text=f"got {event['files'][0]['name']}", thread_ts=event["ts"])
    elif event.get("subtype") is None:
        say(text=f"heard {event['text']}", blocks=answer_blocks(), thread_ts=event.get("thread_ts") or event["ts"])


def on_home(event: Json, client: WebClient) -> None:
    if event["tab"] == "home":
        blocks = [section("*Home* of the learner"), {"type": "actions", "elements": [button("Refresh", "helpful")]}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def on_run(ack: Ack, command: Json, client: WebClient) -> None:
    ack()
    if not command["text"]:
        client.views_open(trigger_id=command["trigger_id"], view=run_view())
        return
    parent = client.chat_postMessage(channel=command["channel_id"], text=f"running {command['text']}")
    client.files_upload_v2(
        channel=command["channel_id"],
        thread_ts=parent["ts"],
        filename="plot.png",
        content=PNG,
        title="Plot",
        alt_txt="One dark pixel",
        initial_comment="The plot",
    )


def on_ask(ack: Ack, respond: Respond) -> None:
    ack()
    respond(text="only you", blocks=answer_blocks())


def on_helpful(ack: Ack, body: Json, client: WebClient, respond: Respond) -> None:
    ack()
    if body["container"]["type"] == "view":
        return
    if body["container"]["is_ephemeral"]:
        respond(delete_original=True)
    else:
        client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text=f"{body['actions'][0]['value']} thanks"
        )


def on_pick(ack: Ack, action: Json, respond: Respond) -> None:
    ack()
    respond(text=f"picked {action['selected_option']['value']}", replace_original=True)


def on_submitted(ack: Ack, view: Json, client: WebClient) -> None:
    values = view["state"]["values"]
    code = values["code"]["code"]["value"]
    if "import os" in code:
        ack(response_action="errors", errors={"code": "os is not available here"})
        return
    if code == "push":
        ack(response_action="push", view={"type": "modal", "title": plain("On top"), "blocks": [section("second")]})
        return
    ack()
    chosen = [item["value"] for item in values["wishes"]["wishes"]["selected_options"]]
    place = values["place"]["place"]["selected_option"]["value"]
    client.chat_postMessage(channel="C0GENERAL1", text=f"code {code} wishes {chosen} place {place}")


def on_run_code(ack: Ack, shortcut: Json, client: WebClient) -> None:
    ack()
    client.chat_postEphemeral(
        channel=shortcut["channel"]["id"], user=shortcut["user"]["id"], text=f"runs {shortcut['message']['text']}"
    )


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
