"""Which words there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.values import Reason

Form = Literal["channels", "leads", "schedule", "behaviour"]
"""The forms in which a workspace is set up."""


@dataclass(frozen=True)
class AnswerWords:
    """Around an answer. `declined` has a sentence for each reason of `knowledge.values.Reason` for not answering."""

    source: str
    cell: str
    cells: str
    maybe_related: str
    declined: Mapping[Reason, str]
    tutor_can_help: str
    run_this: str
    show_section: str
    helpful: str
    not_helpful: str
    share: str
    ask_tutor: str
    asked: str
    section: str
    no_text: str
    as_picture: str
    formulas: str


@dataclass(frozen=True)
class RunWords:
    """Around what a run printed. `headlines` has one for each `runners.values.RunStatus`, `advice` for some."""

    runs: str
    headlines: Mapping[str, str]
    advice: Mapping[str, str]
    value: str
    arrays: str
    more_arrays: str
    silent: str
    on_line: str
    see: str


@dataclass(frozen=True)
class CheckWords:
    """Around a verdict and a walk through shapes. `verdicts` has one for each `runners.values.Verdict`."""

    verdicts: Mapping[str, str]
    explained: str
    one_right: str
    many_right: str
    shapes: str
    shape: str
    next_hint: str
    no_hint: str
    same_mistake: str
    clash_on_line: str
    clash: str
    cause: str
    fix: str
    fit: str
    result: str
    they_clash: str
    one_left_out: str
    many_left_out: str


@dataclass(frozen=True)
class ExperimentWords:
    """Around an experiment. `cut_short` is for one that showed something, `nothing` for one that did not."""

    intro: str
    guide: str
    example: str
    run_example: str
    default: str
    cut_short: Mapping[str, str]
    nothing: Mapping[str, str]
    ours: str
    done: str
    change: str
    read: str


@dataclass(frozen=True)
class WaitWords:
    """While a run or a check takes long, or when one more is not taken."""

    running: str
    next: str
    one_before: str
    many_before: str
    left: str
    stop: str
    refused: str


@dataclass(frozen=True)
class NoticeWords:
    """Short messages: how to use a command, refusals, what to do next. `failures` are ours, by reason."""

    ask_usage: str
    run_usage: str
    check_usage: str
    tutor_usage: str
    failures: Mapping[str, str]
    thanks: str
    sorry: str
    only_asker: str
    stopped: str
    only_tutors: str
    no_tutors: str
    press_again: str


@dataclass(frozen=True)
class TicketWords:
    """What a learner reads about their question to the tutors. `notice` has a sentence for each state of a ticket."""

    notice: Mapping[str, str]
    solved: str
    not_solved: str
    marked_solved: str
    marked_not_solved: str
    asked: str
    asked_without_name: str
    name_is_visible: str
    asks: str
    somebody_asks: str
    asks_about: str
    somebody_asks_about: str
    relayed: str
    reply_here: str
    show_name: str
    show_name_sure: str
    yes: str
    no: str
    learner_writes: str
    named: str
    answer_to_several: str


@dataclass(frozen=True)
class CardWords:
    """What tutors read about tickets. `state` has a line for each state of a ticket."""

    title: str
    state: Mapping[str, str]
    a_tutor: str
    the_learner: str
    asked_ago: str
    escalated_by: str
    the_bot: str
    asks: str
    somebody_asks: str
    bot_said: str
    sure: str
    found: str
    code: str
    attempts: str
    solved_it: str
    not_solved_it: str
    maybe_related: str
    similar: str
    open_thread: str
    relayed: str
    claim: str
    resolve: str
    wait: str
    reopen: str
    keep: str
    answer_together: str
    take_apart: str
    member: str
    members: str
    snooze_quarter: str
    snooze_hour: str
    snooze_morning: str
    give_back: str
    escalate: str
    learner_wrote: str
    not_theirs: str
    not_possible: str
    already_claimed: str
    handed_on: str
    handed_on_already: str
    nobody_leads: str


@dataclass(frozen=True)
class KeepWords:
    """Keeping an answer as knowledge. `missing` has a sentence for each field that was left empty."""

    title: str
    submit: str
    about: str
    question: str
    answer: str
    author: str
    missing: Mapping[str, str]
    earlier: str
    both_or_one: str
    keep_both: str
    replace: str
    kept: str
    kept_plain: str
    similar: str
    replaced: str
    withdraw: str
    withdraw_earlier: str
    withdrawn: str
    withdrawn_before: str


@dataclass(frozen=True)
class SummaryWords:
    """The summary of a thread for those to whom it is handed on."""

    to_leads: str
    question: str
    tried: str
    nothing_tried: str
    stands: str
    claimed_by: str
    claimed_by_nobody: str
    last_messages: str
    tutor: str
    learner: str
    no_messages: str


@dataclass(frozen=True)
class FoundWords:
    """What the bot said or found, in a few words, for a tutor who was not there. `verdicts` has one for each
    `runners.values.Verdict`, `runs` for each `runners.values.RunStatus`."""

    not_sure: str
    error: str
    a_traceback: str
    verdict: str
    verdicts: Mapping[str, str]
    runs: Mapping[str, str]


@dataclass(frozen=True)
class PaneWords:
    """In Slack's assistant pane. `prompts` has, for each practical by its title, questions that the bot answers."""

    greeting: str
    status: str
    prompts_title: str
    prompts: Mapping[str, Mapping[str, str]]
    code_offer: str
    run_code: str
    check_code: str


@dataclass(frozen=True)
class HomeWords:
    """App Home, and the list of a practical's exercises. `states` has a line for each state of a ticket."""

    welcome: str
    on_now: str
    try_this: str
    practicals: str
    solved: str
    tried: str
    exercises: str
    loading: str
    exercise_new: str
    exercise_solved: str
    one_attempt: str
    many_attempts: str
    check: str
    how_to_check: str
    close: str
    questions: str
    no_questions: str
    more_questions: str
    ticket: str
    a_tutor: str
    states: Mapping[str, str]
    settings: str
    language: str
    automatic: str
    anonymous: str
    anonymous_help: str


@dataclass(frozen=True)
class ErasingWords:
    """*Delete my data*: what is asked before, and what is told after it. `parts` are what is counted."""

    button: str
    title: str
    warning: str
    yes: str
    no: str
    done: str
    nothing: str
    parts: Mapping[str, str]
    card: str
    thread: str


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
    cell_taken: str
    another_cell: str
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
class ListeningWords:
    """The offer to look up what may be a question, and what takes its place after a press."""

    offer: str
    yes: str
    no: str
    looking: str
    declined: str
    gone: str


@dataclass(frozen=True)
class SetupWords:
    """`forms` has the name of each form, at most 24 characters; `labels` and `hints` are by field of the set-up, and
    `wrong` by `bot.records.rules.Wrong`."""

    heading: str
    explained: str
    forms: Mapping[Form, str]
    save: str
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    leads_of: str
    every_practical: str
    by_channel: str
    no_groups: str
    fold_on: str
    quiet_on: str
    lacking: Mapping[str, str]
    only_admins: str
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
    without_leads: str
    without_leads_many: str
    ticket: str
    claim: str
    more: str


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


@dataclass(frozen=True)
class Words:
    """Everything that the bot says of its own, a group for each surface."""

    answer: AnswerWords
    run: RunWords
    check: CheckWords
    experiment: ExperimentWords
    wait: WaitWords
    notice: NoticeWords
    ticket: TicketWords
    card: CardWords
    keep: KeepWords
    summary: SummaryWords
    found: FoundWords
    setup: SetupWords
    reminder: ReminderWords
    pane: PaneWords
    home: HomeWords
    erasing: ErasingWords
    pulse: PulseWords
    forms: FormWords
    sharing: SharingWords
    files: FileWords
    guide: GuideWords
    listening: ListeningWords
