"""Setting a workspace up: what admins see on the Home tab, and what they are told of a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from bot.records.setup import Setup
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.text import clip, escape
from bot.words import LANGUAGES
from bot.words.values import Form, SetupWords

FORMS: tuple[Form, ...] = ("channels", "leads", "schedule", "behaviour")


def setup_blocks(words: SetupWords, setup: Setup, lacking: Sequence[str]) -> list[Block]:
    """The part of the Home tab for admins. `lacking` names the roles for which the bot is in no channel."""
    warnings = [blocks.section(words.lacking[role]) for role in lacking]
    press = [blocks.button(words.forms[name], f"setup_{name}", name) for name in FORMS]
    return [
        blocks.section(words.heading),
        *warnings,
        blocks.context(_summary(words, setup)),
        blocks.actions(press),
        blocks.context(words.explained),
    ]


def changed_message(words: SetupWords, before: Setup, after: Setup, not_in: Sequence[str]) -> Message:
    """What is different after a form was saved. `not_in` has the chosen channels that the bot is not in."""
    lines = [
        words.changed.format(field=words.labels[name], before=old, after=new)
        for name in (field.name for field in fields(Setup))
        if (old := shown(words, name, before)) != (new := shown(words, name, after))
    ]
    text = "\n".join([words.saved, *lines]) if lines else words.saved_the_same
    body = [blocks.section(text)]
    if not_in:
        body.append(blocks.section(words.invite.format(channels=_channels(not_in))))
    return Message(text, body)


def shown(words: SetupWords, name: str, setup: Setup) -> str:
    """A field's value in mrkdwn."""
    value: Any = getattr(setup, name)
    if name == "leads":
        return _leads(words, value)
    if name == "schedule":
        return "; ".join(f"{slot.start[:16].replace('T', ' ')} {escape(slot.practical)}" for slot in value) or (
            words.nothing
        )
    if name == "practicals_channels":
        return _channels(value) or words.nothing
    if name == "tutors_channel":
        return _channels([value] if value else []) or words.nothing
    if name == "tutors_group":
        return f"<!subteam^{value}>" if value else words.by_channel
    if name == "language":
        return LANGUAGES.get(setup.language, setup.language)
    if isinstance(value, bool):
        return words.yes if value else words.no
    return escape(str(value))


def _leads(words: SetupWords, leads: Mapping[str, Sequence[str]]) -> str:
    groups = [
        f"{escape(practical) or words.every_practical}: {' '.join(f'<@{user}>' for user in users)}"
        for practical, users in leads.items()
        if users
    ]
    return "; ".join(groups) or words.nothing


def _channels(channels: Sequence[str]) -> str:
    """Channels by id as links; those that are known by name only, by name."""
    return ", ".join(f"<#{one}>" if one[:1] in "CG" and one.isupper() else f"#{escape(one)}" for one in channels)


def _summary(words: SetupWords, setup: Setup) -> str:
    names = ("practicals_channels", "tutors_channel", "language", "tutors_group", "leads")
    parts = [f"{words.labels[name]}: {shown(words, name, setup)}" for name in names if getattr(setup, name)]
    if setup.schedule:
        parts.append(words.slots.format(count=len(setup.schedule)))
    if not setup.all_day:
        parts.append(words.hours.format(opens=setup.opens, closes=setup.closes, timezone=escape(setup.timezone)))
    parts.append(f"{words.labels['quiet']}: {words.yes if setup.quiet else words.no}")
    return clip(" · ".join(parts), 1_000)
