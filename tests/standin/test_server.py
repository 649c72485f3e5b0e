"""The process: start, stop, persistence, who may connect, and delivery by HTTP."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.standin import Standin
from bot.standin.errors import StandinError
from tests.standin.toy_app import MANIFEST, PNG, make_app


def run(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot.standin", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def request(url: str, method: str, path: str, headers: dict[str, str], body: str = "{}") -> int:
    connection = HTTPConnection(url.removeprefix("http://"))
    connection.request(method, path, body, {"Content-Type": "application/json", **headers})
    with connection.getresponse() as response:
        response.read()
        status = response.status
    connection.close()
    return status


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_process_prints_its_address_and_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with run("--port", "0", "--state", str(tmp_path / "state")) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("http://127.0.0.1:")
        process.send_signal(number)
        assert process.wait(10) == 0
    assert (tmp_path / "state" / "workspace.json").exists()


def test_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with run("--port", str(port)) as process:
            _, problem = process.communicate(timeout=20)
    assert process.returncode == 1
    assert (
        problem == f"Port {port} on 127.0.0.1 is in use: stop the other program or choose another port with --port.\n"
    )


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 9}'])
def test_broken_state_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "workspace.json").write_text(content)
    with pytest.raises(StandinError, match="Move it away to start afresh"):
        Standin(state=tmp_path).start()


def test_missing_manifest_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StandinError, match="Cannot read the app manifest"):
        Standin(manifest=tmp_path / "none.json")


def test_workspace_survives_a_restart(tmp_path: Path) -> None:
    with Standin(state=tmp_path) as standin:
        ts = standin.post("amina", "general", "remember me", uploads={"plot.png": PNG})
    with Standin(state=tmp_path) as standin:
        message = standin.message("general", ts)
        assert message["text"] == "remember me"
        assert standin.file(message["files"][0]["id"])[1] == PNG
        assert standin.post("amina", "general", "later") > ts


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_foreign_host_is_refused(bare: Standin, host: str) -> None:
    for path in ("/", "/page/state", "/api/auth.test", "/control/calls"):
        assert request(bare.url, "GET", path, {"Host": host}) in (400, 403)


def test_change_from_another_site_is_refused(bare: Standin) -> None:
    own = {"Origin": bare.url, "Sec-Fetch-Site": "same-origin"}
    body = json.dumps({"user": "amina"})
    assert request(bare.url, "POST", "/page/home", own, body) == 200
    assert request(bare.url, "POST", "/page/home", {"Origin": "http://evil.example"}, body) == 403
    assert request(bare.url, "POST", "/page/home", {"Origin": "null"}, body) == 403
    assert request(bare.url, "POST", "/control/faults", {"Sec-Fetch-Site": "cross-site"}, body) == 403
    assert request(bare.url, "POST", "/page/home", {"Content-Type": "text/plain"}, body) == 400


def test_it_listens_on_the_loopback_address_only(bare: Standin) -> None:
    port = int(bare.url.rpartition(":")[2])
    with socket.socket() as other, pytest.raises(OSError):
        other.settimeout(2)
        other.connect(("127.0.0.2", port))


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def http_app() -> Iterator[tuple[int, list[SlackRequestHandler]]]:
    """A WSGI server whose Bolt app is put into the list once the stand-in's address is known."""
    handlers: list[SlackRequestHandler] = []
    server = make_server("127.0.0.1", 0, lambda environ, start: handlers[0](environ, start), handler_class=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, handlers
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_delivery_by_signed_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "standin-signing-secret")
    with http_app() as (port, handlers):
        events_url = f"http://127.0.0.1:{port}/slack/events"
        with Standin(manifest=MANIFEST, events_url=events_url) as standin:
            handlers.append(SlackRequestHandler(make_app(standin.api_url, standin.bot_token)))
            ts = standin.post("amina", "practicals", "by http")
            (reply,) = standin.wait_for(lambda: standin.messages("practicals", ts))
            assert standin.press("amina", "practicals", reply["ts"], "helpful").error is None
            standin.wait_for(lambda: standin.message("practicals", reply["ts"])["text"] == "yes thanks")
            assert standin.command("amina", "general", "/told").payload["text"] == "told at once"


def test_import_is_light() -> None:
    code = "import bot.standin, sys; print(sorted({'aiohttp', 'markdown_it', 'slack_bolt'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_api_test_needs_no_token(bare: Standin) -> None:
    answer = WebClient("xoxb-wrong", base_url=bare.api_url).api_call("api.test")
    assert answer["ok"]
