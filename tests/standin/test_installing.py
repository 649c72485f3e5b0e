"""Installing by OAuth as Slack does it, and being taken out of the workspace again."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.standin import Standin

BACK = "https://tutor.example/slack/oauth_redirect"


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin(redirect_url=BACK, team_id="T0INDABAX1", team_name="IndabaX") as running:
        yield running


def authorize(slack: Standin, **changes: str) -> tuple[int, str]:
    """The status of Slack's answer, and the address that the person is sent to."""
    asked = {"client_id": slack.settings.client_id, "scope": "chat:write", "state": "s1", **changes}
    connection = HTTPConnection(urlsplit(slack.url).netloc, timeout=5)
    connection.request("GET", f"/oauth/v2/authorize?{urlencode(asked)}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Location", "")


def code_of(location: str) -> str:
    return parse_qs(urlsplit(location).query)["code"][0]


def exchange(slack: Standin, code: str, secret: str = "") -> dict[str, object]:
    client = WebClient(base_url=slack.api_url)
    secret = secret or slack.settings.client_secret
    answer = client.oauth_v2_access(client_id=slack.settings.client_id, client_secret=secret, code=code)
    assert isinstance(answer.data, dict)
    return answer.data


def refused(slack: Standin, code: str, secret: str = "") -> str:
    with pytest.raises(SlackApiError) as refusal:
        exchange(slack, code, secret)
    return str(refusal.value.response["error"])


def test_a_code_is_exchanged_once_for_the_token_of_the_workspace(slack: Standin) -> None:
    status, location = authorize(slack)
    assert (status, location.partition("?")[0]) == (302, BACK)
    assert parse_qs(urlsplit(location).query)["state"] == ["s1"]
    code = code_of(location)
    answer = exchange(slack, code)
    assert answer["access_token"] == slack.bot_token
    assert answer["team"] == {"id": "T0INDABAX1", "name": "IndabaX"}
    assert refused(slack, code) == "invalid_code"


def test_a_wrong_secret_and_a_wrong_code_are_refused(slack: Standin) -> None:
    code = code_of(authorize(slack)[1])
    assert refused(slack, code, "a guess") == "bad_client_secret"
    assert refused(slack, "a guess") == "invalid_code"
    assert authorize(slack, client_id="1.2")[0] == 400


def test_an_uninstalled_app_has_no_token_until_it_is_installed_again(slack: Standin) -> None:
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    assert client.auth_test()["team_id"] == "T0INDABAX1"
    slack.uninstall()
    with pytest.raises(SlackApiError) as refusal:
        client.auth_test()
    assert refusal.value.response["error"] == "account_inactive"
    exchange(slack, code_of(authorize(slack)[1]))
    assert client.auth_test()["ok"]
    assert client.auth_revoke()["revoked"]
    with pytest.raises(SlackApiError):
        client.auth_test()
