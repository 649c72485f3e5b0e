"""App Home: where a learner starts, sees how far they are, and chooses how the bot treats them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.records.progress import Practice
from bot.records.values import Person, Ticket
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.text import clip, escape
from bot.words import LANGUAGES
from bot.words.values import HomeWords, Words

AUTOMATIC = "automatic"
_TICKETS = 10
_BAR = 6


@dataclass(frozen=True)
class Learner:
    """What a person's Home is made of. `language` is the one that it is written in, `now` the practical that is on."""

    language: str
    person: Person
    practices: Sequence[Practice] = ()
    tickets: Sequence[Ticket] = ()
    now: str = ""


def home_view(words: Words, learner: Learner, more: Sequence[Block] = (), *, told: str = "") -> dict[str, Any]:
    """The Home tab. `told` is news of what was just pressed, beside the button, where the finger is; `more` is put
    below all, for those who have more to see. The view carries its language for what is pressed on it."""
    home = words.home
    now = [blocks.section(home.on_now.format(practical=escape(learner.now)))] if learner.now else []
    body = [
        blocks.section(home.welcome),
        *now,
        blocks.section(home.try_this),
        blocks.header(home.practicals),
        *(_practice(home, practice) for practice in learner.practices),
        blocks.header(home.questions),
        *_questions(home, learner.tickets),
        blocks.header(home.settings),
        *_settings(words, learner.person, told),
        *more,
    ]
    return {"type": "home", "private_metadata": learner.language, "blocks": body[: blocks.VIEW_BLOCKS]}


def _practice(words: HomeWords, practice: Practice) -> Block:
    every = len(practice.standings)
    told = [words.solved.format(solved=practice.solved, all=every)]
    if practice.tried:
        told.append(words.tried.format(count=practice.tried))
    text = f"*{escape(practice.practical)}*\n{_bar(practice.solved, every)} {' · '.join(told)}"
    button = blocks.button(words.exercises, "list_exercises", practice.practical)
    return {**blocks.section(text), "block_id": f"practical {practice.practical}", "accessory": button}


def _bar(done: int, every: int) -> str:
    """Empty only when nothing is done, and full only when all is."""
    full = _BAR * done // every if every else 0
    full = max(full, 1) if done else full
    return "▓" * full + "░" * (_BAR - full)


def _questions(words: HomeWords, tickets: Sequence[Ticket]) -> list[Block]:
    """Those that are not solved first, and the newest of each first."""
    ordered = sorted(tickets, key=lambda ticket: (ticket.state == "resolved", -ticket.number))
    shown = [blocks.section(_question(words, ticket)) for ticket in ordered[:_TICKETS]]
    older = [blocks.context(words.more_questions.format(count=len(ordered) - _TICKETS))] if ordered[_TICKETS:] else []
    return [*shown, *older] or [blocks.section(words.no_questions)]


def _question(words: HomeWords, ticket: Ticket) -> str:
    name = words.ticket.format(number=ticket.number)
    link = f"<{ticket.link}|{name}>" if ticket.link else name
    tutor = f"<@{ticket.tutor}>" if ticket.tutor else words.a_tutor
    state = words.states.get(ticket.state, words.states["open"]).format(tutor=tutor)
    return f"{link} · {state}\n{escape(clip(' '.join(ticket.question.split()), 150))}"


def _settings(words: Words, person: Person, told: str) -> list[Block]:
    """A block's id changes with what is chosen in it: under the same id Slack would go on showing an earlier choice."""
    home, erasing = words.home, words.erasing
    languages = [blocks.option(home.automatic, AUTOMATIC)]
    languages += [blocks.option(name, code) for code, name in LANGUAGES.items()]
    chosen = next((one for one in languages if one["value"] == person.language), languages[0])
    menu = {"type": "static_select", "action_id": "choose_language", "options": languages, "initial_option": chosen}
    confirm = blocks.confirm(erasing.title, erasing.warning, erasing.yes, erasing.no, style="danger")
    erase = blocks.button(erasing.button, "erase_me", "erase", style="danger")
    return [
        {**blocks.section(home.language), "block_id": f"language {person.language}", "accessory": menu},
        {**blocks.actions([_anonymity(home, person)]), "block_id": f"anonymity {person.anonymous}"},
        *([blocks.section(told)] if told else []),
        {**blocks.actions([{**erase, "confirm": confirm}]), "block_id": "erasing"},
    ]


def _anonymity(words: HomeWords, person: Person) -> Block:
    box = blocks.option(words.anonymous, "anonymous", words.anonymous_help)
    ticked = {"initial_options": [box]} if person.anonymous else {}
    return {"type": "checkboxes", "action_id": "choose_anonymity", "options": [box], **ticked}
