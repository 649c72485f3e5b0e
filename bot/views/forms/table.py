"""The forms that are opened at once, by the id that they come back with."""

from __future__ import annotations

from collections.abc import Callable

from bot.views.forms.checking import CHECK_FORM, check_form
from bot.views.forms.fields import View
from bot.views.forms.place import Place
from bot.views.forms.questions import ASK_FORM, TUTOR_FORM, ask_form, tutor_form
from bot.views.forms.running import RUN_FORM, run_form

Form = Callable[[Place], View]

FORMS: dict[str, Form] = {ASK_FORM: ask_form, RUN_FORM: run_form, CHECK_FORM: check_form, TUTOR_FORM: tutor_form}
