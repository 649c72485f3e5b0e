"""The offer to look something up, which only the person sees whose message may be a question."""

from __future__ import annotations

from bot.jobs import Job
from bot.listening import language_of
from bot.views import blocks
from bot.views.blocks import Message
from bot.views.text import plain
from bot.words.values import ListeningWords


def offer_message(words: ListeningWords, job: Job) -> Message:
    """The offer, with what it is about: others may have written in between."""
    value = f"{job.message} {language_of(job.text)}"
    yes = blocks.button(words.yes, "offer_taken", value, style="primary")
    no = blocks.button(words.no, "offer_declined", value)
    about = blocks.context(f"“{plain(job.text, 80)}”")
    return Message(words.offer, [blocks.section(words.offer), about, blocks.actions([yes, no])])


def offer_note(text: str) -> Message:
    """The short line that takes the offer's place."""
    return Message(text, [blocks.section(text)])
