"""The practicals at a glance, and what the bot can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.text import escape
from bot.words.values import GuideWords
from runners.experiments import Experiment

if TYPE_CHECKING:
    from runners.exercises.values import Exercise


def practicals_message(exercises: Iterable[Exercise], experiments: Iterable[Experiment], words: GuideWords) -> Message:
    """Each practical with what can be done in it, one press away."""
    to_check = Counter(one.practical for one in exercises)
    to_run = Counter(one.practical for one in experiments)
    body: list[Block] = [blocks.section(f"{words.title}\n{words.how}")]
    for practical in dict.fromkeys([*to_run, *to_check]):
        counts = words.counts.format(exercises=to_check[practical], experiments=to_run[practical])
        body.append(blocks.section(f"*{escape(practical)}*\n{counts}"))
        press = [
            *([blocks.button(words.exercises, "open_check", practical)] if to_check[practical] else []),
            *([blocks.button(words.experiments, "open_run", practical)] if to_run[practical] else []),
        ]
        body.append(blocks.actions(press))
    return Message(words.title.strip("*"), body)


def help_message(words: GuideWords) -> Message:
    """What the bot can do, with examples, and the forms one press away."""
    everything = (words.help_ask, words.help_run, words.help_check, words.help_tutor, words.help_more)
    press = [
        blocks.button(words.open_ask, "open_ask", "help"),
        blocks.button(words.open_run, "open_run", "help"),
        blocks.button(words.open_check, "open_check", "help"),
        blocks.button(words.open_practicals, "open_practicals", "help"),
    ]
    body = [blocks.section(words.help_intro), *map(blocks.section, everything), blocks.actions(press)]
    return Message(words.help_intro, body)
