"""Modal views and Home tabs: opening, stacking, updating, submitting and closing."""

from __future__ import annotations

from hashlib import md5
from uuid import uuid4

from bot.standin import form
from bot.standin.checks.views import check_view
from bot.standin.errors import SlackError
from bot.standin.services import Services
from bot.standin.settings import APP_ID, BOT_ID
from bot.standin.values import Json, User
from bot.standin.workspace import new_id

MOST_VIEWS = 3


def open_view(slack: Services, user_id: str, view: Json) -> Json:
    """Open a first modal; one that was open is put away."""
    stored = _store(slack, view, "modal")
    slack.workspace.stacks[user_id] = []
    return _push(slack, user_id, stored)


def push_view(slack: Services, user_id: str, view: Json) -> Json:
    """Put a modal on top. Raises SlackError push_limit_reached on the fourth."""
    if not slack.workspace.stacks.get(user_id):
        raise SlackError("no_current_views")
    if len(slack.workspace.stacks[user_id]) >= MOST_VIEWS:
        raise SlackError("push_limit_reached")
    return _push(slack, user_id, _store(slack, view, "modal"))


def update_view(slack: Services, view: Json, view_id: str | None, external_id: str | None, hash_: str | None) -> Json:
    """Replace an open view. Raises SlackError not_found or hash_conflict."""
    known = slack.workspace.views.values()
    old = next(
        (item for item in known if view_id == item["id"] or (external_id and external_id == item["external_id"])), None
    )
    if old is None:
        raise SlackError("not_found")
    _check_hash(old, hash_)
    new = _filled(slack, view, "modal", old["id"])
    kept = {name: old[name] for name in ("id", "root_view_id", "previous_view_id", "external_id")}
    if view.get("external_id"):
        kept["external_id"] = view["external_id"]
    old.clear()
    old.update({**new, **kept})
    refresh(slack, [user for user, stack in slack.workspace.stacks.items() if old["id"] in stack])
    return old


def publish_home(slack: Services, user_id: str, view: Json, hash_: str | None) -> Json:
    old = slack.workspace.homes.get(user_id)
    if old is not None:
        _check_hash(old, hash_)
    stored = _filled(slack, view, "home", old["id"] if old else None)
    slack.workspace.homes[user_id] = stored
    slack.browsers.push({"kind": "home"}, [user_id])
    return stored


def _store(slack: Services, view: Json, kind: str) -> Json:
    stored = _filled(slack, view, kind, None)
    external = stored["external_id"]
    if external and any(item["external_id"] == external for item in slack.workspace.views.values()):
        raise SlackError("duplicate_external_id")
    return stored


def _filled(slack: Services, view: Json, kind: str, view_id: str | None) -> Json:
    """A checked view with everything that Slack adds."""
    checked = check_view(slack.workspace, view, kind)
    defaults = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "title": None,
        "submit": None,
        "close": None,
    }
    team = slack.settings.team_id
    owner = {"team_id": team, "app_id": APP_ID, "app_installed_team_id": team, "bot_id": BOT_ID}
    identity = view_id or new_id("V", 11)
    stamp = f"{slack.workspace.next_ts().split('.')[0]}.{md5(uuid4().bytes).hexdigest()[:8]}"
    place = {"id": identity, "root_view_id": identity, "previous_view_id": None, "hash": stamp}
    return {**defaults, **checked, **owner, **place, "state": {"values": form.state_values(checked["blocks"], {})}}


def _push(slack: Services, user_id: str, view: Json) -> Json:
    stack = slack.workspace.stacks.setdefault(user_id, [])
    if stack:
        view |= {"root_view_id": stack[0], "previous_view_id": stack[-1]}
    stack.append(view["id"])
    slack.workspace.views[view["id"]] = view
    refresh(slack, [user_id])
    return view


def drop(slack: Services, user: User, view_id: str) -> Json:
    slack.workspace.stacks[user.id].remove(view_id)
    return slack.workspace.views.pop(view_id)


def _check_hash(old: Json, hash_: str | None) -> None:
    if hash_ and hash_ != old["hash"]:
        raise SlackError("hash_conflict")


def refresh(slack: Services, users: list[str]) -> None:
    slack.browsers.push({"kind": "views"}, users)
