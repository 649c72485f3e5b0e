"""What a message is about when it is no question about the material."""

from __future__ import annotations

import re

from knowledge.tokens import STOP_WORDS, words
from knowledge.values import Reason

__all__ = ["out_of_scope"]

_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|oublie[sz]?|ignorez)\b.{0,40}"
    r"\b(?:instructions?|prompts?|rules|guidelines|everything|above|consignes|règles)\b"
    r"|\b(?:system|hidden|initial) prompt\b|\byou are now\b|\bpretend (?:to be|you)\b|\bjailbreak\b"
    r"|\bdeveloper mode\b|\bact as (?:a|an|my)\b|\bnew instructions?\s*:"
    r"|\b(?:print|reveal|show|repeat)\b.{0,20}\byour (?:instructions?|rules|prompt)\b",
    re.IGNORECASE | re.DOTALL,
)
_EVENT = (
    r"(?:lunch|dinner|breakfast|break|coffee|session|lecture|practical|prac|tutorial|class|room|venue|bus|party|slides"
    r"|recording|deadline|toilet|bathroom|déjeuner|repas|pause|cours|salle|séance|toilettes|dîner|navette)s?"
)
_LOGISTICS = re.compile(
    r"\b(?:when|what time|where|which room|how long|quand|où|à quelle heure|quelle salle)\b.{0,40}"
    rf"\b{_EVENT}\b\W*(?:start|end|finish|begin|over|open|held|commence|finit)?s?\b"
    r"\W*(?:today|tomorrow|now|please|demain|svp|aujourd'hui)?\W*$"
    r"|\b(?:wi-?fi|password|mot de passe|certificate|certificat|deadline|refund|visa|hotel|hôtel|shuttle|badge)\b"
    r"|\b(?:registration|inscription|stipend|travel grant)\b"
    r"|\bhow (?:do|can|should) (?:i|we) (?:submit|hand in|register|sign up)\b"
    r"|\bwho (?:is|are) (?:the |my )?(?:tutor|lecturer|speaker)",
    re.IGNORECASE,
)
_EXAM = re.compile(
    r"\b(?:exams?|final test|midterm|examen|(?:my|the|this|graded) assignment|graded|homework|devoir|grades?|marks)\b",
    re.IGNORECASE,
)
_EXAM_TOPIC = re.compile(r"\bmarks? (?:the|a|as|each)\b|\bhigher grade|\bquestion marks?\b", re.IGNORECASE)
_SMALL = (
    "hi hello hey good morning afternoon evening night thanks thank ok okay great cool nice awesome bye goodbye welcome"
    " there everyone all guys team bot tutor sup yo how are you doing today who your name bonjour bonsoir merci salut"
    " haha lol ça va beaucoup jambo habari asante sawa obrigado obrigada olá ola love so much very helpful is it going"
    " day joke tell me a lot blague raconte moi une"
)
_SMALL_TALK = frozenset(_SMALL.split())


def out_of_scope(question: str) -> Reason:
    """Why a message is not searched for, whatever else it holds; empty when it is."""
    said = {word.lower() for word in words(question[:2000])}
    if said <= _SMALL_TALK or said <= STOP_WORDS:
        return "small_talk"
    if _INSTRUCTION.search(question[:4000]):
        return "instruction"
    head = question[:300]
    if _EXAM.search(head) and not _EXAM_TOPIC.search(head):
        return "exam"
    return "logistics" if _LOGISTICS.search(head) else ""
