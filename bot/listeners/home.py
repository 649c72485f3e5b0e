"""What is pressed and chosen on App Home."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.views.exercises import loading_view
from bot.views.forms.checking import check_form
from bot.views.forms.place import Place
from bot.views.home import AUTOMATIC
from bot.words import words_in


def register(app: App, accept: Accept) -> None:
    @app.action("choose_language")
    def on_language(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        chosen = action["selected_option"]["value"]
        accept(home_job(body, action, "choose", {"language": "" if chosen == AUTOMATIC else chosen}))
        ack()

    @app.action("choose_anonymity")
    def on_anonymity(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(home_job(body, action, "choose", {"anonymous": bool(action["selected_options"])}))
        ack()

    @app.action("erase_me")
    def on_erase(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(home_job(body, action, "erase", {}))
        ack()

    @app.action("list_exercises")
    def on_exercises(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        language, practical = _language(body), action["value"]
        view = loading_view(words_in(language), language, practical)
        opened = client.views_open(trigger_id=body["trigger_id"], view=view)
        data = {"language": language, "practical": practical, "view": opened["view"]["id"]}
        accept(home_job(body, action, "list_exercises", data))
        ack()

    @app.action("check_exercise")
    def on_check(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        view = check_form(Place(language=_language(body)), action["value"])
        client.views_push(trigger_id=body["trigger_id"], view=view)


def home_job(body: dict[str, Any], action: dict[str, Any], kind: Kind, data: dict[str, Any]) -> Job:
    """The job of a press on the Home tab or in a form that was opened there."""
    team, user = body["team"]["id"], body["user"]["id"]
    key = natural_key(team, user, kind, action["action_id"], action["action_ts"])
    return Job(key, kind, team, "", user, data=data)


def _language(body: dict[str, Any]) -> str:
    """The language of the view that was pressed in."""
    return str(body["view"].get("private_metadata", ""))
