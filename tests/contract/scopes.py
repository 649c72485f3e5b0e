"""Which bot scopes Slack asks for what, from https://docs.slack.dev/reference: each method's and event's own page."""

from __future__ import annotations

_HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
_ROOMS = frozenset({"channels:read", "groups:read"})
_NONE: frozenset[str] = frozenset()


def _one(scope: str) -> frozenset[str]:
    return frozenset({scope})


OF_METHODS: dict[str, frozenset[str]] = {
    "apps.connections.open": _NONE,
    "assistant.threads.setStatus": _one("assistant:write"),
    "assistant.threads.setSuggestedPrompts": _one("assistant:write"),
    "assistant.threads.setTitle": _one("assistant:write"),
    "auth.revoke": _NONE,
    "auth.test": _NONE,
    "bots.info": _one("users:read"),
    "chat.appendStream": _one("chat:write"),
    "chat.delete": _one("chat:write"),
    "chat.getPermalink": _NONE,
    "chat.postEphemeral": _one("chat:write"),
    "chat.postMessage": _one("chat:write"),
    "chat.startStream": _one("chat:write"),
    "chat.stopStream": _one("chat:write"),
    "chat.update": _one("chat:write"),
    "conversations.history": _HISTORY,
    "conversations.info": _ROOMS,
    "conversations.join": _one("channels:join"),
    "conversations.list": _ROOMS,
    "conversations.members": _ROOMS,
    "conversations.open": _one("im:write"),
    "conversations.replies": _HISTORY,
    "emoji.list": _one("emoji:read"),
    "files.completeUploadExternal": _one("files:write"),
    "files.delete": _one("files:write"),
    "files.getUploadURLExternal": _one("files:write"),
    "files.info": _one("files:read"),
    "files.list": _one("files:read"),
    "oauth.v2.access": _NONE,
    "reactions.add": _one("reactions:write"),
    "reactions.get": _one("reactions:read"),
    "reactions.remove": _one("reactions:write"),
    "team.info": _one("team:read"),
    "usergroups.list": _one("usergroups:read"),
    "usergroups.users.list": _one("usergroups:read"),
    "users.conversations": _ROOMS,
    "users.info": _one("users:read"),
    "users.list": _one("users:read"),
    "users.lookupByEmail": _one("users:read.email"),
    "views.open": _NONE,
    "views.publish": _NONE,
    "views.push": _NONE,
    "views.update": _NONE,
}
"""The scopes without which a method fails somewhere where the bot is: channels, private ones, messages to it."""

OF_EVENTS: dict[str, frozenset[str]] = {
    "app_home_opened": _NONE,
    "app_mention": _one("app_mentions:read"),
    "app_uninstalled": _NONE,
    "assistant_thread_context_changed": _one("assistant:write"),
    "assistant_thread_started": _one("assistant:write"),
    "channel_archive": _one("channels:read"),
    "channel_rename": _one("channels:read"),
    "file_shared": _one("files:read"),
    "member_joined_channel": _ROOMS,
    "member_left_channel": _ROOMS,
    "message.channels": _one("channels:history"),
    "message.groups": _one("groups:history"),
    "message.im": _one("im:history"),
    "reaction_added": _one("reactions:read"),
    "reaction_removed": _one("reactions:read"),
    "subteam_members_changed": _one("usergroups:read"),
    "subteam_updated": _one("usergroups:read"),
    "team_join": _one("users:read"),
    "tokens_revoked": _NONE,
    "user_change": _one("users:read"),
}

OF_WORDS: dict[str, str] = {
    "url_private": "files:read",
    "url_private_download": "files:read",
}
"""Fields of Slack's objects whose use needs a scope of its own: a file is downloaded with the token."""
