"""A message as numbers: hashed n-grams of its words, their roles and their letters, and signs that are named."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile
from zlib import crc32

from bot.listening.prose import prose, words
from bot.listening.roles import OPENING, neutral, roles

HASHED = 1 << 14
_LONG = 3_000

_ERROR = re.compile(r"\b\w*(?:Error|Exception)\b|Traceback \(most recent|StackTrace")
_ERROR_LINE = re.compile(
    r"^[ \t]*[\w.]{0,60}(?:Error|Exception): |^Traceback \(most recent|^\w{1,40}Error\b.*Traceback", re.MULTILINE
)
_CLAUSE = re.compile(r"[.!?;:,\n]+")
_LAUGH = re.compile(r"\b(?:lol|lool|haha\w*|lmao|mdr|ptdr)\b|[😂🤣😅😄😎😭🔥🎉👏💪👋✅👍👌🌙🇬🇭]")
_SIGNS = (
    "question mark",
    "question mark at the end",
    "several question marks",
    "exclamation mark",
    "colon",
    "laughs",
    "error named",
    "line of an error",
    "fence",
    "code in the line",
    "link",
    "mention",
    "in thread",
    "in thread and short",
    "no words",
    "only code",
    "one or two words",
    "three to five words",
    "more than twelve words",
    "asks in so many words",
    "number",
    "starts with yes or no",
    "a question word or verb and a question mark",
    "a question word and a verb first",
    "a verb and its subject first",
    "a verb first and a question mark",
    "a question word first, no verb, no question mark",
    "advice",
    "nothing that asks or complains",
    "nothing that asks, something that complains",
    "complains of what is mine",
    "solved, and nothing that complains",
)
_YES_OR_NO = frozenset(
    {"yes", "no", "yeah", "yep", "nope", "nah", "oui", "non", "ouais", "exactly", "right", "actually", "exact"}
)
_ASKING = frozenset({"WH", "HELP", "LOST", "WANT", "SOME", "PLEASE"})
_COMPLAINING = frozenset({"BAD", "NOT", "STILL", "LOST"})
_SUBJECT = frozenset({"I", "YOU", "WE", "IT", "SOME", "THE", "MY", "TOPIC", "EVENT", "ALL"})
_SIGN = {name: HASHED + index for index, name in enumerate(_SIGNS)}
SIZE = HASHED + len(_SIGNS)


def features(text: str, *, in_thread: bool = False) -> dict[int, float]:
    """The numbers of a message that are not zero, by their place among `SIZE`."""
    text = _ends(text)
    said = prose(text)
    listed = neutral(words(said))
    clauses = [clause for part in _CLAUSE.split(said) if (clause := neutral(words(part)))]
    found: dict[int, float] = {}
    for names, length in (
        (_word_grams(listed), 2.0),
        (_letter_grams(listed), 1.0),
        (_role_grams(roles(listed)), 3.0),
        (_starts(clauses), 3.0),
    ):
        for place, value in _normed(names, length).items():
            found[place] = found.get(place, 0.0) + value
    signs = {**_marks(text, said, listed, in_thread), **_build(said, listed, clauses)}
    found.update((_SIGN[name], 2.0) for name, holds in signs.items() if holds)
    return found


def _ends(text: str) -> str:
    """A long message's start and end: what is asked stands there, and what is pasted in between."""
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]}\n{text[-_LONG // 2 :]}"


def _normed(names: Iterable[str], length: float) -> dict[int, float]:
    places = {crc32(name.encode()) % HASHED for name in names}
    return dict.fromkeys(places, length / math.sqrt(len(places))) if places else {}


def _word_grams(listed: list[str]) -> Iterator[str]:
    framed = ["^", *listed[:60], "$"]
    yield from (f"w {word}" for word in listed[:60])
    yield from (f"w {first} {second}" for first, second in zip(framed, framed[1:], strict=False))


def _letter_grams(listed: list[str]) -> Iterator[str]:
    for word in listed[:40]:
        framed = f"<{word}>"
        yield from (f"c {framed[at : at + 4]}" for at in range(max(len(framed) - 3, 1)))


def _role_grams(parts: list[str]) -> Iterator[str]:
    framed = ["^", *parts[:60], "$"]
    yield from (f"r {part}" for part in parts[:60] if part != "x")
    yield from (f"r {first} {second}" for first, second in zip(framed, framed[1:], strict=False))
    yield from (f"r {' '.join(three)}" for three in zip(framed, framed[1:], framed[2:], strict=False))


def _opened(clause: list[str]) -> list[str]:
    """A clause without greetings and the like before it."""
    return list(dropwhile(lambda word: roles([word])[0] in OPENING, clause))


def _starts(clauses: list[list[str]]) -> Iterator[str]:
    """How each clause starts: its first words, and their roles."""
    for clause in clauses[:12]:
        rest = _opened(clause)
        if rest:
            parts = roles(rest[:3])
            yield from (f"s {' '.join(parts[:count])}" for count in (1, 2, 3))
            yield from (f"s {' '.join(rest[:count])}" for count in (1, 2))


def _marks(text: str, said: str, listed: list[str], in_thread: bool) -> dict[str, bool]:
    count, fence, asks = len(listed), "```" in text, "?" in said
    return {
        "question mark": asks,
        "question mark at the end": said.rstrip(" !🙏)").endswith("?"),
        "several question marks": said.count("?") > 1,
        "exclamation mark": "!" in said,
        "colon": ":" in said,
        "laughs": bool(_LAUGH.search(said)),
        "error named": bool(_ERROR.search(text)),
        "line of an error": bool(_ERROR_LINE.search(text)),
        "fence": fence,
        "code in the line": "`" in text and not fence,
        "link": "http" in text,
        "mention": "<@" in text,
        "in thread": in_thread,
        "in thread and short": in_thread and count < 5,
        "no words": count == 0,
        "only code": count == 0 and fence,
        "one or two words": count in (1, 2),
        "three to five words": 2 < count <= 5,
        "more than twelve words": count > 12,
        "asks in so many words": asks and "WH" in roles(listed),
        "number": any(character.isdigit() for character in said),
    }


def _build(said: str, listed: list[str], clauses: list[list[str]]) -> dict[str, bool]:
    """How the message is built: as a question, an advice, a complaint, or none of these."""
    held, mark = set(roles(listed)), "?" in said
    starts = [(*roles(_opened(clause)[:2]), "", "")[:2] for clause in clauses[:12]]
    verb, wonders = any(first == "AUX" for first, _ in starts), any(first == "WH" for first, _ in starts)
    asks = mark or verb or bool(held & _ASKING)
    complains = bool(held & _COMPLAINING)
    return {
        "starts with yes or no": bool(listed) and listed[0] in _YES_OR_NO,
        "a question word or verb and a question mark": mark and (verb or wonders),
        "a question word and a verb first": ("WH", "AUX") in starts,
        "a verb and its subject first": any(first == "AUX" and second in _SUBJECT for first, second in starts),
        "a verb first and a question mark": mark and verb,
        "a question word first, no verb, no question mark": wonders and not mark and "AUX" not in held,
        "advice": not mark and bool(starts) and starts[0][0] in ("DO", "YOU", "MAYBE"),
        "nothing that asks or complains": not asks and not complains,
        "nothing that asks, something that complains": not asks and complains,
        "complains of what is mine": complains and bool(held & {"MY", "I"}) and "GOOD" not in held,
        "solved, and nothing that complains": "GOOD" in held and not complains,
    }
