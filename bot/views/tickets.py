"""Tickets as tutors see them: the card in their channel, and a line of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.records.values import TUTOR, Attempt, Ticket
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.learners import learner_blocks
from bot.views.text import clip, code, escape, plain, quote
from bot.views.ticket_buttons import card_buttons
from bot.views.ticket_notices import thread_notice
from bot.words.values import CardWords

__all__ = [
    "NO_FACTS",
    "CardFacts",
    "attempts_line",
    "date_token",
    "queue_line",
    "thread_notice",
    "ticket_card",
    "ticket_link",
]


@dataclass(frozen=True)
class CardFacts:
    """What is known about a ticket beside itself: the latest code and what the bot found in it, the asker's attempts,
    similar tickets that are open, those that are answered together with it, and the one that it is answered with."""

    code: str = ""
    found: tuple[str, ...] = ()
    attempts: Sequence[Attempt] = ()
    similar: Sequence[Ticket] = ()
    members: Sequence[Ticket] = ()
    head: Ticket | None = None


NO_FACTS = CardFacts()


def ticket_card(ticket: Ticket, facts: CardFacts, words: CardWords) -> Message:
    """All that a tutor needs to help: question, bot's answer, code, link, and the next step. One that is answered
    together with another is a line, a resolved one a few."""
    fallback = f"{words.title.format(number=ticket.number)}, {_state(ticket, words)}: {plain(ticket.question, 150)}"
    if facts.head:
        return Message(fallback, _member(ticket, facts.head, words))
    body = [blocks.header(words.title.format(number=ticket.number)), blocks.section(_standing(ticket, words))]
    if ticket.state == "resolved":
        body += learner_blocks(_asks(ticket, words), clip(ticket.question.partition("```")[0], 300) or "…")
    else:
        body += [*learner_blocks(_asks(ticket, words), ticket.question), *_case(ticket, facts, words)]
    body += _whereabouts(ticket, facts, words)
    return Message(fallback, [*body, blocks.actions(card_buttons(ticket, facts.similar, words))])


def ticket_link(ticket: Ticket) -> str:
    """The number of a ticket, leading to its thread."""
    return f"<{ticket.link}|#{ticket.number}>" if ticket.link else f"#{ticket.number}"


def queue_line(ticket: Ticket, words: CardWords) -> str:
    """A ticket in one line, for App Home."""
    question = escape(clip(" ".join(ticket.question.split()), 100))
    title = words.title.format(number=ticket.number)
    link = f"<{ticket.link}|{title}>" if ticket.link else title
    return f"{link} · {_state(ticket, words)} · {question}"


def date_token(at: datetime, token: str) -> str:
    """A time that Slack shows in the reader's own zone, and keeps true: `{ago}`, `{time}`."""
    return f"<!date^{int(at.timestamp())}^{token}|{at:%d %b %H:%M} UTC>"


def _member(ticket: Ticket, head: Ticket, words: CardWords) -> list[Block]:
    text = words.member.format(ticket=ticket_link(ticket), head=ticket_link(head))
    question = escape(clip(" ".join(ticket.question.split()), 100))
    number = str(ticket.number)
    press = [blocks.button(words.take_apart, "ungroup_ticket", number)]
    if ticket.state != "resolved":
        press.append(blocks.button(words.resolve, "resolve_ticket", number))
    return [blocks.verbatim(f"{text} {_state(ticket, words)}\n> {question}"), blocks.actions(press)]


def _case(ticket: Ticket, facts: CardFacts, words: CardWords) -> list[Block]:
    """What the bot knows about the question."""
    body: list[Block] = []
    if facts.code:
        body.append(blocks.verbatim(f"{words.code}\n{code(facts.code, 2_500)}"))
    if facts.found:
        body.append(blocks.verbatim(f"{words.found}\n{quote(chr(10).join(facts.found), 1_200)}"))
    elif ticket.bot_answer:
        sure = "" if ticket.confidence is None else words.sure.format(percent=f"{ticket.confidence:.0%}")
        body.append(blocks.verbatim(f"{words.bot_said.format(sure=sure)}\n{quote(ticket.bot_answer, 500)}"))
    notes = [attempts_line(facts.attempts, words)] if facts.attempts else []
    notes += [_section(ticket, words)] if ticket.section else []
    notes += [words.similar.format(tickets=", ".join(map(ticket_link, facts.similar[:5])))] if facts.similar else []
    return body + ([blocks.context("\n".join(notes), verbatim=True)] if notes else [])


def _section(ticket: Ticket, words: CardWords) -> str:
    lead = "📖" if ticket.section == ticket.cited else f"📖 {words.maybe_related}"
    return f"{lead} {escape(clip(ticket.section, 300))}"


def _whereabouts(ticket: Ticket, facts: CardFacts, words: CardWords) -> list[Block]:
    lines = [words.open_thread.format(link=ticket.link)] if ticket.link else []
    lines += [words.relayed] if ticket.anonymous else []
    lines += [words.members.format(tickets=", ".join(map(ticket_link, facts.members[:20])))] if facts.members else []
    return [blocks.section("\n".join(lines))] if lines else []


def attempts_line(attempts: Sequence[Attempt], words: CardWords) -> str:
    """How often an exercise was tried, and what was wrong the last time."""
    last = attempts[-1]
    slugs = " ".join(", ".join(last.slugs[:3]).split()) or last.verdict
    right = any(one.verdict == "correct" for one in attempts)
    outcome = words.solved_it if right else words.not_solved_it.format(mistakes=escape(slugs))
    return words.attempts.format(exercise=escape(last.exercise), count=len(attempts), outcome=outcome)


def _asks(ticket: Ticket, words: CardWords) -> str:
    return words.asks.format(who=f"<@{ticket.asker}>") if ticket.asker else words.somebody_asks


def _standing(ticket: Ticket, words: CardWords) -> str:
    parts = [_state(ticket, words)]
    if ticket.at:
        parts.append(words.asked_ago.format(ago=date_token(ticket.at, "{ago}")))
    if ticket.escalated_by:
        who = words.the_bot if ticket.escalated_by == TUTOR else f"<@{ticket.escalated_by}>"
        parts.append(words.escalated_by.format(who=who))
    return " · ".join(parts)


def _state(ticket: Ticket, words: CardWords) -> str:
    nobody = words.the_learner if ticket.state == "resolved" else words.a_tutor
    tutor = f"<@{ticket.tutor}>" if ticket.tutor else nobody
    until = date_token(ticket.snoozed_until, "{date_short_pretty} {time}") if ticket.snoozed_until else "…"
    return words.state[ticket.state].format(tutor=tutor, until=until)
