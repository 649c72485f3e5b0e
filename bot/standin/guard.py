"""Who may talk to the stand-in: only this machine, and for changes from a browser only its own page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OWN_PAGES = ("/page/", "/control/")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A foreign Host header is refused (DNS rebinding), and so is a change asked for by another site's page."""
    if not _loopback(f"//{request.headers.get('Host', '')}"):
        return web.Response(status=403, text="This server answers only to its loopback address.")
    if request.path.startswith(OWN_PAGES) and not _same_origin(request):
        return web.Response(status=403, text="This call must come from the stand-in's own page.")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")


def _loopback(address: str) -> bool:
    try:
        return urlsplit(address).hostname in LOOPBACK
    except ValueError:
        return False


def _same_origin(request: web.Request) -> bool:
    """A browser names the origin of every cross-site request; a program names none."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{request.headers.get('Host', '')}"
