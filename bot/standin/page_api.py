"""The page and the calls it makes. Every change names the person it is made for."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import web

from bot.standin import page_gestures, presenting
from bot.standin.errors import SlackError
from bot.standin.page_gestures import answered
from bot.standin.people_actions import room
from bot.standin.services import Services
from bot.standin.values import Json
from bot.standin.web_api import content_headers

PAGE = Path(__file__).parent / "page"
KEEP_ALIVE_SECONDS = 15.0


def routes(slack: Services) -> list[web.RouteDef]:
    async def index(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def archive(request: web.Request) -> web.StreamResponse:
        return await index(request)

    async def asset(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        known = [path for path in PAGE.iterdir() if path.name == name]
        return web.FileResponse(known[0], headers={"Cache-Control": "no-cache"}) if known else web.Response(status=404)

    async def state(request: web.Request) -> web.Response:
        return await answered(_state(slack, request))

    async def messages(request: web.Request) -> web.Response:
        return await answered(_messages(slack, request))

    async def views(request: web.Request) -> web.Response:
        return await answered(_views(slack, request))

    async def picture(request: web.Request) -> web.Response:
        return _content(slack, request.query.get("name", ""))

    async def changes(request: web.Request) -> web.StreamResponse:
        return await _changes(slack, request)

    return [
        web.get("/", index),
        web.get("/archives/{channel}/{ts}", archive),
        web.get("/page/assets/{name}", asset),
        web.get("/page/state", state),
        web.get("/page/messages", messages),
        web.get("/page/views", views),
        web.get("/page/slack-file", picture),
        web.get("/page/changes", changes),
        *page_gestures.routes(slack),
    ]


async def _state(slack: Services, request: web.Request) -> Json:
    return presenting.state(slack, slack.workspace.user(request.query.get("user", "amina")))


async def _messages(slack: Services, request: web.Request) -> Json:
    user = slack.workspace.user(request.query["user"])
    channel = room(slack, user, request.query["channel"])
    ts = request.query.get("thread")
    if ts:
        return presenting.thread(slack, user, channel.id, ts)
    return {"messages": presenting.channel(slack, user, channel.id)}


async def _views(slack: Services, request: web.Request) -> Json:
    user = slack.workspace.user(request.query["user"])
    home = slack.workspace.homes.get(user.id)
    stack = [presenting.view(slack, item) for item in slack.workspace.stack(user.id)]
    return {"stack": stack, "home": presenting.view(slack, home) if home else None}


def _content(slack: Services, name: str) -> web.Response:
    """A file by id, or by the url_private that an image block may name."""
    found = next((file for file in slack.workspace.files.values() if file.id == name or f"-{file.id}/" in name), None)
    if found is None or found.content is None:
        return web.Response(status=404, text="No such file")
    return web.Response(body=found.content, headers=content_headers(found))


async def _changes(slack: Services, request: web.Request) -> web.StreamResponse:
    """The stream of changes for one person, as server-sent events."""
    try:
        user = slack.workspace.user(request.query.get("user", ""))
    except SlackError:
        return web.Response(status=404, text="No such person")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    queue = slack.browsers.open(user.id)
    try:
        await response.write(b"retry: 1000\n\n")
        while (change := await _next(queue)) is not None:
            await response.write(change)
    except ConnectionError:
        return response
    finally:
        slack.browsers.close(queue)
    return response


async def _next(queue: asyncio.Queue[str | None]) -> bytes | None:
    try:
        change = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
    except TimeoutError:
        return b": still here\n\n"
    return None if change is None else f"data: {change}\n\n".encode()
