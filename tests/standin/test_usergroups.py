"""User groups, admins, and the menus of several people and channels, as Slack has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.standin import Standin
from bot.standin.checks.views import check_view
from bot.standin.errors import SlackError
from bot.standin.form import state_values
from bot.standin.render.blocks import blocks_html
from bot.standin.snapshot import load, new_workspace, save
from bot.standin.values import Json


@pytest.fixture(scope="module")
def client() -> Iterator[WebClient]:
    with Standin(port=0) as slack:
        yield WebClient(token=slack.bot_token, base_url=slack.api_url)


def test_user_groups_and_who_is_in_them(client: WebClient) -> None:
    group = client.usergroups_list()["usergroups"][0]
    assert (group["id"], group["handle"], group["date_delete"]) == ("S0TUTORS01", "tutors", 0)
    assert "users" not in group
    assert client.usergroups_list(include_users=True, include_count=True)["usergroups"][0]["user_count"] == 2
    assert client.usergroups_users_list(usergroup="S0TUTORS01")["users"] == ["U0GRACE001", "U0YOUSSEF1"]
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        client.usergroups_users_list(usergroup="S0NOTHERE1")


def test_an_organiser_is_an_admin(client: WebClient) -> None:
    assert client.users_info(user="U0FATOU001")["user"]["is_admin"] is True
    assert client.users_info(user="U0GRACE001")["user"]["is_admin"] is False


def test_user_groups_and_admins_survive_a_restart(tmp_path: Path) -> None:
    workspace = load(tmp_path, "tutor")
    workspace.groups["S0TUTORS01"].members.append("U0FATOU001")
    save(workspace, tmp_path)
    again = load(tmp_path, "tutor")
    assert again.groups == workspace.groups
    assert again.users["U0FATOU001"].admin


def field(element: Json) -> Json:
    label = {"type": "plain_text", "text": "Choose"}
    return {"type": "input", "block_id": "b", "label": label, "element": {"action_id": "a", **element}}


def modal(element: Json) -> Json:
    text = {"type": "plain_text", "text": "Form"}
    return {"type": "modal", "title": text, "submit": text, "blocks": [field(element)]}


MENUS = [
    ({"type": "multi_users_select", "initial_users": ["U0GRACE001"]}, "selected_users"),
    ({"type": "multi_channels_select", "initial_channels": ["C0GENERAL1"]}, "selected_channels"),
    (
        {"type": "multi_conversations_select", "initial_conversations": ["C0GENERAL1"], "max_selected_items": 5},
        "selected_conversations",
    ),
]


@pytest.mark.parametrize(("element", "selected"), MENUS)
def test_a_menu_of_several(element: Json, selected: str) -> None:
    workspace = new_workspace("tutor")
    blocks = check_view(workspace, modal(element), "modal")["blocks"]
    initial = next(value for name, value in element.items() if name.startswith("initial_"))
    assert state_values(blocks, {})["b"]["a"] == {"type": element["type"], selected: initial}
    assert state_values(blocks, {"a": ["X1", "X2"]})["b"]["a"][selected] == ["X1", "X2"]
    shown = blocks_html(blocks, {"U0GRACE001": "grace", "C0GENERAL1": "general", "C0OTHER001": "other"})
    assert "<select" in shown
    assert " multiple" in shown
    assert f'value="{initial[0]}" selected' in shown


@pytest.mark.parametrize(
    "element",
    [
        {"type": "multi_users_select", "initial_users": "U0GRACE001"},
        {"type": "multi_users_select", "initial_conversations": ["C0GENERAL1"]},
        {"type": "multi_conversations_select", "filter": {}},
        {"type": "multi_conversations_select", "filter": {"include": ["everything"]}},
        {"type": "multi_channels_select", "max_selected_items": 0},
    ],
)
def test_a_menu_that_slack_refuses(element: Json) -> None:
    with pytest.raises(SlackError, match="invalid_arguments"):
        check_view(new_workspace("tutor"), modal(element), "modal")
