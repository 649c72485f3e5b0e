"""The summary of a thread, for those to whom it is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.values import TUTOR, Ticket
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.learners import learner_blocks, readable_links
from bot.views.text import clip, code, escape, plain
from bot.views.tickets import CardFacts, attempts_line, date_token
from bot.words import Words


@dataclass(frozen=True)
class Said:
    """A message of the thread; whether a tutor wrote it, or a learner."""

    by_tutor: bool
    text: str


def summary_message(
    ticket: Ticket, facts: CardFacts, leads: Sequence[str], actor: str, messages: Sequence[Said], words: Words
) -> Message:
    """The question, what was tried, the code, and where it stands; the leads are mentioned."""
    summary = words.summary
    who = words.card.the_bot if actor == TUTOR else f"<@{actor}>"
    mentions = ", ".join(f"<@{lead}>" for lead in leads)
    opening = summary.to_leads.format(leads=mentions, who=who, link=ticket.link, number=ticket.number)
    body = [
        blocks.section(opening),
        *learner_blocks(summary.question, ticket.question),
        *_tried(ticket, facts, words),
        blocks.section(f"{summary.stands}\n{_standing(ticket, words)}"),
        blocks.verbatim(f"{summary.last_messages}\n{_last(messages, words)}"),
    ]
    return Message(f"{mentions} {plain(ticket.question, 150)}", body)


def _tried(ticket: Ticket, facts: CardFacts, words: Words) -> list[Block]:
    lines = [f"• {_on_a_line(line, 400)}" for line in facts.found]
    if not facts.found and ticket.bot_answer:
        lines.append(f"• {words.card.the_bot}: {_on_a_line(ticket.bot_answer, 300)}")
    if facts.attempts:
        lines.append("• " + attempts_line(facts.attempts, words.card))
    tried = "\n".join(lines) or words.summary.nothing_tried
    shown = [blocks.verbatim(f"{words.summary.tried}\n{tried}")]
    return [*shown, blocks.verbatim(code(facts.code, 2_000))] if facts.code else shown


def _standing(ticket: Ticket, words: Words) -> str:
    has_it = f"<@{ticket.tutor}>" if ticket.tutor else ""
    claimed = words.summary.claimed_by.format(tutor=has_it) if has_it else words.summary.claimed_by_nobody
    asked = words.card.asked_ago.format(ago=date_token(ticket.at, "{ago}")) if ticket.at else ""
    return " · ".join(filter(None, (claimed, asked)))


def _last(messages: Sequence[Said], words: Words) -> str:
    if not messages:
        return words.summary.no_messages
    return "\n".join(
        f"> *{words.summary.tutor if one.by_tutor else words.summary.learner}:* "
        + _on_a_line(readable_links(one.text), 300)
        for one in messages
    )


def _on_a_line(text: str, limit: int) -> str:
    return escape(clip(" ".join(text.split()), limit))
