"""One address for several stand-ins, as Slack has one for all workspaces: each call goes to the token's workspace."""

from __future__ import annotations

import http.server
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from bot.standin import Standin


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


OPENER = urllib.request.build_opener(_Stay)
"""Follows no redirection."""


@contextmanager
def one_address(workspaces: Sequence[Standin]) -> Iterator[str]:
    """The common address of the stand-ins, without a closing slash."""

    class Router(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on(None)

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _pass_on(self, body: bytes | None) -> None:
            slack = _workspace(workspaces, self.path, self.headers.get("Authorization", ""), body or b"")
            kept = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            request = urllib.request.Request(slack.url + self.path, body, kept, method=self.command)
            try:
                answer = OPENER.open(request, timeout=10)
            except urllib.error.HTTPError as refused:
                answer = refused
            with answer:
                content = answer.read()
                self.send_response(answer.status)
                for name in ("Content-Type", "Location", "Retry-After"):
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Router)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def _workspace(workspaces: Sequence[Standin], path: str, authorization: str, body: bytes) -> Standin:
    """By the token; by the workspace that the person chose; by the code that it has issued."""
    query = parse_qs(urlsplit(path).query)
    said = authorization + body.decode("utf-8", "replace")
    for slack in workspaces:
        codes = slack._slack.installing.codes
        if slack.bot_token in said or query.get("team") == [slack.settings.team_id] or any(c in said for c in codes):
            return slack
    return workspaces[0]
