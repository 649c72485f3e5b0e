"""The HTTP side of what the app calls: Web API methods, response addresses, uploads and downloads."""

from __future__ import annotations

import asyncio
import base64

from aiohttp import web

from bot.standin import files
from bot.standin.arguments import Arguments, read_arguments, read_json
from bot.standin.errors import SlackError
from bot.standin.faults import Fault
from bot.standin.methods.table import call
from bot.standin.published import RESPONSE_URL, slips
from bot.standin.replying import respond
from bot.standin.services import Services
from bot.standin.values import File


def routes(slack: Services) -> list[web.RouteDef]:
    async def method(request: web.Request) -> web.Response:
        return await _method(slack, request)

    async def response_url(request: web.Request) -> web.Response:
        return await _response_url(slack, request)

    async def upload(request: web.Request) -> web.Response:
        return await _upload(slack, request)

    async def download(request: web.Request) -> web.Response:
        return _download(slack, request)

    return [
        web.get("/api/{method}", method),
        web.post("/api/{method}", method),
        web.post("/response/{token}", response_url),
        web.post("/upload/v1/{file}", upload),
        web.get("/files-pri/{file}/{tail:.*}", download),
        web.get("/link", slack.sockets.serve),
    ]


def content_headers(file: File) -> dict[str, str]:
    """A picture is shown; anything else is only ever saved, so that an uploaded page cannot run here."""
    kind = file.mimetype if file.mimetype in files.PREVIEWED else "application/octet-stream"
    disposition = "inline" if file.mimetype in files.PREVIEWED else "attachment"
    return {"Content-Type": kind, "Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}


async def _method(slack: Services, request: web.Request) -> web.Response:
    name = request.match_info["method"]
    try:
        args = await read_arguments(request)
    except SlackError as error:
        return web.json_response(error.to_dict())
    wait = slack.limits.wait(name, args.text("channel"))
    if wait:
        return _faulty(slack, name, args, Fault("ratelimit", seconds=wait))
    fault = slack.faults.next_api(name)
    if fault is not None and fault.kind != "delay":
        return _faulty(slack, name, args, fault)
    await asyncio.sleep(fault.seconds if fault else 0.0)
    slack.recorder.slips += slips(name, args.values)
    answer = call(slack, name, _with_credentials(request, args), _token(request, args))
    slack.recorder.call(name, args.values, 200, answer)
    slack.browsers.push({"kind": "call"}, [])
    scopes = ",".join(sorted(slack.manifest.scopes or ("chat:write",)))
    return web.json_response(answer, headers={"X-OAuth-Scopes": scopes})


def _faulty(slack: Services, name: str, args: Arguments, fault: Fault) -> web.Response:
    limited = fault.kind == "ratelimit"
    status = 429 if limited else fault.status
    answer = {"ok": False, "error": "ratelimited" if limited else "internal_error"}
    slack.recorder.call(name, args.values, status, answer)
    headers = {"Retry-After": str(max(1, round(fault.seconds)))} if limited else {}
    return web.json_response(answer, status=status, headers=headers)


def _token(request: web.Request, args: Arguments) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else args.text("token")


def _with_credentials(request: web.Request, args: Arguments) -> Arguments:
    """An app shows its id and secret by Basic authentication."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return args
    name, _, secret = base64.b64decode(encoded).decode().partition(":")
    return Arguments({**args.values, "client_id": name, "client_secret": secret})


async def _response_url(slack: Services, request: web.Request) -> web.Response:
    body = await read_json(request)
    try:
        respond(slack, slack.response_urls.use(request.match_info["token"]), body)
    except SlackError as error:
        slack.recorder.call("response_url", body, 404, error.to_dict())
        status = 404 if error.code.endswith("_url") else 400
        return web.json_response(error.to_dict(), status=status)
    slack.recorder.slips += slips(RESPONSE_URL, body)
    slack.recorder.call("response_url", body, 200, {"ok": True})
    return web.Response(text="ok")


async def _upload(slack: Services, request: web.Request) -> web.Response:
    try:
        file = slack.workspace.file(request.match_info["file"])
    except SlackError:
        return web.Response(status=404, text="No such upload")
    content = await _posted_bytes(request)
    if file.content is not None or len(content) != file.size:
        return web.Response(status=400, text=f"Expected {file.size} bytes once, got {len(content)}")
    files.fill(file, content)
    return web.Response(text=f"OK - {len(content)}")


async def _posted_bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for field in (await request.post()).values():
        if isinstance(field, web.FileField):
            return field.file.read()
    return b""


def _download(slack: Services, request: web.Request) -> web.Response:
    """Without a valid token Slack answers with its sign-in page and status 200; so does the stand-in."""
    if _token(request, Arguments({})) != slack.settings.bot_token:
        return web.Response(
            text="<!DOCTYPE html><title>Sign in</title><p>Sign in to Indaba.</p>", content_type="text/html"
        )
    file_id = request.match_info["file"].partition("-")[2]
    file = slack.workspace.files.get(file_id)
    if file is None or file.content is None:
        return web.Response(status=404)
    return web.Response(body=file.content, headers=content_headers(file))
