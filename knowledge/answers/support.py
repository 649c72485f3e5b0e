"""Whether a sentence that a model wrote is supported by the passages it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.tokens import tokenize

__all__ = ["cited", "supported", "supported_sentences", "whole_sentences"]

_CITATION = re.compile(r"\s*\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
_SENTENCE_END = re.compile(r"(?<=[.!?])((?:\s*\[[\d,\s]+\])+)?(?:\s+|$)|\n+")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w|\.\d)")
_CODE = re.compile(r"`([^`\n]+)`")


def supported_sentences(text: str, passages: Sequence[str], question: str, *, least: float = 0.6) -> list[str]:
    """The sentences of `text` whose citations support them, as they are, in order.

    A sentence is supported when it cites passages that exist (`[1]`, `[1, 3]`), these hold at least the share
    `least` of its content words, and every number and piece of code in it stands in them or in the question.
    It is a check of words: a sentence that turns a passage's meaning round with the same words passes.
    """
    return [sentence for sentence in _sentences(text) if supported(sentence, passages, question, least=least)]


def whole_sentences(text: str) -> str:
    """The part of a text that still grows which will not change: up to where its last sentence, or what may yet
    become the citation of the one before it, begins."""
    sentences = _sentences(text)
    while sentences and not any(character.isalpha() for character in sentences[-1]):
        sentences.pop()
    return "\n".join(sentences[:-1])


def supported(sentence: str, passages: Sequence[str], question: str, *, least: float = 0.6) -> bool:
    numbers = cited(sentence)
    if not numbers or max(numbers) > len(passages) or min(numbers) < 1:
        return False
    source = " ".join([question, *(passages[number - 1] for number in numbers)])
    claim = _CITATION.sub("", sentence)
    said = set(tokenize(claim))
    known = set(tokenize(source))
    numbers_stand = set(_NUMBER.findall(claim)) <= set(_NUMBER.findall(source))
    code_stands = all(code in source for code in _CODE.findall(claim))
    return bool(said) and len(said & known) >= least * len(said) and numbers_stand and code_stands


def cited(sentence: str) -> list[int]:
    """The numbers of the passages that a sentence cites."""
    return [int(number) for group in _CITATION.findall(sentence) for number in group.split(",")]


def _sentences(text: str) -> list[str]:
    """Sentences with the citations that follow their full stop."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
