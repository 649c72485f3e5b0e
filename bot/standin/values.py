"""Records of the workspace. Messages and views are kept as the dictionaries that Slack's API shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class User:
    id: str
    name: str
    real_name: str
    role: str
    title: str
    timezone: str
    color: str
    admin: bool = False

    def to_dict(self) -> Json:
        """The user object that `users.info` shows."""
        profile = {"real_name": self.real_name, "display_name": self.name, "title": self.title, "email": self.email}
        answer = {"id": self.id, "name": self.name, "real_name": self.real_name, "profile": profile, "deleted": False}
        rights = {"is_admin": self.admin, "is_owner": False, "is_primary_owner": False}
        kind = {"is_bot": self.role == "bot", "is_app_user": False}
        return {**answer, "tz": self.timezone, **rights, **kind, "color": self.color}

    @property
    def email(self) -> str:
        return f"{self.name}@indaba.example"


@dataclass
class Channel:
    """`kind` is channel (public), group (private) or im (direct message between `user` and the bot)."""

    id: str
    name: str
    kind: str
    members: list[str]
    topic: str = ""
    user: str = ""
    created: int = 1_660_000_000

    def to_dict(self) -> Json:
        """The conversation object that `conversations.info` shows."""
        flags = {"is_channel": self.kind == "channel", "is_group": self.kind == "group", "is_im": self.kind == "im"}
        answer: Json = {"id": self.id, "created": self.created, "is_archived": False, "is_mpim": False, **flags}
        if self.kind == "im":
            return {**answer, "user": self.user, "is_private": True}
        topic = {"value": self.topic, "creator": "", "last_set": 0}
        return {**answer, "name": self.name, "is_private": self.kind == "group", "topic": topic, "purpose": topic}


@dataclass
class UserGroup:
    """People who can be mentioned together by a handle."""

    id: str
    handle: str
    name: str
    members: list[str]
    created: int = 1_660_000_000

    def to_dict(self) -> Json:
        """The usergroup object that `usergroups.list` shows."""
        dates = {"date_create": self.created, "date_update": self.created, "date_delete": 0}
        makers = {"auto_type": None, "created_by": "USLACKBOT", "updated_by": "USLACKBOT", "deleted_by": None}
        names = {"name": self.name, "description": "", "handle": self.handle, "is_external": False}
        kind = {"is_usergroup": True, "is_subteam": True, "prefs": {"channels": [], "groups": []}}
        return {"id": self.id, **kind, **names, **dates, **makers}


@dataclass
class File:
    """One uploaded file; `content` is None until its bytes have been posted to the upload address."""

    id: str
    name: str
    title: str
    user: str
    mimetype: str
    alt_txt: str = ""
    size: int = 0
    created: int = 0
    complete: bool = False
    width: int = 0
    height: int = 0
    shares: list[Json] = field(default_factory=list)
    content: bytes | None = None

    def to_record(self) -> Json:
        """What the snapshot keeps; the bytes are stored beside it."""
        record = asdict(self)
        record.pop("content")
        return record
