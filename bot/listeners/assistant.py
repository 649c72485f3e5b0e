"""The assistant pane: a thread that is opened there, and what is written and pressed in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, Assistant, BoltRequest, BoltResponse

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.listeners.actions import press_job
from bot.listeners.events import with_thread
from bot.views.assistant import CHECK_OFFERED, FEEDBACK, RUN_OFFERED
from bot.views.text import unescape
from runners.experiments import catalogue

_ONLY_CODE = re.compile(r"\s*```((?!```).)+```\s*", re.DOTALL)
_RUN = re.compile(r"/?run\s+([A-Za-z]\w*)((?:\s+[A-Za-z_]\w*=\S+)*)\s*", re.IGNORECASE)
_CHECK = re.compile(r"/?check\s+([A-Za-z]\w*(?:\s+[A-Za-z_]\w*=\S+)+)\s*", re.IGNORECASE)


class Pane(Assistant):
    """Takes the plain messages of the pane. Edited, deleted and shared ones go on to the listeners of every channel."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        event = req.body.get("event", {})
        if event.get("type") == "message" and event.get("subtype"):
            next()
            return None
        return super().process(req=req, resp=resp, next=next)


def register(app: App, accept: Accept) -> None:
    pane = Pane()

    @pane.thread_started
    def on_start(payload: dict[str, Any], context: dict[str, Any]) -> None:
        accept(opened_job(payload["assistant_thread"], str(context["team_id"])))

    @pane.thread_context_changed
    def on_move() -> None:
        """Which channel is looked at meanwhile changes nothing; without this, Bolt would write it into a message."""

    @pane.user_message
    def on_message(payload: dict[str, Any], context: dict[str, Any]) -> None:
        job = pane_job(payload, str(context["team_id"]))
        for one in with_thread(job) if job else ():
            accept(one)

    app.use(pane)
    _register_feedback(app, accept)
    for action_id, kind in ((RUN_OFFERED, "run_offered"), (CHECK_OFFERED, "check_offered")):
        _register_offered(app, accept, action_id, kind)  # type: ignore[arg-type]


def _register_feedback(app: App, accept: Accept) -> None:
    @app.action(FEEDBACK)
    def on_feedback(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        word, _, exchange = action["value"].partition(" ")
        accept(press_job(body, action, "feedback", {"exchange": exchange, "helpful": word == "helpful"}))
        ack()


def _register_offered(app: App, accept: Accept, action_id: str, kind: Kind) -> None:
    @app.action(action_id)
    def on_offered(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(press_job(body, action, kind, {"exchange": action["value"]}))
        ack()


def opened_job(thread: dict[str, Any], team: str) -> Job:
    channel, ts = thread["channel_id"], thread["thread_ts"]
    return Job(natural_key(team, channel, ts, "open_pane"), "open_pane", team, channel, thread["user_id"], thread=ts)


def pane_job(event: dict[str, Any], team: str) -> Job | None:
    """The job of a message in the pane: a question, an experiment or shapes by name, or code to do something with."""
    text = unescape(event.get("text", "")).strip()
    if not text or not event.get("user"):
        return None
    question = Job(
        id=natural_key(team, event["channel"], event["ts"], "message"),
        kind="answer",
        team=team,
        channel=event["channel"],
        user=event["user"],
        text=text,
        message=event["ts"],
        thread=event["thread_ts"],
        addressed=True,
        data={"pane": True},
    )
    if _ONLY_CODE.fullmatch(text):
        return replace(question, kind="offer_code")
    run, check = _RUN.fullmatch(text), _CHECK.fullmatch(text)
    if run and run.group(1) in {experiment.name for experiment in catalogue()}:
        return replace(question, kind="run", text=run.group(1) + run.group(2))
    return replace(question, kind="check", text=check.group(1)) if check else question
