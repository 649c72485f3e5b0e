"""Standard Markdown of `markdown` blocks to HTML: raw HTML is shown as text, pictures become links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from bot.standin.render.emoji import with_emoji
from bot.standin.render.mrkdwn import Names, escaped, link, mention

_MENTION = re.compile(r"&lt;([@#])([A-Z0-9]+)(?:\|[^&]*)?&gt;")


def markdown(text: str, names: Names) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("text", _text)
    shown = parser.render(text, {"names": names})
    return f'<div class="markdown">{shown}</div>'


def _text(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    names: Names = environment["names"]
    shown = with_emoji(escaped(tokens[index].content))
    return _MENTION.sub(lambda match: mention(match[2], names, match[1]), shown)


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, index, options, environment)


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: Any) -> str:
    source = str(tokens[index].attrs.get("src", ""))
    return link(source, tokens[index].content or source)
