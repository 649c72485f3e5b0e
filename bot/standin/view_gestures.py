"""What people do with modals: submitting and closing."""

from __future__ import annotations

from copy import deepcopy

from bot.standin import form, interactions, views
from bot.standin.delivery import Answer
from bot.standin.errors import SlackError
from bot.standin.replying import view_of
from bot.standin.services import Services
from bot.standin.values import Json, User

TROUBLE = "We had some trouble connecting. Try again?"


async def submit(slack: Services, user: User, view_id: str, given: Json) -> dict[str, str]:
    """Submit a modal as a person. Returns block_id to error; an empty dictionary means that it was accepted."""
    view = view_of(slack, user, view_id)
    values = form.state_values(view["blocks"], given)
    errors = form.missing(view["blocks"], values)
    if errors:
        return errors
    view["state"] = {"values": values}
    payload = interactions.view_submission(slack, user, deepcopy(view))
    answer = await slack.delivery.request("interactive", payload)
    return _submitted(slack, user, view, answer)


async def close(slack: Services, user: User, view_id: str, cleared: bool = False) -> None:
    """Close one modal, or with `cleared` the whole stack, and tell the app about those that asked for it."""
    view_of(slack, user, view_id)
    stack = slack.workspace.stacks.get(user.id, [])
    gone = list(reversed(stack)) if cleared else [view_id]
    closed = [views.drop(slack, user, item) for item in gone]
    views.refresh(slack, [user.id])
    for view in closed:
        if view.get("notify_on_close"):
            await slack.delivery.request("interactive", interactions.view_closed(slack, user, view, cleared))


def _submitted(slack: Services, user: User, view: Json, answer: Answer) -> dict[str, str]:
    if answer.error:
        return {"": TROUBLE}
    action = answer.payload.get("response_action")
    if action == "errors":
        return _errors(view, answer.payload.get("errors", {}))
    try:
        _respond(slack, user, view, action, answer.payload.get("view"))
    except SlackError as error:
        return {"": f"{TROUBLE} ({error.code}: {'; '.join(error.messages)})"}
    return {}


def _respond(slack: Services, user: User, view: Json, action: str | None, new: Json | None) -> None:
    if action == "update" and new is not None:
        views.update_view(slack, new, view["id"], None, None)
    elif action == "push" and new is not None:
        views.push_view(slack, user.id, new)
    else:
        for view_id in list(slack.workspace.stacks[user.id]) if action == "clear" else [view["id"]]:
            views.drop(slack, user, view_id)
        views.refresh(slack, [user.id])


def _errors(view: Json, errors: Json) -> dict[str, str]:
    """Errors for unknown or non-input blocks are refused by Slack, which then shows its own sentence."""
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not errors or not set(errors) <= inputs:
        return {"": TROUBLE}
    return {name: str(text) for name, text in errors.items()}
