"""The exercises of one practical, with where a learner stands in each: a form without fields, opened from App Home."""

from __future__ import annotations

from typing import Any

from bot.records.progress import Practice, Standing
from bot.views import blocks
from bot.views.blocks import Block
from bot.views.text import clip, escape
from bot.words.values import HomeWords, Words


def loading_view(words: Words, language: str, practical: str) -> dict[str, Any]:
    """What stands there until the exercises do."""
    body = [blocks.section(f"*{escape(practical)}*"), blocks.context(words.home.loading)]
    return _view(words.home, language, body)


def exercises_view(words: Words, language: str, practice: Practice) -> dict[str, Any]:
    """Each exercise with its state and a button to have it checked. The view carries its language for that."""
    home = words.home
    body = [blocks.section(f"*{escape(practice.practical)}*"), blocks.context(home.how_to_check)]
    body += [_exercise(home, standing) for standing in practice.standings]
    return _view(home, language, body)


def _view(words: HomeWords, language: str, body: list[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "private_metadata": language,
        "title": blocks.plain_text(words.exercises, 24),
        "close": blocks.plain_text(words.close, 24),
        "blocks": body[: blocks.VIEW_BLOCKS],
    }


def _exercise(words: HomeWords, standing: Standing) -> Block:
    text = f"`{escape(clip(standing.name, 80))}` · {_state(words, standing)}\n{escape(clip(standing.task, 300))}"
    button = blocks.button(words.check, "check_exercise", standing.exercise)
    return {**blocks.section(text), "block_id": standing.exercise, "accessory": button}


def _state(words: HomeWords, standing: Standing) -> str:
    if not standing.attempts:
        return words.exercise_new
    tries = words.one_attempt if standing.attempts == 1 else words.many_attempts.format(count=standing.attempts)
    return f"{words.exercise_solved} · {tries}" if standing.solved else f"🔎 {tries}"
