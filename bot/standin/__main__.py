"""Run the stand-in: `python -m bot.standin --port 3900 --state DIR --manifest FILE`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.standin import server
from bot.standin.errors import StandinError
from bot.standin.manifest import Manifest, read_manifest
from bot.standin.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        asyncio.run(_run(options))
    except StandinError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


async def _run(options: argparse.Namespace) -> None:
    settings = Settings(options.bot_token, options.app_token, options.signing_secret, events_url=options.events_url)
    manifest = read_manifest(options.manifest) if options.manifest else Manifest()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    running = await server.start(server.build(settings, manifest, options.state), options.port, options.state)
    print(running.slack.url, flush=True)
    await stopped.wait()
    await running.stop()


def _parser() -> argparse.ArgumentParser:
    defaults = Settings()
    parser = argparse.ArgumentParser(prog="python -m bot.standin", description=__doc__)
    parser.add_argument("--port", type=int, default=3900, help="port on 127.0.0.1, 0 for any free one (default 3900)")
    parser.add_argument("--state", type=Path, help="folder that keeps the workspace between runs")
    parser.add_argument("--manifest", type=Path, help="the app's Slack manifest, a JSON file")
    parser.add_argument("--app-token", default=defaults.app_token, help="the app-level token to accept (xapp-...)")
    parser.add_argument("--bot-token", default=defaults.bot_token, help="the bot token to accept (xoxb-...)")
    parser.add_argument("--signing-secret", default=defaults.signing_secret, help="signs the requests to --events-url")
    parser.add_argument("--events-url", help="deliver by signed HTTP requests to this address instead of Socket Mode")
    return parser


if __name__ == "__main__":
    sys.exit(main())
