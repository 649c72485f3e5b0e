"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from secrets import token_urlsafe

from aiohttp import WSMsgType, web

from bot.standin.settings import APP_ID
from bot.standin.values import Json

HEARTBEAT_SECONDS = 30.0


@dataclass(eq=False)
class Connection:
    """One open socket of the app; a retiring one gets no more envelopes but may still acknowledge."""

    number: int
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    retiring: bool = False
    waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)

    def settle(self, envelope_id: str, answer: Json | None) -> None:
        future = self.waiting.pop(envelope_id, None)
        if future is not None and not future.done():
            future.set_result(answer)


@dataclass
class Sockets:
    """Answers of the app are dictionaries; None stands for a socket that closed before the acknowledgement."""

    on_change: Callable[[], None]
    ticket_seconds: float = 30.0
    tickets: dict[str, float] = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    available: asyncio.Event = field(default_factory=asyncio.Event)
    turn: count[int] = field(default_factory=count)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def ticket(self) -> str:
        """A single-use ticket that opens one socket."""
        ticket = token_urlsafe(24)
        self.tickets[ticket] = time.monotonic() + self.ticket_seconds
        return ticket

    def ready(self) -> list[Connection]:
        return [connection for connection in self.connections if not connection.retiring]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        expires = self.tickets.pop(request.query.get("ticket", ""), 0.0)
        if time.monotonic() > expires:
            return web.Response(status=403, text="The ticket is unknown, too old or used before.")
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=16 * 1024 * 1024)
        await socket.prepare(request)
        connection = Connection(next(self.numbers), socket, request.transport)
        self.connections.append(connection)
        try:
            await socket.send_json(self._hello(request.host))
            self._changed()
            await self._receive(connection)
        finally:
            self._forget(connection)
        return socket

    async def send(self, envelope: Json) -> asyncio.Future[Json | None]:
        """Send an envelope to one connection. The future holds the acknowledgement."""
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        ready = self.ready()
        if not ready:
            future.set_result(None)
            return future
        connection = ready[next(self.turn) % len(ready)]
        connection.waiting[envelope["envelope_id"]] = future
        try:
            await connection.socket.send_json(envelope)
        except (ConnectionError, RuntimeError):
            connection.settle(envelope["envelope_id"], None)
        return future

    async def disconnect(self, reason: str) -> None:
        """Ask the app to connect anew, as Slack does when it refreshes a connection (or warns that it will)."""
        for connection in self.ready():
            connection.retiring = True
            await connection.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
        self._changed()

    async def cut(self) -> None:
        """Drop every socket without a closing handshake."""
        for connection in list(self.connections):
            connection.retiring = True
            if connection.transport is not None:
                connection.transport.abort()
        self._changed()

    async def close(self) -> None:
        for connection in list(self.connections):
            await connection.socket.close(code=1001, message=b"The stand-in is stopping.")

    async def _receive(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                answer = json.loads(message.data)
            except ValueError:
                continue
            if isinstance(answer, dict) and isinstance(answer.get("envelope_id"), str):
                connection.settle(answer["envelope_id"], answer)

    def _forget(self, connection: Connection) -> None:
        self.connections.remove(connection)
        for envelope_id in list(connection.waiting):
            connection.settle(envelope_id, None)
        self._changed()

    def _hello(self, host: str) -> Json:
        debug = {"host": host, "started": time.strftime("%Y-%m-%d %H:%M:%S"), "approximate_connection_time": 18060}
        info = {"app_id": APP_ID}
        return {"type": "hello", "num_connections": len(self.ready()), "connection_info": info, "debug_info": debug}

    def _changed(self) -> None:
        if self.ready():
            self.available.set()
        else:
            self.available.clear()
        self.on_change()
