"""`tutor demo`, `up`, `serve` and `worker`."""

from __future__ import annotations

import fcntl
import secrets
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.extras import require
from bot.cli.problems import CommandError
from bot.settings import Settings, read_settings

_QUEUES = ("answers", "snippets", "replies")


def demo(settings: Settings, port: int) -> None:
    """The whole tutor with the Slack stand-in, until Ctrl-C."""
    require("embedded", "knowledge", "runners")
    address = f"http://127.0.0.1:{port}"
    with _only_one(settings.data, address):
        _check_port_free(port)
        tokens = {"slack_bot_token": _token("xoxb"), "slack_app_token": _token("xapp")}
        local = read_settings(
            **tokens, slack_api_url=f"{address}/api/", data=settings.data, redis_url=settings.redis_url
        )
        standin = ["--port", str(port), "--state", str(settings.data / "standin")]
        standin += ["--manifest", str(Path(__file__).parents[1] / "manifest.json")]
        standin += ["--bot-token", tokens["slack_bot_token"], "--app-token", tokens["slack_app_token"]]
        _run(local, f"The tutor is ready: {address}", standin)


def up(settings: Settings) -> None:
    """The whole tutor against real Slack, until Ctrl-C."""
    _require_tokens(settings, socket_mode=True)
    require("embedded", "knowledge", "runners")
    with _only_one(settings.data, "your Slack workspace"):
        _run(settings, "The tutor is ready in your Slack workspace.", [])


def serve(settings: Settings, http: str) -> None:
    from bot import app

    _require_broker(settings)
    _require_tokens(settings, socket_mode=not http)
    if not http:
        raise SystemExit(app.serve_socket(settings))
    host, _, port = http.rpartition(":")
    if not port.isdigit():
        raise CommandError(f"--http {http} is not HOST:PORT, for example 0.0.0.0:3000.")
    raise SystemExit(app.serve_http(settings, host or "127.0.0.1", int(port)))


def worker(settings: Settings, queues: str, concurrency: int) -> None:
    from bot import app

    _require_broker(settings)
    names = queues.split(",")
    unknown = [name for name in names if name not in _QUEUES]
    if unknown:
        raise CommandError(f"There is no queue named {unknown[0]!r}. The queues are {', '.join(_QUEUES)}.")
    require(*(extra for queue, extra in (("answers", "knowledge"), ("snippets", "runners")) if queue in names))
    if "replies" in names:
        _require_tokens(settings, socket_mode=False)
    raise SystemExit(app.work(settings, names, concurrency))


def _run(settings: Settings, ready: str, standin: list[str]) -> None:
    from bot import app

    started = time.monotonic()

    def say(line: str) -> None:
        print(f"  {line}  ({time.monotonic() - started:.1f} s)", flush=True)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    print("Starting the tutor …", flush=True)
    try:
        with app.machine(settings, say, standin=standin) as watch:
            print(f"{ready}\nCtrl-C ends it.", flush=True)
            watch()
    except KeyboardInterrupt:
        print("\nThe tutor has ended. Questions that are under way are kept for the next start.", flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _token(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(16)}"


@contextmanager
def _only_one(data: Path, address: str) -> Iterator[None]:
    """Hold the data folder's lock; who comes second is told where the first one is."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "running").open("a+")
    except OSError as denied:
        raise CommandError(f"{data} can't be written: {denied.strerror}. Set TUTOR_DATA to another folder.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CommandError(f"The tutor is running already: {lock.read().strip()}") from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def _check_port_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            message = f"Port {port} is in use by another program, or is not allowed."
            raise CommandError(
                f"{message} Choose another: tutor demo --port {port + 1 if port < 65_535 else 3901}"
            ) from None


def _require_tokens(settings: Settings, *, socket_mode: bool) -> None:
    if settings.slack_client_id or settings.slack_client_secret:
        needed = {"SLACK_CLIENT_ID": settings.slack_client_id, "SLACK_CLIENT_SECRET": settings.slack_client_secret}
    else:
        needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if socket_mode:
        needed["SLACK_APP_TOKEN"] = settings.slack_app_token
    else:
        needed["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise CommandError(f"{' and '.join(missing)} must be set. tutor doctor says where to find what is missing.")


def _require_broker(settings: Settings) -> None:
    if not settings.redis_url:
        raise CommandError(
            "TUTOR_REDIS_URL must be set, for example redis://localhost:6379/0. (tutor up brings its own.)"
        )
