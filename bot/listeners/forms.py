"""What is pressed to open a form, and what is chosen inside one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.jobs import Kind
from bot.listeners import Accept
from bot.listeners.actions import press_job
from bot.listeners.opening import open_form, opened
from bot.views.forms.checking import EXERCISE, check_form
from bot.views.forms.experiments import BACK, experiment_form
from bot.views.forms.notes import loading_form
from bot.views.forms.place import Place
from bot.views.forms.questions import ask_form
from bot.views.forms.running import CHOOSE_EXPERIMENT, code_in_box, run_form
from bot.views.forms.table import Form
from runners.experiments import find, parse

_OPENERS: dict[str, Form] = {"open_ask": ask_form, "open_run": run_form, "open_check": check_form}
_FILLED: dict[str, tuple[Kind, dict[str, Any]]] = {
    "edit_run": ("edit_run", {}),
    "pick_cell": ("open_notebook", {"offered": True}),
}


def register(app: App, accept: Accept) -> None:
    for action_id, form in _OPENERS.items():
        _register_opener(app, accept, action_id, form)
    for action_id, (kind, data) in _FILLED.items():
        _register_filled(app, accept, action_id, kind, data)
    _register_gallery(app)
    _register_exercise(app)


def _register_opener(app: App, accept: Accept, action_id: str, form: Form) -> None:
    """A button whose value is the practical that the form shows first."""

    @app.action(action_id)
    def on_open(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        open_form(client, accept, body, form, replace(Place.of_press(body), practical=action["value"]))


def _register_filled(app: App, accept: Accept, action_id: str, kind: Kind, data: dict[str, Any]) -> None:
    """A button whose form is opened at once, and filled by an act."""

    @app.action(action_id)
    def on_fill(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        place = Place.of_press(body)
        view = opened(client, body["trigger_id"], loading_form(place, place.words.forms.run_title))
        accept(press_job(body, action, kind, {**data, "subject": action["value"], "view": view.get("id", "")}))
        ack()


def _register_gallery(app: App) -> None:
    @app.action(CHOOSE_EXPERIMENT)
    def on_choose(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        view = body["view"]
        place = replace(Place.of_view(view), code=code_in_box(view))
        _update(client, view, experiment_form(place, find(action["selected_option"]["value"])))

    @app.action("change_experiment")
    def on_change(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        name, *words = action["value"].split()
        opened(client, body["trigger_id"], experiment_form(Place.of_press(body), find(name), parse(name, words)))

    @app.action(BACK)
    def on_back(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        _update(client, body["view"], run_form(Place.of_view(body["view"])))


def _register_exercise(app: App) -> None:
    @app.action({"action_id": EXERCISE, "block_id": EXERCISE})
    def on_exercise(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        view = body["view"]
        place = replace(Place.of_view(view), code=code_in_box(view))
        _update(client, view, check_form(place, action["selected_option"]["value"]))


def _update(client: WebClient, old: dict[str, Any], new: dict[str, Any]) -> None:
    client.views_update(view_id=old["id"], hash=old["hash"], view=new)
