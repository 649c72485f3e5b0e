"""The four forms in which an admin sets a workspace up."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.records.practicals import practicals
from bot.records.rules import MOST_MINUTES
from bot.records.schedule import written_schedule
from bot.records.setup import Setup
from bot.views import blocks, inputs
from bot.views.blocks import Block, option
from bot.words import LANGUAGES
from bot.words.values import Form, SetupWords

SETUP_FORM = "setup"
BY_CHANNEL = "by_channel"
QUIET = "quiet"


@dataclass(frozen=True)
class Choices:
    """What a form offers and shows: `channels` and `tutors` are ids; `groups` are user groups as (id, handle), None
    where the plan has none; `timezone` is the one to propose."""

    channels: tuple[str, ...] = ()
    tutors: str = ""
    groups: Sequence[tuple[str, str]] | None = None
    timezone: str = "UTC"


def setup_form(name: Form, words: SetupWords, language: str, setup: Setup, choices: Choices) -> dict[str, Any]:
    """The modal called `name`; its form and language come back with it."""
    metadata = json.dumps({"form": name, "language": language})
    body = _BODIES[name](words, setup, choices)
    return inputs.form(SETUP_FORM, metadata, words.forms[name], words.save, words.cancel, body)


def lead_fields() -> dict[str, str]:
    """The fields of the form of leads, each with its practical; the empty one is every practical."""
    return {f"leads_{index}": practical for index, practical in enumerate(("", *practicals()))}


def _channels(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    languages = [option(name, code) for code, name in LANGUAGES.items()]
    body = [
        _field(words, "practicals_channels", inputs.channels_menu(choices.channels)),
        _field(words, "tutors_channel", inputs.channel_menu(choices.tutors)),
        _field(words, "language", inputs.choice(languages, setup.language)),
    ]
    if choices.groups is None:
        return [*body, blocks.context(words.no_groups)]
    offered = [option(words.by_channel, BY_CHANNEL)]
    offered += [option(f"@{handle}", group) for group, handle in choices.groups]
    return [*body, _field(words, "tutors_group", inputs.menu(offered, setup.tutors_group))]


def _leads(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    people = [
        inputs.field(
            name,
            words.leads_of.format(practical=practical or words.every_practical),
            inputs.people_menu(setup.leads.get(practical, ())),
            optional=True,
        )
        for name, practical in lead_fields().items()
    ]
    return [blocks.context(words.hints["leads"]), *people]


def _schedule(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    lines = written_schedule(setup.schedule, choices.timezone)
    opens, closes = ("", "") if setup.all_day else (setup.opens, setup.closes.replace("24:00", "00:00"))
    return [
        _field(words, "schedule", inputs.text_box(lines, multiline=True), optional=True),
        _field(words, "timezone", inputs.text_box(choices.timezone, longest=60)),
        _field(words, "opens", inputs.time_box(opens), optional=True),
        _field(words, "closes", inputs.time_box(closes), optional=True),
    ]


def _behaviour(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    names = ("unclaimed_minutes", "unanswered_minutes", "escalate_minutes")
    minutes = [_field(words, name, inputs.number_box(getattr(setup, name), 1, MOST_MINUTES)) for name in names]
    return [*minutes, _field(words, "quiet", inputs.tick(words.quiet_on, QUIET, ticked=setup.quiet), optional=True)]


def _field(words: SetupWords, name: str, element: Block, *, optional: bool = False) -> Block:
    return inputs.field(name, words.labels[name], element, hint=words.hints[name], optional=optional)


_BODIES: dict[Form, Callable[[SetupWords, Setup, Choices], list[Block]]] = {
    "channels": _channels,
    "leads": _leads,
    "schedule": _schedule,
    "behaviour": _behaviour,
}
