"""The HTTP server: it joins the parts, listens on the loopback address and saves the state."""

from __future__ import annotations

import asyncio
import errno
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.standin import control, guard, installing, page_api, snapshot, web_api
from bot.standin.browsers import Browsers
from bot.standin.delivery import Delivery
from bot.standin.errors import StandinError
from bot.standin.faults import Faults
from bot.standin.limits import Limits
from bot.standin.manifest import Manifest
from bot.standin.recorder import Recorder
from bot.standin.response_urls import ResponseUrls
from bot.standin.services import Services
from bot.standin.settings import Settings
from bot.standin.signed_http import SignedHttp
from bot.standin.sockets import Sockets
from bot.standin.triggers import Triggers

HOST = "127.0.0.1"
LARGEST_REQUEST = 64 * 1024 * 1024
SAVE_SECONDS = 1.0


def build(settings: Settings, manifest: Manifest, state: Path | None) -> Services:
    """All parts of one stand-in. Raises StandinError when the state folder cannot be used."""
    workspace = snapshot.load(state, manifest.bot_name) if state else snapshot.new_workspace(manifest.bot_name)
    browsers, faults, recorder = Browsers(), Faults(), Recorder()
    sockets = Sockets(lambda: browsers.push({"kind": "connection"}), settings.ticket_seconds)
    http = SignedHttp(settings.events_url, settings.signing_secret) if settings.events_url else None
    delivery = Delivery(sockets, faults, recorder, settings.ack_seconds, settings.retry_delays, http)
    urls = ResponseUrls(settings.response_url_uses, settings.response_url_seconds)
    triggers = Triggers(settings.trigger_seconds)
    services = (settings, manifest, workspace, sockets, delivery, faults, recorder, triggers, urls, browsers)
    return Services(*services, limits=Limits(settings.limits))


@dataclass
class Server:
    slack: Services
    runner: web.AppRunner
    state: Path | None
    saver: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        """Close pages and sockets, wait for no delivery, save."""
        self.slack.browsers.close_all()
        await self.slack.delivery.close()
        await self.slack.sockets.close()
        await self.runner.cleanup()
        if self.saver is not None:
            self.saver.cancel()
            with suppress(asyncio.CancelledError):
                await self.saver
        if self.state is not None:
            snapshot.save(self.slack.workspace, self.state)


async def start(slack: Services, port: int, state: Path | None) -> Server:
    """Listen. Raises StandinError when the port is taken."""
    app = web.Application(middlewares=[guard.guard], client_max_size=LARGEST_REQUEST)
    app.on_response_prepare.append(guard.add_headers)
    app.add_routes([*web_api.routes(slack), *installing.routes(slack), *control.routes(slack), *page_api.routes(slack)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        await runner.cleanup()
        raise StandinError(_refused(port, error)) from error
    slack.url = f"http://{HOST}:{runner.addresses[0][1]}"
    saver = asyncio.create_task(_save_often(slack, state)) if state else None
    return Server(slack, runner, state, saver)


def _refused(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {HOST} is in use: stop the other program or choose another port with --port."
    return f"Cannot listen on port {port}: {error.strerror}. Choose another port with --port."


async def _save_often(slack: Services, folder: Path) -> None:
    saved = 0
    while True:
        await asyncio.sleep(SAVE_SECONDS)
        if slack.browsers.changes != saved:
            saved = slack.browsers.changes
            snapshot.save(slack.workspace, folder)
