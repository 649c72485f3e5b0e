"""What came of a `/run`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.jobs import Job
from bot.views import blocks
from bot.views.blocks import Block, Message, Picture
from bot.views.text import clip, code, duration, escape, is_whole
from bot.words.values import RunWords, SharingWords, Words
from runners.values import ArraySummary, ErrorReport, RunResult

_OUTPUT = 2_900
_WORTH_TELLING = 1 << 20


def run_request(words: Words, job: Job, shown: str) -> Message:
    """The message in the channel that says who runs what; the result comes in its thread."""
    runs = words.run.runs.format(person=f"<@{job.user}>")
    return Message(f"{runs} {escape(clip(shown, 200))}", [blocks.section(f"{runs}\n{code(shown, 1_500)}")])


def headline(words: RunWords, result: RunResult) -> str:
    parts = [words.headlines[result.status], duration(result.seconds.run)]
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
    words: Words,
    job: Job,
    result: RunResult,
    pictures: Sequence[Picture],
    *,
    editable: bool = False,
    shown: str = "",
) -> Message:
    """The result: headline, error, output, value, pictures, arrays; the thing to look at first comes first.

    `editable` code can be opened once more. `shown` is code that stands nowhere else in the thread."""
    run, head = words.run, blocks.section(f"*{headline(words.run, result)}*")
    body: list[Block] = [*(run_request(words, job, shown).blocks if shown else []), head]
    if result.error:
        body += error_blocks(run, result.error)
    elif result.status in run.advice:
        body.append(blocks.section(run.advice[result.status]))
    if result.stdout.strip():
        body.append(blocks.section(code(result.stdout.rstrip("\n"), _OUTPUT)))
    if result.result is not None:
        body.append(blocks.section(f"{run.value}\n" + code(result.result, _OUTPUT)))
    body += [blocks.image(picture) for picture in pictures]
    if result.arrays:
        body.append(blocks.context(f"{run.arrays} {_arrays(run, result.arrays)}"))
    if result.status == "ok" and body[-1] == head:
        body.append(blocks.section(run.silent))
    press = [blocks.button(words.sharing.edit_and_run, "edit_run", job.id)] if editable else []
    if result.status != "ok":
        press.append(blocks.button(words.answer.ask_tutor, "ask_tutor", job.id))
    if press:
        body.append(blocks.actions(press))
    return Message(_fallback(run, result), body)


def again_message(words: SharingWords, exchange: str, kind: str) -> Message:
    """The offer to run or check code once more, after it was edited."""
    label = words.check_again if kind == "check" else words.run_again
    press = blocks.actions([blocks.button(label, "run_again", exchange, style="primary")])
    return Message(words.code_changed, [blocks.section(words.code_changed), press])


def error_blocks(words: RunWords, error: ErrorReport) -> list[Block]:
    """A learner's exception: what, where, why, and the section that teaches it."""
    where = _where(words, error)
    message = escape(clip(error.message, 900))
    body = [blocks.section(f"*{escape(error.type)}*{where}: {message}")]
    if error.excerpt:
        body.append(blocks.section(code(error.excerpt, 1_500)))
    if error.explanation:
        body.append(blocks.section("💡 " + escape(error.explanation)))
    if error.see:
        body.append(blocks.context(f"📖 {words.see} {escape(error.see)}"))
    return body


def _where(words: RunWords, error: ErrorReport) -> str:
    return " " + words.on_line.format(line=error.line) if error.line else ""


def _arrays(words: RunWords, arrays: Sequence[ArraySummary], most: int = 12) -> str:
    shown = [_array(array) for array in arrays[:most]]
    more = [words.more_arrays.format(count=len(arrays) - most)] if len(arrays) > most else []
    return " · ".join(shown + more)


def _array(array: ArraySummary) -> str:
    numbers = f" = {escape(array.preview)}" if array.preview else ""
    return f"`{escape(array.name)}` {escape(array.dtype)}[{','.join(map(str, array.shape))}]{numbers}"


def _fallback(words: RunWords, result: RunResult) -> str:
    if result.error:
        return escape(clip(f"{result.error.type}{_where(words, result.error)}: {result.error.message}", 300))
    value = result.result or result.stdout.strip()
    return escape(clip(f"{headline(words, result)} {value}", 300))
