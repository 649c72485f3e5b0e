"""The four forms in which an admin sets a workspace up."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.records.practicals import practicals
from bot.records.rules import MOST_MINUTES
from bot.records.schedule import written_schedule
from bot.records.setup import Setup
from bot.views import blocks
from bot.views.blocks import Block, option
from bot.views.forms import fields
from bot.words import LANGUAGES, words_in
from bot.words.values import Form, SetupWords

SETUP_FORM = "setup"
BY_CHANNEL = "by_channel"


@dataclass(frozen=True)
class Choices:
    """What a form offers and shows: `channels` and `tutors` are ids; `groups` are user groups as (id, handle), None
    where the plan has none; `timezone` is the one to propose."""

    channels: tuple[str, ...] = ()
    tutors: str = ""
    groups: Sequence[tuple[str, str]] | None = None
    timezone: str = "UTC"


def setup_form(name: Form, words: SetupWords, language: str, setup: Setup, choices: Choices) -> fields.View:
    """The modal called `name`; its form and language come back with it."""
    metadata = json.dumps({"form": name, "language": language})
    body = _BODIES[name](words, setup, choices)
    return fields.modal(SETUP_FORM, words.forms[name], body, metadata, words_in(language).forms, words.save)


def lead_fields() -> dict[str, str]:
    """The fields of the form of leads, each with its practical; the empty one is every practical."""
    return {f"leads_{index}": practical for index, practical in enumerate(("", *practicals()))}


def _channels(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    languages = [option(name, code) for code, name in LANGUAGES.items()]
    body = [
        _field(words, fields.channels_menu("practicals_channels", choices.channels)),
        _field(words, fields.channel_menu("tutors_channel", choices.tutors)),
        _field(words, fields.one_of("language", languages, setup.language)),
    ]
    if choices.groups is None:
        return [*body, blocks.context(words.no_groups)]
    groups = dict(choices.groups[: fields.OPTIONS - 1])
    offered = [option(words.by_channel, BY_CHANNEL)]
    offered += [option(f"@{handle}", group) for group, handle in groups.items()]
    chosen = setup.tutors_group if setup.tutors_group in groups else BY_CHANNEL
    return [*body, _field(words, fields.menu("tutors_group", offered, chosen=chosen))]


def _leads(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    people = [
        fields.field(
            words.leads_of.format(practical=practical or words.every_practical),
            fields.people_menu(name, setup.leads.get(practical, ())),
            optional=True,
        )
        for name, practical in lead_fields().items()
    ]
    return [blocks.context(words.hints["leads"]), *people]


def _schedule(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    lines = written_schedule(setup.schedule, choices.timezone)
    opens, closes = ("", "") if setup.all_day else (setup.opens, setup.closes.replace("24:00", "00:00"))
    return [
        _field(words, fields.text_box("schedule", lines, lines=True), optional=True),
        _field(words, fields.text_box("timezone", choices.timezone, longest=60)),
        _field(words, fields.time_box("opens", opens), optional=True),
        _field(words, fields.time_box("closes", closes), optional=True),
    ]


def _behaviour(words: SetupWords, setup: Setup, choices: Choices) -> list[Block]:
    names = ("unclaimed_minutes", "unanswered_minutes", "escalate_minutes")
    most = str(MOST_MINUTES)
    boxes = [fields.number_box(name, str(getattr(setup, name)), whole=True, low="1", high=most) for name in names]
    return [
        *(_field(words, box) for box in boxes),
        _field(words, fields.box_to_tick("fold", words.fold_on, ticked=setup.fold), optional=True),
        _field(words, fields.box_to_tick("quiet", words.quiet_on, ticked=setup.quiet), optional=True),
    ]


def _field(words: SetupWords, element: Block, *, optional: bool = False) -> Block:
    name = element["action_id"]
    return fields.field(words.labels[name], element, hint=words.hints[name], optional=optional)


_BODIES: dict[Form, Callable[[SetupWords, Setup, Choices], list[Block]]] = {
    "channels": _channels,
    "leads": _leads,
    "schedule": _schedule,
    "behaviour": _behaviour,
}
