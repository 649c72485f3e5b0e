"""Who is who in the workspace: channels, tutors, leads and admins, and the practical that is on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property

from slack_sdk import WebClient

from bot.records.workspaces import Setup, Workspaces
from bot.replies.lookup import Lookup

log = logging.getLogger(__name__)


class Directory:
    """Looks people and channels up in Slack and in the workspace's set-up; remembers for `ttl` seconds what Slack said.

    `practicals` and `tutors` are the channels of a workspace whose set-up names none. `team` is the workspace; without
    it, the one that the client's token is for. Without `workspaces` nothing is set up.
    """

    def __init__(
        self,
        client: WebClient,
        *,
        practicals: str,
        tutors: str,
        workspaces: Workspaces | None = None,
        team: str = "",
        ttl: float = 60.0,
    ) -> None:
        self.lookup = Lookup(client, ttl=ttl)
        self._client = client
        self._practicals, self._tutors = practicals, tutors
        self._workspaces = workspaces
        self._given_team = team
        self._channels: dict[str, str] = {}

    @cached_property
    def team(self) -> str:
        return self._given_team or str(self._client.auth_test()["team_id"])

    @property
    def setup(self) -> Setup:
        """How the workspace is set up now."""
        return self._workspaces.setup(self.team) if self._workspaces else Setup()

    @property
    def practicals(self) -> str:
        """The first of the practicals' channels. Raises `LookupError` when the bot does not see it."""
        return self._channel(self._wanted_practicals[0], "TUTOR_PRACTICALS_CHANNEL")

    @property
    def practicals_channels(self) -> tuple[str, ...]:
        """The ids of all practicals' channels that the bot sees."""
        found = (self.id_of(name) for name in self._wanted_practicals)
        return tuple(channel for channel in found if channel)

    @property
    def tutors(self) -> str:
        """The tutors' channel. Raises `LookupError` when the bot does not see it."""
        return self._channel(self._wanted_tutors, "TUTOR_TUTORS_CHANNEL")

    @property
    def tutors_if_seen(self) -> str:
        """The tutors' channel; empty when the bot does not see it."""
        return self.id_of(self._wanted_tutors)

    def id_of(self, wanted: str) -> str:
        """A channel's id, by its id or its name; empty when the bot does not see it."""
        if wanted not in self._channels:
            names = ((channel["id"], channel["name"]) for channel in self.lookup.channels())
            found = next((pair[0] for pair in names if wanted in pair), "")
            if not found:
                return ""
            self._channels[wanted] = found
        return self._channels[wanted]

    def lacking(self) -> list[str]:
        """For which of "practicals" and "tutors" the bot is in no channel, as it must be."""
        joined = {name for channel in self.lookup.joined() for name in (channel["id"], channel["name"])}
        wanted = {"practicals": self._wanted_practicals, "tutors": (self._wanted_tutors,)}
        return [role for role, names in wanted.items() if not joined.intersection(names)]

    def not_in(self, channels: Sequence[str]) -> list[str]:
        """Of some channels, by id, those that the bot is not in."""
        joined = {channel["id"] for channel in self.lookup.joined()}
        return [channel for channel in channels if channel not in joined]

    def is_tutor(self, user: str) -> bool:
        """A member of the tutors' user group where one is set, else of the tutors' channel. A room whose group was
        deleted keeps its tutors by the channel; nobody is one while there is neither."""
        group = self.setup.tutors_group
        members = self.lookup.group.get(group) if group else None
        if members is not None:
            return user in members
        try:
            return user in self.lookup.members.get(self.tutors)
        except LookupError as missing:
            log.error("%s", missing)
            return False

    def leads(self, practical: str) -> tuple[str, ...]:
        """Who leads a practical, and those who lead every one."""
        return self.setup.leads_of(practical)

    def is_lead(self, user: str, practical: str) -> bool:
        return user in self.leads(practical)

    def is_admin(self, user: str) -> bool:
        """Whether somebody is an admin or an owner of the workspace."""
        person = self.lookup.person.get(user)
        return bool(person.get("is_admin") or person.get("is_owner"))

    def name_of(self, user: str) -> str:
        """A person's name as others see it; empty for nobody."""
        return str(self.lookup.person.get(user).get("real_name", ""))

    def practical_now(self, at: datetime | None = None) -> str:
        """The title of the practical that is on; empty when none is."""
        return self.setup.practical_at(at or datetime.now(UTC))

    @property
    def _wanted_practicals(self) -> tuple[str, ...]:
        return self.setup.practicals_channels or (self._practicals,)

    @property
    def _wanted_tutors(self) -> str:
        return self.setup.tutors_channel or self._tutors

    def _channel(self, wanted: str, setting: str) -> str:
        found = self.id_of(wanted)
        if not found:
            way_out = f"Invite it, choose another under Set up on the bot's Home tab, or set {setting}."
            raise LookupError(f"There is no channel #{wanted} that the bot can see. {way_out}")
        return found
