"""Buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.views.ticket_buttons import MENU

_ON_REPLY: dict[str, tuple[Kind, dict[str, Any]]] = {
    "ask_tutor": ("open_ticket", {}),
    "run_example": ("run_example", {}),
    "show_section": ("show_section", {}),
    "show_formulas": ("show_formulas", {}),
    "explain_experiment": ("explain", {}),
    "next_hint": ("next_hint", {}),
    "share": ("share", {}),
    "share_check": ("share_check", {}),
    "run_again": ("run_again", {}),
    "open_practicals": ("practicals", {}),
    "helpful": ("feedback", {"helpful": True}),
    "not_helpful": ("feedback", {"helpful": False}),
}
_ON_TICKET: dict[str, Kind] = {
    "claim_ticket": "claim_ticket",
    "resolve_ticket": "resolve_ticket",
    "reopen_ticket": "reopen_ticket",
    "keep_answer": "edit_entry",
    "wait_ticket": "wait_ticket",
    "ungroup_ticket": "ungroup_ticket",
    "show_name": "show_name",
}
_MENU_KINDS: dict[str, Kind] = {
    "snooze": "snooze_ticket",
    "give_back": "unclaim_ticket",
    "escalate": "escalate_ticket",
}
_ON_ENTRY = ("withdraw_entry", "withdraw_earlier_entry")
_ON_OFFER: tuple[Kind, ...] = ("offer_taken", "offer_declined")


def register(app: App, accept: Accept) -> None:
    for action_id, (kind, data) in _ON_REPLY.items():
        _register(app, accept, action_id, kind, "exchange", data)
    for action_id, kind in _ON_TICKET.items():
        _register(app, accept, action_id, kind, "ticket", {})
    for kind in _ON_OFFER:
        _register_offer(app, accept, kind)
    _register_stop(app, accept)
    _register_run(app, accept)
    _register_menu(app, accept)
    _register_group(app, accept)
    for action_id in _ON_ENTRY:
        _register(app, accept, action_id, "withdraw_entry", "entry", {})


def _register(app: App, accept: Accept, action_id: str, kind: Kind, value_name: str, data: dict[str, Any]) -> None:
    @app.action(action_id)
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(press_job(body, action, kind, {**data, value_name: action["value"]}))
        ack()


def _register_offer(app: App, accept: Accept, kind: Kind) -> None:
    @app.action(kind)
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(offer_job(body, action, kind))
        ack()


def _register_stop(app: App, accept: Accept) -> None:
    @app.action("stop_run")
    def on_stop(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        run, _, asker = action["value"].partition(" ")
        accept(press_job(body, action, "stop_run", {"run": run, "asker": asker}))
        ack()


def _register_run(app: App, accept: Accept) -> None:
    @app.action("run_experiment")
    def on_run(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(replace(press_job(body, action, "run", {}), text=action["value"]))
        ack()


def _register_menu(app: App, accept: Accept) -> None:
    @app.action(MENU)
    def on_choice(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ticket, what, *more = action["selected_option"]["value"].split(" ")
        data = {"ticket": ticket, **({"for": more[0]} if more else {})}
        accept(press_job(body, action, _MENU_KINDS[what], data))
        ack()


def _register_group(app: App, accept: Accept) -> None:
    @app.action("group_ticket")
    def on_group(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ticket, _, head = action["value"].partition(" ")
        accept(press_job(body, action, "group_ticket", {"ticket": ticket, "head": head}))
        ack()


def _pressed(action: dict[str, Any]) -> str:
    """The value of a button, or of what was chosen in a menu."""
    chosen: dict[str, Any] = action.get("selected_option") or action
    return str(chosen["value"])


def offer_job(body: dict[str, Any], action: dict[str, Any], kind: Kind) -> Job:
    """The job of a press on an offer. It is about the message that the offer was for, in whose thread it stood."""
    message, _, language = action["value"].partition(" ")
    return replace(press_job(body, action, kind, {"language": language}), message=message)


def _name(body: dict[str, Any]) -> str:
    user = body["user"]
    return str(user.get("name") or user.get("username") or "")


def press_job(body: dict[str, Any], action: dict[str, Any], kind: Kind, data: dict[str, Any]) -> Job:
    """The job of a press. Asking a tutor about the same reply twice is the same job."""
    team, user = body["team"]["id"], body["user"]["id"]
    container, message = body.get("container", {}), body.get("message", {})
    moment = "" if kind == "open_ticket" else action["action_ts"]
    return Job(
        id=natural_key(team, user, kind, _pressed(action), moment),
        kind=kind,
        team=team,
        channel=body.get("channel", {}).get("id", ""),
        user=user,
        message=container.get("message_ts", ""),
        thread=message.get("thread_ts", container.get("thread_ts", "")),
        data={
            **data,
            "response_url": body.get("response_url", ""),
            "trigger": body.get("trigger_id", ""),
            "name": _name(body),
        },
    )
