"""Forms that people send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.views.forms.cells import CELLS_FORM, read_cells
from bot.views.forms.checking import CHECK_FORM, read_check
from bot.views.forms.experiments import EXPERIMENT_FORM, experiment_of, read_experiment
from bot.views.forms.fields import View
from bot.views.forms.keeping import KEEP_FORM, Keeping, read_entry
from bot.views.forms.place import Place
from bot.views.forms.questions import ASK_FORM, TUTOR_FORM, read_question, read_ticket
from bot.views.forms.running import RUN_FORM, code_in_box, read_run
from runners.experiments import find

Sent = tuple[Job, dict[str, str]]
"""The job of a form, and a sentence for each field that is wrong; with one of these nothing is done."""


def register(app: App, accept: Accept) -> None:
    _register(app, accept, KEEP_FORM, _keep)
    _register(app, accept, ASK_FORM, _ask)
    _register(app, accept, RUN_FORM, _run)
    _register(app, accept, EXPERIMENT_FORM, _experiment)
    _register(app, accept, CHECK_FORM, _check)
    _register(app, accept, TUTOR_FORM, _tutor)
    _register(app, accept, CELLS_FORM, _cell)


def _register(app: App, accept: Accept, callback_id: str, sent: Callable[[dict[str, Any], View], Sent]) -> None:
    @app.view(callback_id)
    def on_sent(ack: Ack, body: dict[str, Any], view: View) -> None:
        job, errors = sent(body, view)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        accept(job)
        ack()


def _keep(body: dict[str, Any], view: View) -> Sent:
    entry, errors = read_entry(view)
    return keep_job(body, view, entry), errors


def _ask(body: dict[str, Any], view: View) -> Sent:
    text, errors = read_question(view, Place.of_view(view))
    return form_job(body, view, "answer", text, private=True), errors


def _run(body: dict[str, Any], view: View) -> Sent:
    place = Place.of_view(view)
    text, errors = read_run(view, place)
    shows = code_in_box(view) if place.thread else ""
    return form_job(body, view, "run", text, shows=shows), errors


def _experiment(body: dict[str, Any], view: View) -> Sent:
    text, errors = read_experiment(view, find(experiment_of(view)))
    shows = text if Place.of_view(view).thread else ""
    return form_job(body, view, "run", text, shows=shows), errors


def _check(body: dict[str, Any], view: View) -> Sent:
    text, errors = read_check(view, Place.of_view(view))
    return form_job(body, view, "check", text, private=True), errors


def _tutor(body: dict[str, Any], view: View) -> Sent:
    text, anonymous, errors = read_ticket(view, Place.of_view(view))
    return form_job(body, view, "open_ticket", text, anonymous=anonymous), errors


def _cell(body: dict[str, Any], view: View) -> Sent:
    cell, way = read_cells(view)
    place = Place.of_view(view)
    return form_job(body, view, "take_cell", file=place.file, cell=cell, way=way, offered=place.offered), {}


def form_job(
    body: dict[str, Any], view: View, kind: Kind, text: str = "", *, private: bool = False, **data: Any
) -> Job:
    """The job of a form sent, as if its command had been typed where the form was opened."""
    place, team, user = Place.of_view(view), body["team"]["id"], body["user"]["id"]
    return Job(
        id=natural_key(team, user, kind, view["id"]),
        kind=kind,
        team=team,
        channel=place.channel,
        user=user,
        text=text,
        message=place.message,
        thread=place.thread,
        private=private,
        addressed=True,
        data={**data, "response_url": place.response_url},
    )


def keep_job(body: dict[str, Any], view: View, entry: dict[str, Any]) -> Job:
    """The job of a form sent: the same form sent again is the same job."""
    place = Keeping.of_view(view)
    team, user = body["team"]["id"], body["user"]["id"]
    return Job(
        id=natural_key(team, user, "keep_entry", view["id"]),
        kind="keep_entry",
        team=team,
        channel=place.channel,
        user=user,
        text=entry["question"],
        thread=place.thread,
        data=entry,
    )
