"""Short messages: help, refusals, and what to do next."""

from __future__ import annotations

from bot.views import blocks
from bot.views.blocks import Message
from bot.views.text import escape
from bot.words.values import Words


def note(text: str) -> Message:
    """One or two sentences of our own, in mrkdwn."""
    return Message(text, [blocks.section(text)])


def usage(problem: str) -> Message:
    """A sentence from another room that says what is wrong with a request and what to do."""
    return note(escape(problem))


def failed(words: Words, job_id: str, reason: str = "failed") -> Message:
    """Our failure, with the way to a person; a reason without words of its own is told as any failure."""
    failures = words.notice.failures
    return with_tutor(words, job_id, failures.get(reason, failures["failed"]))


def with_tutor(words: Words, job_id: str, text: str) -> Message:
    """A sentence with the way to a person below it."""
    ask = blocks.actions([blocks.button(words.answer.ask_tutor, "ask_tutor", job_id)])
    return Message(text, [blocks.section(text), ask])
