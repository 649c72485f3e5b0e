"""Faults that a test switches on: bad answers of the Web API and bad deliveries of envelopes."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.standin.errors import StandinError

API_FAULTS = ("ratelimit", "error", "delay")
ENVELOPE_FAULTS = ("delay", "drop", "repeat")


@dataclass
class Fault:
    """One rule: what goes wrong, where (a Web API method or an envelope type, "*" for all) and how many times."""

    kind: str
    target: str = "*"
    times: int = 1
    seconds: float = 1.0
    status: int = 500

    def matches(self, target: str) -> bool:
        return self.times > 0 and self.target in ("*", target)


@dataclass
class Faults:
    api: list[Fault] = field(default_factory=list)
    envelopes: list[Fault] = field(default_factory=list)

    def add(self, scope: str, fault: Fault) -> None:
        """`scope` is "api" or "envelope". Raises StandinError for an unknown kind."""
        kinds = {"api": API_FAULTS, "envelope": ENVELOPE_FAULTS}.get(scope)
        if kinds is None:
            raise StandinError(f"Unknown fault scope {scope!r}: use api or envelope.")
        if fault.kind not in kinds:
            raise StandinError(f"Unknown {scope} fault {fault.kind!r}: use one of {', '.join(kinds)}.")
        (self.api if scope == "api" else self.envelopes).append(fault)

    def next_api(self, method: str) -> Fault | None:
        return _take(self.api, method)

    def next_envelope(self, kind: str) -> Fault | None:
        return _take(self.envelopes, kind)

    def clear(self) -> None:
        self.api.clear()
        self.envelopes.clear()


def _take(faults: list[Fault], target: str) -> Fault | None:
    for fault in faults:
        if fault.matches(target):
            fault.times -= 1
            return fault
    return None
