"""Answers that tutors keep as knowledge: what the tutors' thread says of each."""

from __future__ import annotations

from bot.views import blocks
from bot.views.blocks import Message
from bot.views.forms.keeping import ANSWER_LENGTH
from bot.views.text import clip, defuse, escape, plain
from bot.words.values import KeepWords

Entry = dict[str, str]
_QUESTION_LENGTH = 200


def kept_message(
    words: KeepWords, entry: Entry, similar: Entry | None = None, replaced: Entry | None = None
) -> Message:
    """What the tutors see once an answer is kept. `similar` is an earlier one to nearly the same question that still
    stands; `replaced` is the one that stands no longer."""
    body = [blocks.verbatim(_of(words.kept, entry)), blocks.markdown(defuse(clip(entry["answer"], ANSWER_LENGTH)))]
    body += [blocks.verbatim(_of(words.replaced, replaced))] if replaced else []
    body += [blocks.verbatim(_of(words.similar, similar))] if similar else []
    press = [blocks.button(words.withdraw, "withdraw_entry", entry["id"])]
    press += [blocks.button(words.withdraw_earlier, "withdraw_earlier_entry", similar["id"])] if similar else []
    return Message(plain(words.kept_plain.format(question=entry["question"])), [*body, blocks.actions(press)])


def _of(sentence: str, entry: Entry) -> str:
    question = escape(clip(entry["question"], _QUESTION_LENGTH))
    return sentence.format(question=question, author=escape(entry["author"]))


def withdrawn_message(words: KeepWords, user: str, *, found: bool) -> Message:
    text = words.withdrawn.format(user=user) if found else words.withdrawn_before
    return Message(text, [blocks.section(text)])
