"""Installing the app by OAuth: the address that a person is sent to, and the codes that the app exchanges."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from bot.standin.errors import SlackError

if TYPE_CHECKING:
    from bot.standin.services import Services

INSTALLER = "U0GRACE001"


@dataclass
class Installing:
    """`installed` is false from an uninstallation until a code is exchanged again. A code serves once."""

    installed: bool = True
    codes: dict[str, str] = field(default_factory=dict)

    def issue(self, redirect_uri: str) -> str:
        code = token_hex(16)
        self.codes[code] = redirect_uri
        return code

    def exchange(self, code: str, redirect_uri: str) -> None:
        """Raises SlackError invalid_code, or bad_redirect_uri when it is not the one that the code was issued for."""
        if code not in self.codes:
            raise SlackError("invalid_code")
        if self.codes.pop(code) != redirect_uri:
            raise SlackError("bad_redirect_uri")
        self.installed = True


def routes(slack: Services) -> list[web.RouteDef]:
    async def authorize(request: web.Request) -> web.Response:
        return _authorize(slack, request)

    return [web.get("/oauth/v2/authorize", authorize)]


def _authorize(slack: Services, request: web.Request) -> web.Response:
    """Slack asks the person here; the stand-in sends them back as if they had pressed *Allow*."""
    asked = request.query
    if asked.get("client_id") != slack.settings.client_id:
        return web.Response(status=400, text="invalid_client_id")
    unknown = set(asked.get("scope", "").split(",")) - (slack.manifest.scopes or set(asked.get("scope", "").split(",")))
    if unknown or not asked.get("scope"):
        return web.Response(status=400, text=f"invalid_scope {','.join(sorted(unknown))}")
    named = asked.get("redirect_uri", "")
    back = named or slack.settings.redirect_url
    if not back:
        return web.Response(status=400, text="bad_redirect_uri")
    code = slack.installing.issue(named)
    return web.Response(
        status=302, headers={"Location": f"{back}?{urlencode({'code': code, 'state': asked.get('state', '')})}"}
    )
