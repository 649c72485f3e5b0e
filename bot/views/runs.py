"""What came of a `/run`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.jobs import Job
from bot.views import blocks
from bot.views.blocks import Block, Message, Picture
from bot.views.text import clip, code, duration, escape, is_whole
from bot.words.values import SharingWords
from runners.values import ArraySummary, ErrorReport, RunResult

_OUTPUT = 2_900
_WORTH_TELLING = 1 << 20

_HEADLINES = {
    "ok": "✅ Done",
    "error": "⚠️ Your code raised an error",
    "timeout": "⏱️ Stopped: your code took too long",
    "memory": "🧱 Stopped: your code needed more memory than it may use",
    "output_limit": "✂️ Stopped: your code printed too much",
    "crashed": "💥 Your code ended the Python process",
    "stopped": "⏹️ Stopped, as you asked",
}

_ADVICE = {
    "timeout": "Try fewer steps or a smaller array. A loop that never ends is the usual reason.",
    "memory": "Try a smaller array. A broadcast such as (n, 1) with (1, n) makes n × n numbers.",
    "output_limit": "Print less, for example only every 100th step.",
    "crashed": "Calls such as os._exit, or a fault in native code, end the process.",
}


def run_request(job: Job, shown: str) -> Message:
    """The message in the channel that says who runs what; the result comes in its thread."""
    body = [blocks.section(f"<@{job.user}> runs:\n{code(shown, 1_500)}")]
    return Message(f"<@{job.user}> runs: {escape(clip(shown, 200))}", body)


def headline(result: RunResult) -> str:
    parts = [_HEADLINES[result.status], duration(result.seconds.run)]
    if result.memory_bytes >= _WORTH_TELLING:
        parts.append(f"{result.memory_bytes / 2**20:.0f} MB")
    return " · ".join(parts)


def whole_output(result: RunResult) -> str | None:
    """Output and value as the text of a file, when one of them is too long for the message."""
    texts = [result.stdout.rstrip("\n"), result.result or ""]
    if all(is_whole(text, _OUTPUT) for text in texts):
        return None
    return "\n\n".join(text for text in texts if text) + "\n"


def run_message(
    job: Job, result: RunResult, pictures: Sequence[Picture], edit: str = "", *, shown: str = ""
) -> Message:
    """The result: headline, error, output, value, pictures, arrays; the thing to look at first comes first.

    `edit` labels the button that opens the code once more, and is empty where there is none. `shown` is code that
    stands nowhere else in the thread."""
    body: list[Block] = run_request(job, shown).blocks if shown else []
    body.append(blocks.section(f"*{headline(result)}*"))
    if result.error:
        body += error_blocks(result.error)
    elif result.status in _ADVICE:
        body.append(blocks.section(_ADVICE[result.status]))
    if result.stdout.strip():
        body.append(blocks.section(code(result.stdout.rstrip("\n"), _OUTPUT)))
    if result.result is not None:
        body.append(blocks.section("Value:\n" + code(result.result, _OUTPUT)))
    body += [blocks.image(picture) for picture in pictures]
    if result.arrays:
        body.append(blocks.context("Arrays: " + _arrays(result.arrays)))
    if result.status == "ok" and body[-1] == blocks.section(f"*{headline(result)}*"):
        body.append(blocks.section("Your code ran and printed nothing. End with an expression to see its value."))
    press = [blocks.button(edit, "edit_run", job.id)] if edit else []
    if result.status != "ok":
        press.append(blocks.button("Ask a tutor", "ask_tutor", job.id))
    if press:
        body.append(blocks.actions(press))
    return Message(_fallback(result), body)


def again_message(exchange: str, kind: str, words: SharingWords) -> Message:
    """The offer to run or check code once more, after it was edited."""
    label = words.check_again if kind == "check" else words.run_again
    press = blocks.actions([blocks.button(label, "run_again", exchange, style="primary")])
    return Message(words.code_changed, [blocks.section(words.code_changed), press])


def error_blocks(error: ErrorReport) -> list[Block]:
    """A learner's exception: what, where, why, and the section that teaches it."""
    where = f" on line {error.line}" if error.line else ""
    message = escape(clip(error.message, 900))
    body = [blocks.section(f"*{escape(error.type)}*{where}: {message}")]
    if error.excerpt:
        body.append(blocks.section(code(error.excerpt, 1_500)))
    if error.explanation:
        body.append(blocks.section("💡 " + escape(error.explanation)))
    if error.see:
        body.append(blocks.context("📖 See: " + escape(error.see)))
    return body


def _arrays(arrays: Sequence[ArraySummary], most: int = 12) -> str:
    shown = [_array(array) for array in arrays[:most]]
    more = [f"and {len(arrays) - most} more"] if len(arrays) > most else []
    return " · ".join(shown + more)


def _array(array: ArraySummary) -> str:
    numbers = f" = {escape(array.preview)}" if array.preview else ""
    return f"`{escape(array.name)}` {escape(array.dtype)}[{','.join(map(str, array.shape))}]{numbers}"


def _fallback(result: RunResult) -> str:
    if result.error:
        where = f" on line {result.error.line}" if result.error.line else ""
        return escape(clip(f"{result.error.type}{where}: {result.error.message}", 300))
    value = result.result or result.stdout.strip()
    return escape(clip(f"{headline(result)} {value}", 300))
