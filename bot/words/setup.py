"""Which words there are for setting a workspace up, and for reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Form = Literal["channels", "leads", "schedule", "behaviour"]


@dataclass(frozen=True)
class SetupWords:
    """`forms` has the name of each form, at most 24 characters; `labels` and `hints` are by field of the set-up, and
    `wrong` by `bot.records.rules.Wrong`."""

    heading: str
    explained: str
    forms: Mapping[Form, str]
    save: str
    cancel: str
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    leads_of: str
    every_practical: str
    by_channel: str
    no_groups: str
    quiet_on: str
    lacking: Mapping[str, str]
    only_admins: str
    press_again: str
    saved: str
    saved_the_same: str
    changed: str
    invite: str
    nothing: str
    yes: str
    no: str
    slots: str
    hours: str
    wrong: Mapping[str, str]


@dataclass(frozen=True)
class ReminderWords:
    """Said to tutors and leads when a learner waits. `minutes` is how long."""

    unclaimed: str
    unclaimed_many: str
    unanswered: str
    unanswered_many: str
    escalated: str
    escalated_without_leads: str
    escalated_many: str
    escalated_many_without_leads: str
    ticket: str
    claim: str
    more: str
