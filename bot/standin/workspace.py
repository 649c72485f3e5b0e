"""The state of the workspace, in memory: people, channels, messages, ephemeral messages, files and views."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from secrets import choice
from string import ascii_uppercase, digits

from bot.standin.errors import SlackError
from bot.standin.settings import BOT_USER
from bot.standin.values import Channel, File, Json, User, UserGroup


def new_id(prefix: str, length: int = 10) -> str:
    """An identifier in Slack's form, such as F0AB12CD34."""
    return prefix + "0" + "".join(choice(ascii_uppercase + digits) for _ in range(length - 2))


@dataclass
class Workspace:
    users: dict[str, User]
    channels: dict[str, Channel]
    groups: dict[str, UserGroup] = field(default_factory=dict)
    messages: dict[str, dict[str, Json]] = field(default_factory=dict)
    ephemerals: list[Json] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    read: dict[str, dict[str, str]] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: dict[tuple[str, str], Json] = field(default_factory=dict)
    last_microsecond: int = 0

    def next_ts(self) -> str:
        """A message timestamp in seconds with six decimals, greater than every earlier one."""
        self.last_microsecond = max(time.time_ns() // 1000, self.last_microsecond + 1)
        return f"{self.last_microsecond // 1_000_000}.{self.last_microsecond % 1_000_000:06d}"

    def user(self, identity: str) -> User:
        """By id or name, in any case. Raises SlackError user_not_found."""
        wanted = identity.lstrip("@").casefold()
        for user in self.users.values():
            if wanted in (user.id.casefold(), user.name.casefold()):
                return user
        raise SlackError("user_not_found")

    def channel(self, identity: str) -> Channel:
        """By id, by name with or without #. Raises SlackError channel_not_found."""
        name = identity.lstrip("#").casefold()
        for channel in self.channels.values():
            if identity == channel.id or (channel.name and channel.name == name):
                return channel
        raise SlackError("channel_not_found")

    def direct(self, user_id: str) -> Channel:
        """The direct message channel between a person and the bot."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.user == user_id:
                return channel
        raise SlackError("channel_not_found")

    def file(self, file_id: str) -> File:
        if file_id not in self.files:
            raise SlackError("file_not_found")
        return self.files[file_id]

    def find(self, channel_id: str, ts: str) -> Json | None:
        return self.messages.get(channel_id, {}).get(ts)

    def message(self, channel_id: str, ts: str) -> Json:
        message = self.find(channel_id, ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def in_channel(self, channel_id: str) -> list[Json]:
        """Messages of the channel itself, oldest first: no replies except those also sent to the channel."""
        found = self.messages.get(channel_id, {}).values()
        return [item for item in found if not is_reply(item) or item.get("subtype") == "thread_broadcast"]

    def replies(self, channel_id: str, thread_ts: str) -> list[Json]:
        """Replies under a message, oldest first, without the message itself."""
        found = self.messages.get(channel_id, {}).values()
        return [item for item in found if item.get("thread_ts") == thread_ts and item["ts"] != thread_ts]

    def ephemeral(self, user_id: str, channel_id: str) -> list[Json]:
        """What only this person sees in the channel, oldest first."""
        return [item for item in self.ephemerals if item["to"] == user_id and item["channel"] == channel_id]

    def find_ephemeral(self, ts: str) -> Json | None:
        return next((item for item in self.ephemerals if item["ts"] == ts), None)

    def unread(self, user_id: str, channel_id: str) -> int:
        last = self.read.get(user_id, {}).get(channel_id, "")
        return sum(1 for item in self.in_channel(channel_id) if item["ts"] > last and item.get("user") != user_id)

    def is_member(self, channel: Channel, user_id: str = BOT_USER) -> bool:
        return user_id in channel.members

    def stack(self, user_id: str) -> list[Json]:
        """The open modal views of a person, the bottom one first."""
        return [self.views[view_id] for view_id in self.stacks.get(user_id, [])]


def is_reply(message: Json) -> bool:
    return bool(message.get("thread_ts")) and message["thread_ts"] != message["ts"]
