"""How each workspace is set up: channels, tutors, leads, which practical is on when, and how patient the bot is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.records.models import WorkspaceRow
from bot.records.store import Records


@dataclass(frozen=True)
class Slot:
    """A practical in the schedule; `start` and `end` are ISO 8601 with the offset from UTC."""

    practical: str
    start: str
    end: str


@dataclass(frozen=True)
class Setup:
    """How a workspace is set up. What is empty is taken from the installation's settings.

    `practicals_channels` are the channels in which the bot answers without being called, and `tutors_channel` has the
    tickets; both are ids or names. `tutors_group` is a user group's id: its members are the tutors, and without one
    the members of the tutors' channel are. `leads` has the user ids to whom a practical's tickets are handed on;
    those under an empty name lead every practical. In `quiet` mode the bot answers only who calls it. The `minutes`
    count only within office hours, `opens` to `closes` in `timezone`, as HH:MM.
    """

    practicals_channels: tuple[str, ...] = ()
    tutors_channel: str = ""
    tutors_group: str = ""
    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schedule: tuple[Slot, ...] = ()
    quiet: bool = False
    unclaimed_minutes: int = 5
    unanswered_minutes: int = 15
    escalate_minutes: int = 30
    timezone: str = "UTC"
    opens: str = "00:00"
    closes: str = "24:00"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, wire: Mapping[str, Any]) -> Setup:
        fields = dict(wire)
        for name in ("practicals_channels",):
            fields[name] = tuple(fields.get(name, ()))
        fields["leads"] = {practical: tuple(users) for practical, users in fields.get("leads", {}).items()}
        fields["schedule"] = tuple(Slot(**slot) for slot in fields.get("schedule", ()))
        return cls(**fields)


class Workspaces:
    """The set-ups of all workspaces."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def setup(self, team: str) -> Setup:
        """A workspace's set-up; the defaults for one that nobody has configured."""
        with self._session() as session:
            row = session.get(WorkspaceRow, team)
            return Setup.from_dict(row.setup) if row else Setup()

    def save(self, team: str, setup: Setup, changed_by: str) -> None:
        with self._session.begin() as session:
            session.merge(WorkspaceRow(team=team, setup=setup.to_dict(), changed_by=changed_by))
