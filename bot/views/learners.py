"""What learners wrote, where others read it: quoted, and without anything that acts."""

from __future__ import annotations

import re

from bot.views import blocks
from bot.views.blocks import Block
from bot.views.text import code, quote

_LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|([^<>]*))?>")


def learner_blocks(lead: str, text: str, *, limit: int = 600) -> list[Block]:
    """`lead` in our words (mrkdwn), then theirs quoted, of at most `limit` characters, and their first code as code."""
    words, fence, rest = readable_links(text).partition("```")
    quoted = quote(words, limit) if words.strip() else ""
    shown = [blocks.verbatim(f"{lead}\n{quoted}".strip())]
    if fence:
        shown.append(blocks.verbatim(code(rest.partition("```")[0].strip("\n"), 2_500)))
    return shown


def readable_links(text: str) -> str:
    """Each link with the address that it leads to, as text."""
    return _LINK.sub(lambda link: f"{link[2]} ({link[1]})" if link[2] and link[2] != link[1] else link[1], text)
