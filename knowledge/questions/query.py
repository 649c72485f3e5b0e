"""What is searched for a question: its own words, or the heart of a pasted traceback."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from knowledge.questions.glossary import english_terms
from knowledge.questions.tracebacks import Failure, read_failure
from knowledge.tokens import content_words, tokenize

__all__ = ["Query", "about_code", "in_thread", "language_of", "parse_question", "repaired"]

_FENCE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_ERROR_LINE = re.compile(r"^\s*(?:E\s+)?(?:\w+\.)*\w*(?:Error|Exception|Warning|Interrupt)\b:?")
_CODE_LINE = re.compile(r"^\s*(?:File \"|\^+\s*$|-+>|>>>|\d+\s|In \[|~+|at 0x|Traceback\b|The above exception)")
_SLACK = re.compile(r"<[@#!][^>]*>|<(https?://[^|>]+)(?:\|[^>]*)?>")


@dataclass(frozen=True)
class Query:
    """`text` is embedded, `tokens` are looked up; `failure` is the error when a traceback was pasted.

    `subject` has the words of X in "what is X"; `language` is a two-letter code, `en` when in doubt.
    """

    text: str
    tokens: tuple[str, ...]
    failure: Failure | None = None
    subject: tuple[str, ...] = ()
    language: str = "en"


def parse_question(question: str, *, longest: int = 600) -> Query:
    """The query of a message; only its first and last `longest` characters count when it is long."""
    bounded = question if len(question) <= 4 * longest else f"{question[: 2 * longest]}\n{question[-2 * longest :]}"
    message = html.unescape(_SLACK.sub(" ", bounded))
    failure = read_failure(message)
    prose = _prose(message, traceback=failure is not None)
    text = " ".join(part for part in (failure.search_text() if failure else "", prose) if part) or message
    text = re.sub(r"\s+", " ", text).strip()[:longest]
    language = language_of(prose)
    if language != "en":
        text = f"{text} {' '.join(english_terms(text, language))}".strip()
    tokens = tokenize(text) if language == "en" else _foreign_tokens(text)
    kept = tuple(dict.fromkeys(tokens))
    return Query(text, kept, failure, () if failure else _subject(text), language)


_ASKS_WHAT = re.compile(
    r"^\W*(?:hi|hello|hey|please|ok|so)?\W*(?:what(?:'?s| is| are| does)|whats|define|explain|meaning of|definition of"
    r"|can (?:you|someone) explain|(?:i )?(?:don'?t|do not) (?:get|understand))\s+(?:what\s+)?(?:is\s+|are\s+)?"
    r"(?:the |an? )?(?:idea (?:of|behind) |point of |meaning of |definition of )?(?P<subject>[^?.,;]{2,60}?)"
    r"\s*(?:mean|means|for|again|exactly|here|in jax|in this practical|please|and why.*)?\s*(?:[?.,;]|$)",
    re.IGNORECASE,
)


def _subject(text: str, *, most: int = 4) -> tuple[str, ...]:
    """The words of X in "what is X", or of a message that is nothing but X."""
    found = _ASKS_WHAT.match(text)
    tokens = tuple(dict.fromkeys(tokenize(found["subject"] if found else text)))
    bare = not found and len(text.split()) <= 3
    return tokens if (found or bare) and len(tokens) <= most else ()


_LEANS = re.compile(
    r"^\W*(?:and|but|so|what about|how about|same|also|why|why not|how so|how come|then|et|mais|pourquoi|e|mas)\b"
    r"|\b(?:it|that|this|these|those|they|them|one|ça|cela|celui|isso|another|instead|else|more)\b",
    re.IGNORECASE,
)


def in_thread(question: str, thread: Sequence[str], *, most: int = 5) -> str:
    """The question with the one before it when it leans on that: "and for the decoder?" after "what is masking?"."""
    earlier = next((text for text in reversed(thread) if text.strip()), "")
    leans = len(content_words(question)) <= most and _LEANS.search(question) and read_failure(question) is None
    return f"{question.strip()} {earlier.strip()[:400]}" if earlier and leans else question


_FUNCTION_WORDS = {
    "fr": "le la les un une des du de et est sont dans pour pourquoi comment quoi que qui quel quelle quels quelles sur"
    " avec je tu il elle nous vous on ne pas mon ma mes ce cette ces c'est qu'est se son sa ses au aux par plus faut"
    " quand où ça sans entre fait faire",
    "pt": "o os as um uma do da dos das e é são em para por porque como que quem qual quais sobre com eu ele ela nós"
    " não meu minha este esta isso se seu sua ao na no nas nos mais entre quando onde sem faz fazer usar preciso",
    "es": "el la los las un una del de y es son en para por porque cómo como qué que quién cuál con yo él ella no mi"
    " este esta eso se su al más entre cuando donde sin hacer",
    "sw": "ni ya wa na kwa nini gani vipi jinsi je hii hiyo kuwa katika ili kama la cha za mimi sisi tunatumia",
}
_FUNCTION = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
_TELLING_WORDS = (
    "comment pourquoi quoi quel quelle quels quelles qu'est c'est où como porque qual quais não são cómo qué nini jinsi"
    " vipi gani"
)
_ENGLISH_WORDS = (
    "the is are was what why how when which who do does did can could my i you it in of and to for with not this that"
    " there an from be on by as at have has get gets or"
)
_TELLING = frozenset(_TELLING_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def language_of(text: str) -> str:
    """`en`, `fr`, `pt`, `es` or `sw`, by the function words of a message; `en` when none leads."""
    said = [word.lower() for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)]
    said += [part for word in said if "'" in word or "’" in word for part in re.split("['’]", word)]
    counts = {code: sum(word in function for word in said) for code, function in _FUNCTION.items()}
    best = max(counts, key=lambda code: counts[code])
    telling = bool(_TELLING & set(said)) or counts[best] > 1
    return best if telling and counts[best] > sum(word in _ENGLISH for word in said) else "en"


def _foreign_tokens(text: str) -> list[str]:
    function = frozenset().union(*_FUNCTION.values())
    kept = re.sub(r"[^\W\d_]+", lambda word: " " if word[0].lower() in function else word[0], text)
    return tokenize(re.sub(r"\b[cdjlmnqst]['’](?=\w)", " ", kept))


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
    if query.language != "en":
        return query
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
    if text == query.text:
        return query
    return replace(query, text=text, tokens=tuple(dict.fromkeys(tokenize(text))), subject=_subject(text))


_CODE_WORDS = re.compile(
    r"\b(?:code|example|snippet|syntax|implement\w*|program|write|exemple|exemplo|código)\b"
    r"|\bhow (?:do|can|to|should) (?:i |we |you )?\w+|\bcomment (?:faire|écrire|coder|utiliser|créer)"
    r"|\bcomo (?:fazer|usar|criar)",
    re.IGNORECASE,
)
_CODE_NAMES = re.compile(r"`|\w\(|\w_\w|\w\.\w+\(|\b(?:jax|jnp|np|hk|optax|jraph)\.|Error\b")


def about_code(question: str) -> bool:
    """Whether the person would be helped by code: words such as "how do I write"; names of code, unless it asks why."""
    asks_why = re.match(r"\W*(?:why|what is|what are|what's|whats|explain|pourquoi)\b", question, re.IGNORECASE)
    return bool(_CODE_WORDS.search(question) or (not asks_why and _CODE_NAMES.search(question)))
