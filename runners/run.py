"""Code from a message, and its run in the sandbox."""

from __future__ import annotations

import re
import textwrap

from runners.sandbox import Limits, Sandbox
from runners.values import RunResult

_FENCE = re.compile(r"```(?P<body>.*?)(?:```|\Z)", re.DOTALL)
_LANGUAGE = re.compile(r"\A[ \t]*(?:python3?|py|ipython|jupyter)?[ \t]*\r?\n|\A(?:python3?|py)[ \t]+", re.IGNORECASE)
_INLINE = re.compile(r"\A`(?P<body>[^`\n]+)`\Z")
_LINK = re.compile(
    r"<(?:https?://|mailto:)[^|>\n]{0,2000}\|(?P<label>[^>\n]*)>|<(?P<url>(?:https?://|mailto:)[^|>\n]{0,2000})>"
)
_CURVED_QUOTES = (("'", "\u2018\u2019\u201a"), ('"', "\u201c\u201d\u201e"))
_SPACES = {0xA0: " ", 0x202F: " ", 0x200B: None, 0xFEFF: None}

_TIMED = re.compile(
    r"^(?P<indent>[ \t]*)%(?:time|timeit|prun)[ \t]+(?:-[nr][ \t]*\d+[ \t]+|-[a-z][ \t]+)*(?P<code>[^-\s].*)$",
    re.MULTILINE,
)
_MAGIC = re.compile(
    r"^(?P<indent>[ \t]*)(?P<magic>(?:!(?!=)\S.*|%%[a-z]\w*.*|\?{1,2}[A-Za-z_][\w.]*[ \t]*|[A-Za-z_][\w.]*\?{1,2}[ \t]*"
    r"|%(?:autoreload|capture|cd|conda|config|debug|env|load_ext|ls|matplotlib|pip|precision|pwd|pylab|reload_ext|reset"
    r"|run|tensorboard|tensorflow_version|time|timeit|who|whos)\b.*))$",
    re.MULTILINE,
)


def run_snippet(sandbox: Sandbox, code: str, *, limits: Limits | None = None) -> RunResult:
    """Run code as a notebook cell; notebook commands in it become comments, on the same lines."""
    return sandbox.run(without_magics(code), limits=limits)


def extract_code(text: str) -> str:
    """The code of a message: its fenced blocks, one after the other, or the text itself when none is fenced.

    Undoes what Slack and phones do to code: links around names such as `jax.nn`, curved quotes.
    """
    blocks = [_LANGUAGE.sub("", found["body"], count=1) for found in _FENCE.finditer(text)]
    inline = _INLINE.match(text.strip())
    unfenced = inline["body"] if inline else text
    code = "\n".join(block.strip("\r\n") for block in blocks) if blocks else unfenced
    return textwrap.dedent(_unescaped(code).strip("\n")).rstrip()


def without_magics(code: str) -> str:
    """Lines of IPython (`%matplotlib inline`, `!pip install x`, `jnp.dot?`) as comments; `%time f()` as `f()`."""
    return _MAGIC.sub(_commented, _TIMED.sub(r"\g<indent>\g<code>", code))


def _unescaped(code: str) -> str:
    code = _LINK.sub(lambda found: found["label"] or found["url"] or "", code)
    for straight, curved in _CURVED_QUOTES:
        if straight not in code:
            code = code.translate({ord(quote): straight for quote in curved})
    return code.translate(_SPACES).replace("\r\n", "\n")


def _commented(found: re.Match[str]) -> str:
    """In a block a `pass` stands in front, because the block may hold nothing else."""
    return f"{found['indent']}{'pass  ' if found['indent'] else ''}# {found['magic']}"
