"""What a learner sees while a run or a check takes long, or when one more is not taken."""

from __future__ import annotations

from bot.jobs import Job
from bot.views import blocks
from bot.views.blocks import Message
from bot.views.text import clip, code, escape
from bot.words.values import WaitWords, Words
from runners.values import Progress

_SHOWN_CODE = 2_900
_BAR = 20


def wait_message(words: Words, job: Job, before: int | None, progress: Progress | None = None) -> Message:
    """How many are `before` theirs in line, None when it runs; how far it has come, where that is known."""
    text = _progress_text(words.wait, progress) if progress else _place_text(words.wait, before)
    stop = blocks.button(words.wait.stop, "stop_run", f"{job.id} {job.user}")
    return Message(text, [blocks.section(text), blocks.actions([stop])])


def _place_text(words: WaitWords, before: int | None) -> str:
    if before is None:
        return words.running
    if before == 0:
        return words.next
    return words.one_before if before == 1 else words.many_before.format(count=before)


def _progress_text(words: WaitWords, progress: Progress) -> str:
    full = round(_BAR * progress.done)
    bar = "█" * full + "░" * (_BAR - full)
    seconds = max(1, round(progress.seconds_left))
    left = f" · {words.left.format(seconds=seconds)}" if progress.done > 0 else ""
    return f"⏳ `{bar}` {progress.done:.0%}{left}\n{escape(clip(progress.text, 200))}"


def refused_message(words: Words, text: str, waiting: int) -> Message:
    """Why one more run or check is not taken, with what was sent, so that it can be sent again."""
    why = words.wait.refused.format(count=waiting)
    return Message(why, [blocks.section(why), blocks.section(code(text, _SHOWN_CODE))])
