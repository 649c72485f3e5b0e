"""Answers that tutors keep as knowledge: the form, and what the tutors' thread says of each."""

from __future__ import annotations

from typing import Any

from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.text import clip, defuse, escape, plain

KEEP_FORM = "keep_entry"
QUESTION_LENGTH = 300
ANSWER_LENGTH = 2_900
AUTHOR_LENGTH = 80
_FIELDS = ("question", "answer", "author")


def keep_form(question: str, answer: str, author: str, metadata: str) -> dict[str, Any]:
    """The form in which a tutor edits a question and its answer; `metadata` comes back with it."""
    return {
        "type": "modal",
        "callback_id": KEEP_FORM,
        "private_metadata": metadata,
        "title": {"type": "plain_text", "text": "Keep as knowledge"},
        "submit": {"type": "plain_text", "text": "Keep"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            blocks.context(
                "Learners who ask this later get your answer, with your name. Leave out who asked, and whole solutions."
            ),
            _field("question", "The question, in a learner's words", question, QUESTION_LENGTH),
            _field("answer", "The answer", answer, ANSWER_LENGTH, multiline=True),
            _field("author", "Who answered", author, AUTHOR_LENGTH),
        ],
    }


def _field(name: str, label: str, value: str, longest: int, *, multiline: bool = False) -> Block:
    element = {"type": "plain_text_input", "action_id": name, "multiline": multiline, "max_length": longest}
    if value.strip():
        element["initial_value"] = clip(value.strip(), longest)
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }


def form_values(view: dict[str, Any]) -> dict[str, str]:
    """What was written into the form, by field."""
    values = view["state"]["values"]
    return {name: (values[name][name].get("value") or "").strip() for name in _FIELDS}


def form_errors(values: dict[str, str]) -> dict[str, str]:
    """A sentence for each field that was left empty."""
    asked = {"question": "Write the question.", "answer": "Write the answer.", "author": "Write a name."}
    return {name: sentence for name, sentence in asked.items() if not values[name]}


def kept_message(entry: dict[str, str], similar: dict[str, str] | None) -> Message:
    """What the tutors see once an answer is kept; `similar` is an earlier one to nearly the same question."""
    text = f"📌 Kept as knowledge: *{escape(clip(entry['question'], 200))}*"
    body = [
        blocks.section(f"{text}\nLearners who ask this from now on get this answer, from {escape(entry['author'])}:"),
        blocks.markdown(defuse(clip(entry["answer"], ANSWER_LENGTH))),
    ]
    if similar:
        body.append(blocks.section(_nearly_the_same(similar)))
    press = [blocks.button("Withdraw", "withdraw_entry", entry["id"])]
    if similar:
        press.append(blocks.button("Withdraw the earlier one", "withdraw_earlier_entry", similar["id"]))
    return Message(plain(f"Kept as knowledge: {entry['question']}"), [*body, blocks.actions(press)])


def _nearly_the_same(similar: dict[str, str]) -> str:
    earlier = f"*{escape(clip(similar['question'], 200))}*, by {escape(similar['author'])}"
    return f"⚠️ There is an earlier answer to nearly the same question: {earlier}. Withdraw one if they disagree."


def withdrawn_message(user: str, *, found: bool) -> Message:
    text = f"🗑 Withdrawn by <@{user}>. Nobody gets this answer any more." if found else "It was withdrawn already."
    return Message(text, [blocks.section(text)])
