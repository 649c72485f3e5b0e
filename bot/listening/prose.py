"""What somebody says in a message: its words without code, links and mentions."""

from __future__ import annotations

import re
import unicodedata

_FENCE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_INLINE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"<?https?://[^\s>]+>?")
_MENTION = re.compile(r"<[@#!][^>]*>")
_TRACE = re.compile(r"Traceback \(most recent call last\).*", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")
_SHORT_FORMS = [
    (re.compile(pattern), whole)
    for pattern, whole in (
        (r"\bcan'?t\b|\bcannot\b", "can not"),
        (r"\bwon'?t\b", "will not"),
        (r"\b(do|does|did|is|are|was|should|could|would|has|have)n'?t\b", r"\1 not"),
        (r"\bi'?m\b", "i am"),
        (r"\b(what|where|how|who|it|that|there)'?s\b", r"\1 is"),
    )
]
_COMMON = {
    "fr": """le la les un une des du est et je j tu il on nous vous mon ma mes ton ta c ce cette qui que quoi
        quel quelle pas ne n pour dans avec sur pourquoi comment merci bonjour bonsoir salut svp ai sont
        quand combien marche toujours aussi pareil oui donc mais entre faut peut peux suis plus l d qu""",
    "en": """the a an is are was i you he she we they my your it this that what why how who when where which and
        or of to in on for with not do does did can could please thanks hello good have has get me same so
        but""",
}
_COMMONEST = {language: frozenset(listed.split()) for language, listed in _COMMON.items()}
_YOU = re.compile(r"\b(you|your|u|ur|tu|toi|ton|ta|tes|vous|votre)\b|\bt'", re.IGNORECASE)
_ALSO = re.compile(r"\b(me too|same|also|too|as well|facing|pareil|m[êe]me|aussi|idem)\b", re.IGNORECASE)


def prose(text: str) -> str:
    """The message without what is quoted or pasted in it: code, tracebacks, links, mentions."""
    for pasted, left in ((_FENCE, " \n "), (_TRACE, " "), (_LINK, " "), (_MENTION, " "), (_INLINE, " xcode ")):
        text = pasted.sub(left, text)
    return text.replace("’", "'").strip()


def words(said: str) -> list[str]:
    """The words in lower case, short forms written out, without accents, which many leave out on a phone."""
    plain = unicodedata.normalize("NFD", said.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for short, whole in _SHORT_FORMS:
        plain = short.sub(whole, plain)
    return _WORD.findall(plain)


def language_of(text: str) -> str:
    """`fr` or `en`, by the commonest words; `en` when in doubt."""
    said = words(prose(text))
    counts = {language: sum(word in common for word in said) for language, common in _COMMONEST.items()}
    return "fr" if counts["fr"] > counts["en"] else "en"


def speaks_to_you(text: str) -> bool:
    """Whether it speaks to somebody as *you*."""
    return bool(_YOU.search(prose(text)))


def seems_answer(text: str, *, least: int = 4) -> bool:
    """Whether a statement under a question may answer it: some words or code, and not only "same here"."""
    said = prose(text)
    return "```" in text or (len(words(said)) >= least and not _ALSO.search(said))
