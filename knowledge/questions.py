"""What is searched for a question: its own words, or the heart of a pasted traceback."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from knowledge.tokens import STOP_WORDS, content_words, tokenize, words

__all__ = ["Query", "about_code", "off_topic", "parse_question", "repaired"]

_FENCE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_ERROR_LINE = re.compile(r"^\s*(?:E\s+)?((?:\w+\.)*\w*(?:Error|Exception|Warning|Interrupt))\b:?\s*(.*)$")
_CODE_LINE = re.compile(r"^\s*(?:File \"|\^+\s*$|-+>|>>>|\d+\s|In \[|~+|at 0x|Traceback\b|The above exception)")
_SLACK = re.compile(r"<[@#!][^>]*>|<(https?://[^|>]+)(?:\|[^>]*)?>")


@dataclass(frozen=True)
class Query:
    """`text` is embedded, `tokens` are looked up; `error` is the exception's type when a traceback was pasted."""

    text: str
    tokens: tuple[str, ...]
    error: str = ""


def parse_question(question: str, *, longest: int = 600) -> Query:
    """The query of a message; only its first and last `longest` characters count when it is long."""
    bounded = question if len(question) <= 4 * longest else f"{question[: 2 * longest]}\n{question[-2 * longest :]}"
    message = html.unescape(_SLACK.sub(" ", bounded))
    error, said = _error(message)
    prose = _prose(message, traceback=bool(error))
    text = " ".join(part for part in (error.rsplit(".", 1)[-1], said, prose) if part) or message
    text = re.sub(r"\s+", " ", text).strip()[:longest]
    return Query(text, tuple(dict.fromkeys(tokenize(text))), error.rsplit(".", 1)[-1])


def _error(message: str) -> tuple[str, str]:
    """The type and the message of the last exception in a traceback; empty texts when there is none."""
    for line in reversed(message.splitlines()):
        found = _ERROR_LINE.match(line.strip("` "))
        if found and (found[2] or "Traceback" in message):
            return found[1], found[2].strip()
    return "", ""


def _prose(message: str, *, traceback: bool) -> str:
    """The person's own words: no fenced code beside prose, and nothing of a traceback's frames."""
    without_code = _FENCE.sub(" ", message)
    kept = without_code if len(without_code.split()) >= 3 else message.replace("```", " ")
    if not traceback:
        return kept
    before = kept.split("Traceback", 1)[0]
    lines = [line for line in before.splitlines() if not _CODE_LINE.match(line) and not _ERROR_LINE.match(line)]
    return " ".join(line for line in lines if not re.match(r"\s{2,}\S", line))


def repaired(
    query: Query, vocabulary: dict[str, int], is_word: Callable[[str], bool], *, most: int = 4, shortest: int = 4
) -> Query:
    """The query with up to `most` misspelt words replaced by the nearest word of the material.

    A word that the language model knows whole, or that is not plain letters, is left alone.
    """
    text = query.text
    unknown = [
        word
        for word in content_words(text)
        if len(word) >= shortest and word.isalpha() and word.isascii() and tokenize(word)[0] not in vocabulary
    ]
    for word in [word for word in unknown if not is_word(word.lower())][:most]:
        near = [known for known in vocabulary if known[0] == word[0].lower() and abs(len(known) - len(word)) <= 2]
        match = get_close_matches(tokenize(word)[0], near, n=1, cutoff=0.8)
        if match:
            text = re.sub(rf"\b{word}\b", match[0], text)
    return query if text == query.text else Query(text, tuple(dict.fromkeys(tokenize(text))), query.error)


_CODE_WORDS = re.compile(
    r"\b(?:code|example|snippet|syntax|implement\w*|program)\b|\bhow (?:do|can|to|should) (?:i |we |you )?\w+",
    re.IGNORECASE,
)
_CODE_NAMES = re.compile(r"`|\w\(|\w_\w|\w\.\w+\(|\b(?:jax|jnp|np|hk|optax|jraph)\.|Error\b")


def about_code(question: str) -> bool:
    """Whether the person would be helped by code: words such as "how do I write"; names of code, unless it asks why."""
    asks_why = re.match(r"\W*(?:why|what is|what are|explain)\b", question, re.IGNORECASE)
    return bool(_CODE_WORDS.search(question) or (not asks_why and _CODE_NAMES.search(question)))


_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|everything|above)\b"
    r"|\b(?:system|hidden|initial) prompt\b|\byou are now\b|\bpretend (?:to be|you)\b|\bjailbreak\b|\bdeveloper mode\b",
    re.IGNORECASE | re.DOTALL,
)
_LOGISTICS = re.compile(
    r"\b(?:when|what time|where|which room)\b.{0,40}\b(?:lunch|dinner|breakfast|break|coffee|session|lecture|practical"
    r"|prac|tutorial|class|room|venue|bus|party|slides|recording|deadline|toilets?|bathroom|start|end)s?\b\W*(?:today|tomorrow|now|please)?\W*$"
    r"|\b(?:wi-?fi|password|certificate|deadline|extension|refund|visa|hotel|shuttle|badge|grades?|marks)\b",
    re.IGNORECASE,
)
_SMALL = (
    "hi hello hey good morning afternoon evening night thanks thank ok okay great cool nice awesome bye goodbye welcome"
    " there everyone all guys team bot tutor sup yo how are you doing today who your name bonjour merci salut lol haha"
    " jambo habari asante sawa obrigado ola love so much very helpful is it going day joke tell me a lot"
)
_SMALL_TALK = frozenset(_SMALL.split())


def off_topic(question: str) -> bool:
    """Whether a message is small talk, logistics, or an instruction to the bot, whatever else it holds."""
    said = {word.lower() for word in words(question[:2000])}
    if said <= _SMALL_TALK or said <= STOP_WORDS:
        return True
    return bool(_INJECTION.search(question[:4000]) or _LOGISTICS.search(question[:300]))
