"""Which words there are about how a room is doing; tutors read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PulseWords:
    """Around the pulse. `titles` and `buttons` have one for each of `bot.pulse.periods.PERIODS`, `states` for the
    states of a ticket that is not resolved, `reasons` for why a question was not answered. `plot` has the texts in
    the picture and `alt` those that describe it."""

    heading: str
    titles: Mapping[str, str]
    buttons: Mapping[str, str]
    refresh: str
    tables: str
    with_plot: str
    plot_comes: str
    only_tutors: str
    nothing: str
    questions: str
    verdicts: str
    states: Mapping[str, str]
    queue: str
    queue_empty: str
    waiting: str
    waited: str
    sections: str
    section: str
    stuck: str
    mistake: str
    declined: str
    not_helpful: str
    alike: str
    alone: str
    elsewhere: str
    because: str
    reasons: Mapping[str, str]
    plot: Mapping[str, str]
    alt: Mapping[str, str]
    not_drawn: str
    tables_sent: str
    tables_told: str
    tutors_queue: str
    tutors_queue_empty: str
    more_tickets: str
