"""Which words there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.values import Reason


@dataclass(frozen=True)
class AnswerWords:
    """Around an answer. `declined` has a sentence for each reason of `knowledge.values.Reason` for not answering."""

    source: str
    maybe_related: str
    declined: Mapping[Reason, str]
    tutor_can_help: str
    run_this: str
    show_section: str
    helpful: str
    not_helpful: str
    share: str
    ask_tutor: str


@dataclass(frozen=True)
class FormWords:
    """In the forms of the commands."""

    close: str
    starter: str
    code: str
    no_code: str
    ask_title: str
    ask_submit: str
    question: str
    question_example: str
    question_hint: str
    no_question: str
    run_title: str
    run_submit: str
    run_hint: str
    or_experiment: str
    choose_experiment: str
    run_nothing: str
    experiment_title: str
    experiment_hint: str
    back_to_code: str
    yes: str
    no: str
    between: str
    check_title: str
    check_submit: str
    check_hint: str
    exercise: str
    whatever: str
    shapes: str
    any_code: str
    edit_title: str
    loading: str
    tutor_title: str
    tutor_submit: str
    tutor_example: str
    tutor_code: str
    anonymous: str
    anonymous_label: str
    cells_title: str
    cell: str
    choose_cell: str
    before_first: str
    what_to_do: str
    with_before: str
    alone: str
    check_cell: str
    cells_submit: str
    more_cells: str


@dataclass(frozen=True)
class SharingWords:
    """Under runs and verdicts: sharing, and running again."""

    share_to_thread: str
    share_to_channel: str
    shares: str
    only_theirs: str
    cannot_post: str
    edit_and_run: str
    change_values: str
    run_again: str
    check_again: str
    code_changed: str
    only_asker: str
    gone: str
    no_code_here: str


@dataclass(frozen=True)
class FileWords:
    """About files with code."""

    offer: str
    run_it: str
    check_it: str
    pick_cell: str
    gone: str
    unreadable: str
    too_big: str
    not_here: str


@dataclass(frozen=True)
class GuideWords:
    """What `/practicals` and `/help` say."""

    title: str
    counts: str
    exercises: str
    experiments: str
    how: str
    help_intro: str
    help_ask: str
    help_run: str
    help_check: str
    help_tutor: str
    help_more: str
    open_ask: str
    open_run: str
    open_check: str
    open_practicals: str


@dataclass(frozen=True)
class Words:
    """Everything that the bot says of its own, a group for each surface."""

    answer: AnswerWords
    forms: FormWords
    sharing: SharingWords
    files: FileWords
    guide: GuideWords
