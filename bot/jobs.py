"""A job: what somebody did in Slack, as it travels through the broker."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal[
    "answer",
    "run",
    "check",
    "open_ticket",
    "claim_ticket",
    "resolve_ticket",
    "reopen_ticket",
    "unclaim_ticket",
    "wait_ticket",
    "snooze_ticket",
    "wake_ticket",
    "escalate_ticket",
    "group_ticket",
    "ungroup_ticket",
    "show_name",
    "reaction",
    "escalate_thread",
    "edit_entry",
    "find_earlier_entry",
    "find_same_ticket",
    "keep_entry",
    "withdraw_entry",
    "drop_entry",
    "thread_message",
    "heard",
    "message_edited",
    "message_deleted",
    "code_edited",
    "offer_taken",
    "offer_declined",
    "run_example",
    "show_section",
    "show_formulas",
    "explain",
    "draw_formulas",
    "next_hint",
    "stop_run",
    "feedback",
    "share",
    "practicals",
    "help",
    "translate_form",
    "no_code",
    "share_check",
    "edit_run",
    "run_again",
    "offer_files",
    "take_file",
    "open_notebook",
    "take_cell",
    "home",
    "edit_setup",
    "save_setup",
    "remind",
    "open_pane",
    "offer_code",
    "run_offered",
    "check_offered",
    "list_exercises",
    "choose",
    "erase",
    "forget_threads",
    "pulse",
    "draw_pulse",
    "pulse_csv",
]


@dataclass(frozen=True)
class Job:
    """One thing to do for one person.

    `id` is the natural key of what they did (see `natural_key`), so that a delivery that
    Slack repeats is the same job. `message` and `thread` are Slack timestamps: the message
    it is about, and the thread to reply in. `private` replies are seen by `user` only.
    """

    id: str
    kind: Kind
    team: str
    channel: str
    user: str
    text: str = ""
    message: str = ""
    thread: str = ""
    private: bool = False
    addressed: bool = False
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def in_pane(self) -> bool:
        """Whether it was asked in a thread of Slack's assistant pane."""
        return bool(self.data.get("pane"))

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> Job:
        return cls(**wire)


def natural_key(*parts: str) -> str:
    """A job id from what identifies the learner's act: team, channel, timestamp or trigger, action."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
