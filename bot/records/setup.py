"""How one workspace is set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Slot:
    """A practical in the schedule; `start` and `end` are ISO 8601 with the offset from UTC."""

    practical: str
    start: str
    end: str

    def holds(self, at: datetime) -> bool:
        return datetime.fromisoformat(self.start) <= at < datetime.fromisoformat(self.end)


@dataclass(frozen=True)
class Setup:
    """How a workspace is set up. What is empty is taken from the installation's settings.

    `practicals_channels` are the channels in which the bot answers without being called, and `tutors_channel` has the
    tickets; both are ids or names. `tutors_group` is a user group's id: its members are the tutors, and without one the
    members of the tutors' channel are. `leads` has the user ids to whom a practical's tickets are handed on; those
    under an empty name lead every practical. In `quiet` mode the bot answers only who calls it. With `fold`, questions
    to the tutors that ask the same are put together by the bot. The `minutes` count only within office hours, `opens`
    to `closes` in `timezone`, as HH:MM; hours that close before they open go on after midnight. `language` is the code
    of the one in which the bot speaks to all tutors at once, and to a person whose own it does not know yet.
    """

    practicals_channels: tuple[str, ...] = ()
    tutors_channel: str = ""
    tutors_group: str = ""
    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schedule: tuple[Slot, ...] = ()
    quiet: bool = False
    fold: bool = True
    unclaimed_minutes: int = 5
    unanswered_minutes: int = 15
    escalate_minutes: int = 30
    timezone: str = "UTC"
    opens: str = "00:00"
    closes: str = "24:00"
    language: str = "en"

    @property
    def all_day(self) -> bool:
        """Whether the office is always open."""
        return self.opens == "00:00" and self.closes == "24:00"

    def practical_at(self, at: datetime) -> str:
        """The practical that is on; empty when none is."""
        return next((slot.practical for slot in self.schedule if slot.holds(at)), "")

    def leads_of(self, practical: str) -> tuple[str, ...]:
        """Who leads a practical, and then those who lead every one; each once."""
        own = self.leads.get(practical, ()) if practical else ()
        return tuple(dict.fromkeys((*own, *self.leads.get("", ()))))

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, wire: Mapping[str, Any]) -> Setup:
        """A set-up from its JSON; fields that are missing have their defaults, and those that are gone are left."""
        fields = {name: value for name, value in wire.items() if name in cls.__dataclass_fields__}
        fields["practicals_channels"] = tuple(fields.get("practicals_channels", ()))
        fields["leads"] = {practical: tuple(users) for practical, users in fields.get("leads", {}).items()}
        fields["schedule"] = tuple(Slot(**slot) for slot in fields.get("schedule", ()))
        return cls(**fields)
