"""Forms that are open already: put into the person's language, or filled with what only the records know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.replies.context import Act, Context
from bot.views.forms.fields import View
from bot.views.forms.place import Place
from bot.views.forms.table import FORMS

_TOO_LATE = {"not_found", "hash_conflict"}


class FormActs:
    """Carries out what an open form waits for."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def acts(self) -> dict[str, Act]:
        return {"translate_form": self.translate}

    def translate(self, job: Job) -> None:
        """Forms open in English, because they open before anything is looked up."""
        language = self._context.language(job.team, job.user)
        if language in ("", "en"):
            return
        place = replace(Place.of_view(job.data), language=language)
        put_into(self._context, job.data["id"], FORMS[job.data["callback_id"]](place), hash=job.data["hash"])


def put_into(context: Context, view_id: str, view: View, **only_if: Any) -> bool:
    """Show `view` in the place of an open form; False when the person has closed it or gone on in it."""
    try:
        context.client.views_update(view_id=view_id, view=view, **only_if)
    except SlackApiError as refused:
        if refused.response["error"] not in _TOO_LATE:
            raise
        return False
    return True
