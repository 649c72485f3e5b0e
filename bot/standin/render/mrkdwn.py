"""Slack's mrkdwn to HTML. Code, links and mentions are taken out first, the rest is escaped, then emphasis is added."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.standin.render.emoji import with_emoji

_PARTS = re.compile(
    r"```\n?(?P<pre>.+?)\n?```|`(?P<code>[^`\n]+)`|<(?P<token>[^<>\n]+)>|(?P<url>https?://[^\s<>|`\"]+)", re.DOTALL
)
_STYLES = (
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])"), "b"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]*?[^\s_])_(?![\w_])"), "i"),
    (re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]*?[^\s~])~(?![\w~])"), "s"),
)
_HOLE = re.compile("\x00(\\d+)\x00")
_QUOTED = re.compile(r"(?:^(?:&gt;) ?[^\n]*(?:\n|$))+", re.MULTILINE)
_BROADCAST = {"here": "@here", "channel": "@channel", "everyone": "@everyone"}

Names = Mapping[str, str]


def mrkdwn(text: str, names: Names, *, verbatim: bool = False) -> str:
    """`names` maps the ids of people and channels to what is shown for them. In a `verbatim` text, addresses that are
    not marked as links stay text."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        bare = verbatim and match["url"] is not None
        held.append(escaped(match["url"]) if bare else _part(match, names))
        return f"\x00{len(held) - 1}\x00"

    marked = escaped(_PARTS.sub(hold, text.replace("\x00", "")))
    for pattern, tag in _STYLES:
        marked = pattern.sub(rf"<{tag}>\1</{tag}>", marked)
    marked = _lines(with_emoji(marked))
    return _HOLE.sub(lambda match: held[int(match.group(1))], marked)


def plain(text: str) -> str:
    """A plain_text object: escaped, with emoji and line breaks."""
    return with_emoji(escaped(text)).replace("\n", "<br>")


def escaped(text: str) -> str:
    """HTML-escaped; Slack's own three entities are not escaped twice."""
    return html.escape(unescape(text), quote=True)


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link(url: str, label: str) -> str:
    """A link for web and mail addresses; anything else stays text."""
    address = unescape(url)
    try:
        known = urlsplit(address).scheme in ("http", "https", "mailto")
    except ValueError:
        known = False
    if not known:
        return escaped(label)
    return (
        f'<a href="{html.escape(address, quote=True)}" target="_blank" rel="noopener noreferrer">{escaped(label)}</a>'
    )


def mention(identity: str, names: Names, mark: str) -> str:
    return f'<span class="mention">{mark}{escaped(names.get(identity, identity))}</span>'


def _part(match: re.Match[str], names: Names) -> str:
    if match["pre"] is not None:
        return f"<pre>{escaped(_bare_links(match['pre']))}</pre>"
    if match["code"] is not None:
        return f"<code>{escaped(_bare_links(match['code']))}</code>"
    if match["url"] is not None:
        url = match["url"].rstrip(".,;:!?)'")
        return link(url, url) + escaped(match["url"][len(url) :])
    return _token(match["token"], names)


def _bare_links(code: str) -> str:
    """Slack writes addresses inside code as <address>; they are shown as they were typed."""
    return re.sub(r"<(https?://[^<>|]+)(?:\|([^<>]*))?>", lambda match: match[2] or match[1], code)


def _token(token: str, names: Names) -> str:
    body, _, label = token.partition("|")
    if body[0] in "@#" and len(body) > 1:
        shown = {body[1:]: label} if label and body[1:] not in names else names
        return mention(body[1:], shown, body[0])
    if body[0] == "!":
        return _special(body[1:], label)
    if ":" in body:
        return link(body, label or body.removeprefix("mailto:"))
    return escaped(f"<{token}>")


def _special(body: str, label: str) -> str:
    kind = body.partition("^")[0]
    if kind in _BROADCAST:
        return f'<span class="mention">{_BROADCAST[kind]}</span>'
    if kind == "date":
        return _date(body, label)
    return escaped(label or f"<!{body}>")


def _date(body: str, label: str) -> str:
    """`date^seconds^tokens`: how long ago for {ago}; other tokens are met with the text beside them."""
    _, seconds, tokens, *_ = [*body.split("^"), "", ""]
    if not seconds.isdigit() or "{ago}" not in tokens:
        return escaped(label)
    return escaped(tokens.replace("{ago}", _ago(time.time() - int(seconds))))


def _ago(seconds: float) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(seconds // length)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "less than a minute ago"


def _lines(marked: str) -> str:
    """Quoted lines as quotes, other line ends as breaks."""

    def quote(match: re.Match[str]) -> str:
        inside = "\n".join(re.sub(r"^&gt; ?", "", line) for line in match.group().rstrip("\n").split("\n"))
        return f"<blockquote>{inside}</blockquote>"

    return _QUOTED.sub(quote, marked).replace("\n", "<br>")
