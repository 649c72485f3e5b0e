"""From mrkdwn, Markdown and rich text to HTML: what it looks like, and what an attacker would try."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest

from bot.standin.checks.blocks import fill_ids
from bot.standin.compose import rich_text, stored_text
from bot.standin.render.blocks import blocks_html
from bot.standin.render.markdown import markdown
from bot.standin.render.mrkdwn import mrkdwn, plain
from bot.standin.render.rich_text import rich_text as rich_html
from bot.standin.snapshot import new_workspace
from tests.standin.toy_app import button, options, section
from tests.standin.toy_app import plain as plain_text

VERBATIM = {"type": "mrkdwn", "text": "https://jax.dev", "verbatim": True}
NAMES = {"U0GRACE001": "grace", "C0GENERAL1": "general"}

MRKDWN = {
    "*bold* and _italic_ and ~gone~": "<b>bold</b> and <i>italic</i> and <s>gone</s>",
    "2*3*4 and snake_case_name": "2*3*4 and snake_case_name",
    "`a<b` &lt;tag&gt; &amp;": "<code>a&lt;b</code> &lt;tag&gt; &amp;",
    "`*not bold*`": "<code>*not bold*</code>",
    "```\nx = *1*\n```": "<pre>x = *1*</pre>",
    "> quoted\nafter": "<blockquote>quoted</blockquote>after",
    "&gt; a\n&gt; b": "<blockquote>a<br>b</blockquote>",
    "<@U0GRACE001> in <#C0GENERAL1>": '<span class="mention">@grace</span> in <span class="mention">#general</span>',
    "<!here>": '<span class="mention">@here</span>',
    ":tada: :no_such_emoji: 12:30:45": "🎉 :no_such_emoji: 12:30:45",
    "one\ntwo": "one<br>two",
    "<https://jax.dev/?a=1&amp;b=2|docs>": '<a href="https://jax.dev/?a=1&amp;b=2" target="_blank" '
    'rel="noopener noreferrer">docs</a>',
}

ATTACKS = [
    "<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<https://x.org/"onmouseover="alert(1)|click>',
    "<javascript:alert(1)|click>",
    "<JaVaScRiPt:alert(1)>",
    "<data:text/html;base64,PHNjcmlwdD4=|click>",
    "<@U1|<img src=x onerror=alert(1)>>",
    '<#C1|"><img src=x onerror=alert(1)>',
    "<!date^1^{date}|<svg/onload=alert(1)>>",
    "`</code><img src=x onerror=alert(1)>`",
    "```</pre><img src=x onerror=alert(1)>```",
    "*<img src=x onerror=alert(1)>*",
    ":<img src=x onerror=alert(1)>:",
    "\x000\x00 `x` \x001\x00",
    "https://x.org/'onmouseover='alert(1)",
    "<https://[|x>",
    '[x](javascript:alert(1)) ![x](x" onerror="alert(1)) <img src=x onerror=alert(1)>',
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
]

ALLOWED = {
    "a",
    "b",
    "i",
    "s",
    "u",
    "br",
    "pre",
    "code",
    "span",
    "blockquote",
    "div",
    "p",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "button",
    "select",
    "option",
    "optgroup",
    "img",
    "figure",
    "figcaption",
    "label",
    "fieldset",
    "small",
    "input",
    "textarea",
    "details",
    "summary",
}


class Inspector(HTMLParser):
    """Fails on any tag, attribute or address that a message could use to run a script."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("href", "src"):
                assert (value or "").startswith(("https://", "http://", "mailto:", "/page/")), value


def safe(html: str) -> str:
    Inspector().feed(html)
    return html


@pytest.mark.parametrize("text", MRKDWN)
def test_mrkdwn(text: str) -> None:
    assert safe(mrkdwn(text, NAMES)) == MRKDWN[text]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_stay_text(attack: str) -> None:
    safe(mrkdwn(attack, NAMES))
    safe(plain(attack))
    safe(markdown(attack, NAMES))
    workspace = new_workspace("tutor")
    safe(rich_html(rich_text(workspace, attack), NAMES))
    safe(mrkdwn(stored_text(workspace, attack), NAMES))
    menu = {"type": "static_select", "action_id": attack, "options": options(attack), "placeholder": plain_text(attack)}
    field = {"type": "plain_text_input", "action_id": "t", "multiline": True, "initial_value": f"</textarea>{attack}"}
    blocks = [
        {**section(attack), "block_id": attack[:200]},
        {"type": "actions", "elements": [button(attack, "a", value=attack), menu]},
        {"type": "image", "alt_text": attack, "image_url": "https://x.org/" + attack, "title": plain_text(attack)},
        {"type": "input", "label": plain_text(attack), "element": field},
        {"type": "table", "rows": [[{"type": "raw_text", "text": attack}]] * 2},
    ]
    safe(blocks_html(fill_ids(blocks), {"U1": attack, "C1": attack}))


def test_addresses_in_a_verbatim_text_stay_text() -> None:
    assert "<a " in mrkdwn("see https://jax.dev", {})
    assert mrkdwn("see https://jax.dev", {}, verbatim=True) == "see https://jax.dev"
    assert "<a " in mrkdwn("see <https://jax.dev|here>", {}, verbatim=True)
    assert "<a " not in blocks_html(fill_ids([{**section("https://jax.dev"), "text": VERBATIM}]), {})


def test_a_time_is_told_as_how_long_ago() -> None:
    now = int(time.time())
    assert mrkdwn(f"asked <!date^{now - 125}^{{ago}}|12:30 UTC>", {}) == "asked 2 minutes ago"
    assert mrkdwn(f"<!date^{now - 90_000}^{{ago}}|12:30 UTC>", {}) == "1 day ago"
    assert mrkdwn(f"<!date^{now}^{{ago}}|12:30 UTC>", {}) == "less than a minute ago"
    assert mrkdwn("until <!date^1^{time}|12:30 UTC>, <!date^x|soon>", {}) == "until 12:30 UTC, soon"


def test_markdown() -> None:
    shown = safe(
        markdown(
            "# Title\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n```python\nx < 1\n```\n\n<@U0GRACE001> :tada:", NAMES
        )
    )
    assert "<h1>Title</h1>" in shown and "<td><strong>2</strong></td>" in shown
    assert "x &lt; 1" in shown and "@grace</span> 🎉" in shown


TYPED = {
    "a < b & c": "a &lt; b &amp; c",
    "@grace see #general": "<@U0GRACE001> see <#C0GENERAL1|general>",
    "`@grace` stays": "`@grace` stays",
    "@nobody and x@grace": "@nobody and x@grace",
    "see https://jax.dev/a?b=1&c=2.": "see <https://jax.dev/a?b=1&amp;c=2>.",
    "x @ y": "x @ y",
    "<@U0GRACE001> hi": "<@U0GRACE001> hi",
}


@pytest.mark.parametrize("text", TYPED)
def test_typed_text_is_stored_as_slack_stores_it(text: str) -> None:
    assert stored_text(new_workspace("tutor"), text) == TYPED[text]
