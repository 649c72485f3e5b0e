"""Modals and Home tabs."""

from __future__ import annotations

from copy import deepcopy

from bot.standin import views
from bot.standin.arguments import Arguments
from bot.standin.errors import SlackError
from bot.standin.methods.method import Method
from bot.standin.services import Services
from bot.standin.values import Json


def open_modal(slack: Services, args: Arguments) -> Json:
    user = _exchanged(slack, args)
    return {"view": deepcopy(views.open_view(slack, user, args.json("view")))}


def push(slack: Services, args: Arguments) -> Json:
    user = _exchanged(slack, args)
    return {"view": deepcopy(views.push_view(slack, user, args.json("view")))}


def update(slack: Services, args: Arguments) -> Json:
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", ["missing required field: view_id"])
    updated = views.update_view(slack, args.json("view"), view_id, external_id, args.text("hash"))
    return {"view": deepcopy(updated)}


def publish(slack: Services, args: Arguments) -> Json:
    user = args.required("user_id")
    if user not in slack.workspace.users:
        raise SlackError("invalid_arguments", ["user not found: user_id"])
    return {"view": deepcopy(views.publish_home(slack, user, args.json("view"), args.text("hash")))}


def _exchanged(slack: Services, args: Arguments) -> str:
    if args.text("interactivity_pointer"):
        return slack.triggers.exchange(args.required("interactivity_pointer"))
    trigger = args.required("trigger_id")
    return slack.triggers.exchange(trigger)


METHODS = {
    "views.open": Method(open_modal),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
