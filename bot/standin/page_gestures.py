"""The changes that the page asks for: the same functions that tests call, behind HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.standin import files, gestures, people_actions, view_gestures
from bot.standin.arguments import read_json
from bot.standin.delivery import Answer
from bot.standin.errors import SlackError, StandinError
from bot.standin.services import Services
from bot.standin.values import File, Json

Gesture = Callable[[Services, Json], Awaitable[Json]]


async def answered(work: Awaitable[Json]) -> web.Response:
    """The answer as JSON; a refusal has `error` and status 400."""
    try:
        return web.json_response(await work)
    except SlackError as error:
        return web.json_response({"error": error.code}, status=400)
    except StandinError as error:
        return web.json_response({"error": str(error)}, status=400)
    except KeyError as error:
        return web.json_response({"error": f"The field {error} is missing."}, status=400)


def routes(slack: Services) -> list[web.RouteDef]:
    def route(path: str, gesture: Gesture) -> web.RouteDef:
        async def handle(request: web.Request) -> web.Response:
            async def work() -> Json:
                if request.content_type != "application/json":
                    raise StandinError("Send JSON.")
                return await gesture(slack, await read_json(request))

            return await answered(work())

        return web.post(path, handle)

    async def post(request: web.Request) -> web.Response:
        return await answered(_post(slack, request))

    return [web.post("/page/post", post), *(route(f"/page/{name}", gesture) for name, gesture in GESTURES.items())]


async def _post(slack: Services, request: web.Request) -> Json:
    """A message with its files, as multipart form data."""
    form = await request.post()
    user = slack.workspace.user(str(form["user"]))
    sent: list[File] = []
    for item in form.getall("file", []):
        if isinstance(item, web.FileField):
            sent.append(files.uploaded(slack, item.filename, item.file.read(), user.id))
    text = str(form.get("text", "")).replace("\r\n", "\n")
    thread_ts = str(form["thread_ts"]) if form.get("thread_ts") else None
    message = people_actions.post(slack, user.id, str(form["channel"]), text, thread_ts, sent)
    return {"ts": message["ts"]}


async def _edit(slack: Services, body: Json) -> Json:
    people_actions.edit(slack, body["user"], body["channel"], body["ts"], body["text"])
    return {}


async def _delete(slack: Services, body: Json) -> Json:
    people_actions.delete(slack, body["user"], body["channel"], body["ts"])
    return {}


async def _react(slack: Services, body: Json) -> Json:
    people_actions.react(slack, body["user"], body["channel"], body["ts"], body["name"])
    return {}


async def _read(slack: Services, body: Json) -> Json:
    user, channel = slack.workspace.user(body["user"]), slack.workspace.channel(body["channel"])
    slack.workspace.read.setdefault(user.id, {})[channel.id] = slack.workspace.next_ts()
    return {}


async def _home(slack: Services, body: Json) -> Json:
    people_actions.open_home(slack, body["user"], body.get("tab", "home"))
    return {}


async def _assistant(slack: Services, body: Json) -> Json:
    return {"ts": people_actions.open_assistant(slack, body["user"])}


async def _command(slack: Services, body: Json) -> Json:
    return _told(await gestures.command(slack, body["user"], body["channel"], body["name"], body.get("text", "")))


async def _press(slack: Services, body: Json) -> Json:
    what = (body["action_id"], body.get("value"), body.get("block_id"), body.get("form"))
    if body.get("view"):
        return _told(await gestures.press_in_view(slack, body["user"], body["view"], *what))
    return _told(await gestures.press(slack, body["user"], body["channel"], body["ts"], *what))


async def _shortcut(slack: Services, body: Json) -> Json:
    work = gestures.shortcut(slack, body["user"], body["callback_id"], body.get("channel"), body.get("ts"))
    return _told(await work)


async def _submit(slack: Services, body: Json) -> Json:
    return {
        "errors": await view_gestures.submit(slack, slack.workspace.user(body["user"]), body["view"], body["values"])
    }


async def _close(slack: Services, body: Json) -> Json:
    await view_gestures.close(slack, slack.workspace.user(body["user"]), body["view"], bool(body.get("cleared")))
    return {}


def _told(answer: Answer) -> Json:
    return {"failed": answer.error or ""}


GESTURES: dict[str, Gesture] = {
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "read": _read,
    "home": _home,
    "assistant": _assistant,
    "command": _command,
    "press": _press,
    "shortcut": _shortcut,
    "submit": _submit,
    "close": _close,
}
