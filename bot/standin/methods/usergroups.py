"""User groups: which there are, and who is in them."""

from __future__ import annotations

from bot.standin.arguments import Arguments
from bot.standin.errors import SlackError
from bot.standin.methods.method import Method
from bot.standin.services import Services
from bot.standin.settings import TEAM_ID
from bot.standin.values import Json


def list_all(slack: Services, args: Arguments) -> Json:
    shown: list[Json] = []
    for group in slack.workspace.groups.values():
        item = {**group.to_dict(), "team_id": TEAM_ID}
        if args.flag("include_users"):
            item["users"] = list(group.members)
        if args.flag("include_count"):
            item["user_count"] = len(group.members)
        shown.append(item)
    return {"usergroups": shown}


def users(slack: Services, args: Arguments) -> Json:
    group = slack.workspace.groups.get(args.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


METHODS = {
    "usergroups.list": Method(list_all, "usergroups:read"),
    "usergroups.users.list": Method(users, "usergroups:read"),
}
