"""The control address for tests: what the app called, and the faults to switch on."""

from __future__ import annotations

import json

from aiohttp import web

from bot.standin.arguments import read_json
from bot.standin.errors import StandinError
from bot.standin.faults import Fault
from bot.standin.services import Services
from bot.standin.values import Json


def routes(slack: Services) -> list[web.RouteDef]:
    async def calls(request: web.Request) -> web.Response:
        wanted = request.query.get("method")
        return web.json_response(
            [item for item in slack.recorder.calls if wanted in (None, item["method"])], dumps=_dumps
        )

    async def envelopes(request: web.Request) -> web.Response:
        return web.json_response(list(slack.recorder.envelopes))

    async def clear(request: web.Request) -> web.Response:
        slack.recorder.clear()
        slack.faults.clear()
        return web.json_response({"ok": True})

    async def fault(request: web.Request) -> web.Response:
        return _add_fault(slack, await read_json(request))

    async def socket(request: web.Request) -> web.Response:
        return await _socket(slack, await read_json(request))

    return [
        web.get("/control/calls", calls),
        web.get("/control/envelopes", envelopes),
        web.post("/control/clear", clear),
        web.post("/control/faults", fault),
        web.post("/control/socket", socket),
    ]


def _add_fault(slack: Services, body: Json) -> web.Response:
    scope = str(body.pop("scope", "api"))
    try:
        slack.faults.add(scope, Fault(**body))
    except (StandinError, TypeError) as error:
        return web.json_response({"ok": False, "error": str(error)}, status=400)
    return web.json_response({"ok": True})


async def _socket(slack: Services, body: Json) -> web.Response:
    if body.get("do") == "cut":
        await slack.sockets.cut()
    elif body.get("do") == "disconnect":
        await slack.sockets.disconnect(str(body.get("reason", "refresh_requested")))
    else:
        return web.json_response({"ok": False, "error": 'do must be "cut" or "disconnect"'}, status=400)
    return web.json_response({"ok": True})


def _dumps(value: object) -> str:
    return json.dumps(value, default=str)
