"""Text that is safe and short enough for Slack."""

from __future__ import annotations

import re

_FENCE = "```"
_WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    """Slack's three control characters, escaped, so that no mention, link or `<!channel>` is left."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The text as it was typed, from the text of an event or a command."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, the last an ellipsis when something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clip_middle(text: str, limit: int) -> str:
    """At most `limit` characters, with what is left out counted in the middle."""
    if len(text) <= limit:
        return text
    mark = f"\n… {len(text) - limit:,} characters left out …\n"
    head = (limit - len(mark)) * 2 // 3
    tail = max(limit - len(mark) - head, 0)
    return text[:head] + mark + text[len(text) - tail :]


def code(text: str, limit: int = 2_900) -> str:
    """A code block in mrkdwn of at most `limit` characters in all."""
    room = limit - 2 * len(_FENCE) - 2
    body = text.replace(_FENCE, f"`{_WORD_JOINER}`{_WORD_JOINER}`")
    shown = escape(clip_middle(body, room))
    while len(shown) > room:
        body = body[: int(len(body) * 0.9)]
        shown = escape(clip_middle(body, room))
    return f"{_FENCE}\n{shown}\n{_FENCE}"


def is_whole(text: str, limit: int) -> bool:
    """Whether `code` shows all of the text within `limit`."""
    return len(escape(text)) <= limit - 2 * len(_FENCE) - 2


def quote(text: str, limit: int = 600) -> str:
    """Somebody's words, quoted in mrkdwn."""
    return "\n".join("> " + line for line in escape(clip(text.strip(), limit)).splitlines())


def defuse(markdown: str) -> str:
    """Markdown for a `markdown` block in which nothing can ping anybody."""
    return re.sub(r"<([!@#])", r"<" + _WORD_JOINER + r"\1", markdown)


def plain(markdown: str, limit: int = 300) -> str:
    """A notification's text: Markdown without its marks, on one line."""
    no_code = re.sub(r"```.*?(```|$)", " ", markdown, flags=re.DOTALL)
    no_marks = re.sub(r"\*+|`+|^#+ |^> ?|(?<!\w)_|_(?!\w)", "", no_code, flags=re.MULTILINE)
    return escape(clip(" ".join(no_marks.split()), limit))


def duration(seconds: float) -> str:
    """`0.25 s`, `12 s`, `3 min`: as precise as is of use."""
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < 90:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"
