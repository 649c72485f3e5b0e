"""The forms of `/ask` and `/tutor`."""

from __future__ import annotations

from bot.views.forms.code_box import code_box, read_code
from bot.views.forms.fields import View, box_to_tick, field, is_ticked, modal, read, text_box
from bot.views.forms.place import Place
from bot.views.forms.snippets import STARTERS, fenced

ASK_FORM = "ask_form"
TUTOR_FORM = "tutor_form"


def ask_form(place: Place) -> View:
    """One question; the answer is for the asker only."""
    words = place.words.forms
    box = text_box("question", placeholder=words.question_example, lines=True)
    body = [field(words.question, box, hint=words.question_hint)]
    return modal(ASK_FORM, words.ask_title, body, place.to_metadata(), words, words.ask_submit)


def tutor_form(place: Place) -> View:
    """A question to a person, with code if there is some, and without a name if they like."""
    words = place.words.forms
    body = [
        field(words.question, text_box("question", placeholder=words.tutor_example, lines=True)),
        field(words.tutor_code, code_box("code", words.starter), optional=True),
        field(words.anonymous_label, box_to_tick("anonymous", words.anonymous), optional=True),
    ]
    return modal(TUTOR_FORM, words.tutor_title, body, place.to_metadata(), words, words.tutor_submit)


def read_question(view: View, place: Place) -> tuple[str, dict[str, str]]:
    """The question, and what is wrong by field."""
    question = read(view, "question").strip()
    return question, {} if question else {"question": place.words.forms.no_question}


def read_ticket(view: View, place: Place) -> tuple[str, bool, dict[str, str]]:
    """The question with its code below it, whether it is asked without a name, and what is wrong by field."""
    question, errors = read_question(view, place)
    code = read_code(view, "code", STARTERS)
    text = f"{question}\n{fenced(code)}" if code else question
    return text, is_ticked(view, "anonymous"), errors
