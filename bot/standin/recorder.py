"""Everything the app called, kept so that a test can assert on what Slack would have seen."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from bot.standin.values import Json


@dataclass
class Recorder:
    """The newest `limit` Web API calls, response_url posts and envelopes; tokens are left out.

    `slips` has a sentence for every call that named an argument which Slack does not publish; it is never cleared.
    """

    limit: int = 10_000
    calls: deque[Json] = field(default_factory=deque)
    envelopes: deque[Json] = field(default_factory=deque)
    slips: list[str] = field(default_factory=list)

    def call(self, method: str, args: Json, status: int, answer: Json) -> None:
        shown = {name: value for name, value in args.items() if name != "token"}
        ok = bool(answer.get("ok"))
        record = {"method": method, "args": shown, "status": status, "ok": ok, "error": answer.get("error")}
        self._keep(self.calls, {**record, "response": answer, "at": time.time()})

    def envelope(self, record: Json) -> None:
        self._keep(self.envelopes, {**record, "at": time.time()})

    def clear(self) -> None:
        self.calls.clear()
        self.envelopes.clear()

    def _keep(self, records: deque[Json], record: Json) -> None:
        records.append(record)
        while len(records) > self.limit:
            records.popleft()
