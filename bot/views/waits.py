"""What a learner sees while a run or a check takes long, or when one more is not taken."""

from __future__ import annotations

from bot.jobs import Job
from bot.views import blocks
from bot.views.blocks import Message
from bot.views.text import clip, code, escape
from runners.values import Progress

_SHOWN_CODE = 2_900
_BAR = 20


def wait_message(job: Job, before: int | None, progress: Progress | None = None) -> Message:
    """How many are `before` theirs in line, None when it runs; how far it has come, where that is known."""
    text = _progress_text(progress) if progress else _place_text(before)
    stop = blocks.button("⏹ Stop", "stop_run", f"{job.id} {job.user}")
    return Message(text, [blocks.section(text), blocks.actions([stop])])


def _place_text(before: int | None) -> str:
    if before is None:
        return "⏳ Still at work. The result will appear here."
    if before == 0:
        return "⏳ Yours is next in line. The result will appear here."
    others = "1 other is" if before == 1 else f"{before} others are"
    return f"⏳ In line: {others} before yours. The result will appear here."


def _progress_text(progress: Progress) -> str:
    full = round(_BAR * progress.done)
    bar = "█" * full + "░" * (_BAR - full)
    left = f" · about {max(1, round(progress.seconds_left))} s left" if progress.done > 0 else ""
    return f"⏳ `{bar}` {progress.done:.0%}{left}\n{escape(clip(progress.text, 200))}"


def refused_message(text: str, waiting: int) -> Message:
    """Why one more run or check is not taken, with what was sent, so that it can be sent again."""
    why = (
        f"{waiting} of your runs and checks are waiting already, and they go one after the other. "
        "Please send this one again when one of them is done:"
    )
    return Message(why, [blocks.section(why), blocks.section(code(text, _SHOWN_CODE))])
