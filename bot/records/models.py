"""The tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Float, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


def _now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    pass


class ExchangeRow(Base):
    """A question, a run or a check, and the result that was sent back. The last three say what a question was about:
    see `bot.pulse.subjects`."""

    __tablename__ = "exchanges"
    __table_args__ = (Index("ix_exchanges_pulse", "team", "at", "kind", "practical", "section", "declined", "user"),)

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    team: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    thread: Mapped[str] = mapped_column(String(32), index=True)
    message: Mapped[str] = mapped_column(String(32), index=True, default="")
    user: Mapped[str] = mapped_column(String(32), index=True)
    text: Mapped[str] = mapped_column(Text)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    edited: Mapped[str] = mapped_column(String(32), default="")
    pressed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    practical: Mapped[str] = mapped_column(String(120), default="", server_default="")
    section: Mapped[str] = mapped_column(String(255), default="", server_default="")
    declined: Mapped[str] = mapped_column(String(16), default="", server_default="")


class HeardRow(Base):
    """A message that may ask or answer something, without its words.

    `answers`: it may answer the one whose thread it is in. `answering` is the time of the edit that is being answered.
    `declined`: its writer did not want the bot to look.
    """

    __tablename__ = "heard"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    message: Mapped[str] = mapped_column(String(32), primary_key=True)
    thread: Mapped[str] = mapped_column(String(32), index=True, default="")
    user: Mapped[str] = mapped_column(String(32), default="")
    tutor: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[bool] = mapped_column(default=False)
    answering: Mapped[str] = mapped_column(String(32), default="")
    deleted: Mapped[bool] = mapped_column(default=False)
    declined: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class PostedRow(Base):
    """A part of a job's reply: the intent is written before the call to Slack, `ts` after it."""

    __tablename__ = "posted"

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    part: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32), index=True, default="")
    since: Mapped[float] = mapped_column(Float)


class StreamRow(Base):
    """An answer that is shown while it is written: what Slack was `sent` of it, and whether that is `sure`.

    Who writes to the stream holds it until `held_until`, in seconds since the epoch.
    """

    __tablename__ = "streams"

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sent: Mapped[str] = mapped_column(Text, default="")
    sure: Mapped[bool] = mapped_column(default=False)
    held_until: Mapped[float] = mapped_column(Float, default=0.0)


class TicketRow(Base):
    """A thread has at most one ticket."""

    __tablename__ = "tickets"
    __table_args__ = (UniqueConstraint("team", "channel", "thread", name="one_ticket_a_thread"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    thread: Mapped[str] = mapped_column(String(32))
    asker: Mapped[str] = mapped_column(String(32), index=True)
    question: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), index=True)
    bot_answer: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[float | None] = mapped_column(Float, default=None)
    cited: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(Text, default="")
    tutor: Mapped[str] = mapped_column(String(32), default="")
    escalated_by: Mapped[str] = mapped_column(String(32), default="")
    exchange: Mapped[str] = mapped_column(String(64), default="")
    exercise: Mapped[str] = mapped_column(String(64), default="")
    anonymous: Mapped[bool] = mapped_column(default=False)
    head: Mapped[int] = mapped_column(index=True, default=0)
    snoozed_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), index=True, default=None)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    events: Mapped[list[TicketEventRow]] = relationship(order_by="TicketEventRow.id", back_populates="ticket")


class TicketEventRow(Base):
    """One change of a ticket."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("tickets.number"), index=True)
    actor: Mapped[str] = mapped_column(String(32))
    change: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    ticket: Mapped[TicketRow] = relationship(back_populates="events")


class TicketAskerRow(Base):
    """Who asked without their name, and what they had asked the bot. It is read to reach them, and for nobody else."""

    __tablename__ = "ticket_askers"

    number: Mapped[int] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    team: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(32), index=True)
    exchange: Mapped[str] = mapped_column(String(64), default="")


class ReminderRow(Base):
    """A step of a ticket's wait that somebody was reminded of, in the round of reminders that a job carried out.
    `opening` counts how often the ticket was opened: one that is opened again waits anew."""

    __tablename__ = "reminders"

    number: Mapped[int] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    opening: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    job_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class AttemptRow(Base):
    """A learner's attempt at an exercise and the mistakes that were named."""

    __tablename__ = "attempts"

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    exercise: Mapped[str] = mapped_column(String(64), primary_key=True)
    team: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(32), index=True)
    verdict: Mapped[str] = mapped_column(String(16))
    slugs: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class FeedbackRow(Base):
    """Whether an answer helped; the last word of each person counts."""

    __tablename__ = "feedback"

    job_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(32), primary_key=True)
    helpful: Mapped[bool] = mapped_column()
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class PersonRow(Base):
    """What a person has chosen for themselves."""

    __tablename__ = "people"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    user: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), default="")
    anonymous: Mapped[bool] = mapped_column(default=False)


class WorkspaceRow(Base):
    """How a workspace is set up, as its admins have written it."""

    __tablename__ = "workspaces"

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    setup: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_by: Mapped[str] = mapped_column(String(32), default="")
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now, onupdate=_now)
