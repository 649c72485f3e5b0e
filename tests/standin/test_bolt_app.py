"""The unchanged Bolt app over a real socket: every surface once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.standin import Standin
from bot.standin.errors import SlackError
from tests.standin.toy_app import PNG


def replies(standin: Standin, channel: str, ts: str, count: int = 1, user: str | None = None) -> list[dict[str, Any]]:
    return standin.wait_for(
        lambda: (found := standin.messages(channel, ts, user)) and len(found) >= count and found or []
    )


def test_message_is_answered_in_its_thread(standin: Standin) -> None:
    ts = standin.post("amina", "practicals", "why <sqrt> & more?")
    (reply,) = replies(standin, "practicals", ts)
    assert reply["text"] == "heard why &lt;sqrt&gt; &amp; more?"
    assert reply["user"] == standin.bot_user
    assert standin.message("practicals", ts)["reply_count"] == 1


def test_mention_sends_message_and_app_mention(standin: Standin) -> None:
    ts = standin.post("amina", "general", f"<@{standin.bot_user}> hello")
    texts = {reply["text"] for reply in replies(standin, "general", ts, 2)}
    assert texts == {"You named me", f"heard <@{standin.bot_user}> hello"}


def test_direct_message_has_no_app_mention(standin: Standin) -> None:
    ts = standin.post("amina", "dm", f"<@{standin.bot_user}> in private")
    assert len(replies(standin, "dm", ts, 1, user="amina")) == 1
    events = [item["payload"]["event"] for item in standin.envelopes("events_api")]
    mine = [event for event in events if event.get("text", "").endswith("in private")]
    assert {event["type"] for event in mine} == {"message"}
    assert {event["channel_type"] for event in mine} == {"im"}


def test_unsubscribed_event_is_not_sent(standin: Standin) -> None:
    standin.post("grace", "tutors", "only among tutors")
    ts = standin.post("grace", "practicals", "after it")
    replies(standin, "practicals", ts)
    sent = [item["payload"]["event"].get("text") for item in standin.envelopes("events_api")]
    assert "after it" in sent and "only among tutors" not in sent


def test_edit_reaches_the_app(standin: Standin) -> None:
    ts = standin.post("thabo", "practicals", "frist")
    replies(standin, "practicals", ts)
    standin.edit("thabo", "practicals", ts, "first")
    assert replies(standin, "practicals", ts, 2)[1]["text"] == "edited to first"


def test_reaction_reaches_the_app(standin: Standin) -> None:
    ts = standin.post("thabo", "practicals", "react to me")
    replies(standin, "practicals", ts)
    standin.react("thabo", "practicals", ts, "eyes")
    assert replies(standin, "practicals", ts, 2)[1]["text"] == "saw eyes"


def test_file_of_a_person_reaches_the_app(standin: Standin) -> None:
    ts = standin.post("thabo", "practicals", "my notebook", uploads={"a.ipynb": b"{}"})
    assert replies(standin, "practicals", ts)[0]["text"] == "got a.ipynb"


def test_command_uploads_a_picture(standin: Standin) -> None:
    assert standin.command("amina", "practicals", "/run", "attention_map a<b").error is None
    root = standin.wait_for(
        lambda: [m for m in standin.messages("practicals") if m["text"] == "running attention_map a&lt;b"]
    )
    (reply,) = replies(standin, "practicals", root[0]["ts"])
    assert (reply["subtype"], reply["text"]) == ("file_share", "The plot")
    shown, content = standin.file(reply["files"][0]["id"])
    assert content == PNG
    assert (shown["alt_txt"], shown["title"], shown["original_w"]) == ("One dark pixel", "Plot", 1)


def test_command_answer_comes_with_the_acknowledgement(standin: Standin) -> None:
    standin.command("amina", "general", "/told")
    assert standin.messages("general")[-1]["text"] == "told at once"


def test_ephemeral_answer_is_seen_by_one_person_and_can_be_deleted(standin: Standin) -> None:
    standin.command("wanjiru", "practicals", "/ask", "what is a mask")
    (private,) = standin.wait_for(lambda: standin.ephemerals("wanjiru", "practicals"))
    assert standin.ephemerals("amina", "practicals") == []
    assert standin.press("wanjiru", "practicals", private["ts"], "helpful").error is None
    standin.wait_for(lambda: not standin.ephemerals("wanjiru", "practicals"))


def test_menu_in_an_ephemeral_message_replaces_it(standin: Standin) -> None:
    standin.command("chidi", "practicals", "/ask", "x")
    (private,) = standin.wait_for(lambda: standin.ephemerals("chidi", "practicals"))
    standin.press("chidi", "practicals", private["ts"], "pick", "gnn")
    standin.wait_for(lambda: standin.ephemerals("chidi", "practicals")[0]["text"] == "picked gnn")


def test_button_updates_the_message(standin: Standin) -> None:
    ts = standin.post("amina", "practicals", "press me")
    (reply,) = replies(standin, "practicals", ts)
    assert standin.press("amina", "practicals", reply["ts"], "helpful").error is None
    standin.wait_for(lambda: standin.message("practicals", reply["ts"])["text"] == "yes thanks")
    assert "blocks" not in standin.message("practicals", reply["ts"])


def test_modal_is_opened_refused_and_accepted(standin: Standin) -> None:
    standin.command("grace", "practicals", "/run")
    (view,) = standin.wait_for(lambda: standin.views("grace"))
    assert standin.submit_view("grace", view["id"], {"code": ""}) == {"code": "Please complete this required field."}
    assert standin.submit_view("grace", view["id"], {"code": "x"}) == {"code": "Please write at least 2 characters."}
    assert standin.submit_view("grace", view["id"], {"code": "import os"}) == {"code": "os is not available here"}
    assert standin.submit_view("grace", view["id"], {"code": "x = 1", "wishes": ["plots"]}) == {}
    assert standin.views("grace") == []
    standin.wait_for(lambda: standin.messages("general")[-1]["text"] == "code x = 1 wishes ['plots'] place thread")


def test_modal_pushes_another_and_closing_tells_the_app(standin: Standin) -> None:
    standin.shortcut("youssef", "new_question")
    (view,) = standin.wait_for(lambda: standin.views("youssef"))
    assert standin.submit_view("youssef", view["id"], {"code": "push"}) == {}
    below, top = standin.views("youssef")
    assert (top["previous_view_id"], top["root_view_id"]) == (below["id"], below["id"])
    standin.close_view("youssef", top["id"], cleared=True)
    assert standin.views("youssef") == []
    standin.wait_for(lambda: standin.messages("general")[-1]["text"] == "closed")


def test_message_shortcut(standin: Standin) -> None:
    ts = standin.post("thabo", "general", "print(1)")
    replies(standin, "general", ts)
    assert standin.shortcut("thabo", "run_code", "general", ts).error is None
    assert standin.wait_for(lambda: standin.ephemerals("thabo", "general"))[0]["text"] == "runs print(1)"


def test_home_is_published_when_opened(standin: Standin) -> None:
    standin.open_home("amina")
    home = standin.wait_for(lambda: standin.home("amina"))
    assert home["blocks"][0]["text"]["text"] == "*Home* of the learner"
    assert standin.press_in_view("amina", home["id"], "helpful").error is None


def test_unknown_command_is_said_to_the_person_only(standin: Standin) -> None:
    assert standin.command("amina", "general", "/nonsense").error == "invalid_command"
    assert standin.ephemerals("amina", "general")[-1]["text"].startswith("/nonsense is not a valid command.")


def test_learner_cannot_write_to_tutors(standin: Standin) -> None:
    with pytest.raises(SlackError, match="not_in_channel"):
        standin.post("amina", "tutors", "let me in")


def test_manifest_scopes_are_enforced(standin: Standin) -> None:
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError

    client = WebClient(standin.bot_token, base_url=standin.api_url)
    with pytest.raises(SlackApiError) as refusal:
        client.users_info(user="U0AMINA001")
    assert (refusal.value.response["error"], refusal.value.response["needed"]) == ("missing_scope", "users:read")
