"""Delivery of what happened to the app: time limit, retries of events, and the faults that a test asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bot.standin.faults import Faults
from bot.standin.recorder import Recorder
from bot.standin.signed_http import SignedHttp
from bot.standin.sockets import Sockets
from bot.standin.values import Json

_Ack = asyncio.Future[Json | None]


@dataclass(frozen=True)
class Answer:
    """How the app answered a command or interaction; `error` is the word that Slack shows to the person."""

    error: str | None = None
    payload: Json = field(default_factory=dict)


@dataclass
class Delivery:
    sockets: Sockets
    faults: Faults
    recorder: Recorder
    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    http: SignedHttp | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def connected(self) -> bool:
        return self.http is not None or bool(self.sockets.ready())

    def event(self, payload: Json) -> None:
        """Deliver an event in the background; one that is not acknowledged is sent again with the retry fields."""
        self._background(self._deliver_event(payload))

    async def request(self, kind: str, payload: Json) -> Answer:
        """Deliver a command or an interaction once and wait for the acknowledgement."""
        fault = self.faults.next_envelope(kind)
        try:
            await asyncio.wait_for(self._available(), self.ack_seconds)
        except TimeoutError:
            return Answer("dispatch_failed")
        ack = await self._send(
            _envelope(kind, payload),
            fault.seconds if fault and fault.kind == "delay" else 0.0,
            dropped=fault is not None and fault.kind == "drop",
        )
        answered, answer = await self._wait(ack)
        if not answered:
            return Answer("operation_timeout")
        if answer is None:
            return Answer("dispatch_failed")
        if fault and fault.kind == "repeat":
            self._background(self._repeat(kind, payload))
        content = answer.get("payload")
        return Answer(payload=content if isinstance(content, dict) else {})

    async def close(self) -> None:
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _deliver_event(self, payload: Json) -> None:
        earlier: list[_Ack] = []
        reason = ""
        for attempt, pause in enumerate((0.0, *self.retry_delays)):
            await asyncio.sleep(pause)
            await self._available()
            if any(_acknowledged(ack) for ack in earlier):
                return
            fault = self.faults.next_envelope("events_api")
            delay = fault.seconds if fault and fault.kind == "delay" else 0.0
            dropped = fault is not None and fault.kind == "drop"
            ack = await self._send(_envelope("events_api", payload, attempt, reason), delay, dropped)
            answered, answer = await self._wait(ack)
            if answered and answer is not None:
                if fault and fault.kind == "repeat":
                    await self._repeat("events_api", payload)
                return
            reason = "connection_failed" if answered else "timeout"
            earlier.append(ack)

    async def _repeat(self, kind: str, payload: Json) -> None:
        await self._wait(await self._send(_envelope(kind, payload, 1, "timeout"), 0.0, False))

    async def _send(self, envelope: Json, delay: float, dropped: bool) -> _Ack:
        await asyncio.sleep(delay)
        self.recorder.envelope({**envelope, "dropped": dropped})
        if dropped:
            return asyncio.get_running_loop().create_future()
        if self.http is None:
            return await self.sockets.send(envelope)
        return asyncio.ensure_future(self.http.send(envelope))

    async def _wait(self, ack: _Ack) -> tuple[bool, Json | None]:
        done, _ = await asyncio.wait([ack], timeout=self.ack_seconds)
        return (True, ack.result()) if done else (False, None)

    async def _available(self) -> None:
        if self.http is None:
            await self.sockets.available.wait()

    def _background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def _acknowledged(ack: _Ack) -> bool:
    return ack.done() and not ack.cancelled() and ack.result() is not None


def _envelope(kind: str, payload: Json, attempt: int = 0, reason: str = "") -> Json:
    answerable = kind != "events_api"
    envelope: Json = {"envelope_id": str(uuid4()), "type": kind, "accepts_response_payload": answerable}
    envelope["payload"] = deepcopy(payload)
    if attempt:
        envelope |= {"retry_attempt": attempt, "retry_reason": reason}
    return envelope
