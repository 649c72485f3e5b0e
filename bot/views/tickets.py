"""Tickets: the card in the tutors' channel and the notices in the learner's thread."""

from __future__ import annotations

from bot.records.values import Ticket
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.text import clip, code, escape, plain, quote

_STATES = {
    "open": "🔴 Open",
    "claimed": "🟡 Claimed by {tutor}",
    "answered": "🟢 Answered by {tutor}",
    "resolved": "✅ Resolved by {tutor}",
}


def ticket_card(ticket: Ticket) -> Message:
    """All that a tutor needs to help: question, bot's answer, code, link, and the next step."""
    body: list[Block] = [
        blocks.header(f"Ticket {ticket.number}"),
        blocks.section(f"{_state(ticket)}{_escalated(ticket)}"),
        *question_blocks(ticket.asker, ticket.question),
    ]
    if ticket.bot_answer:
        body.append(blocks.section(f"The bot said{_sureness(ticket)}:\n{quote(ticket.bot_answer, 500)}"))
    if ticket.cited:
        body.append(blocks.context("📖 " + escape(ticket.cited)))
    if ticket.link:
        body.append(blocks.section(f"<{ticket.link}|Open the thread> and answer there."))
    body.append(blocks.actions(_buttons(ticket)))
    return Message(f"Ticket {ticket.number}, {ticket.state}: {plain(ticket.question, 150)}", body)


def question_blocks(asker: str, question: str) -> list[Block]:
    """Who asks what: the words quoted, the code as code."""
    words, fence, rest = question.partition("```")
    quoted = quote(words) if words.strip() else ""
    shown = [blocks.section(f"<@{asker}> asks:\n{quoted}")]
    if fence:
        shown.append(blocks.section(code(rest.partition("```")[0].strip("\n"), 2_500)))
    return shown


def public_question(asker: str, question: str, *, private: bool) -> Message:
    """The message in the practicals' channel that the tutors answer under. What was private is not shown there."""
    words = question.partition("```")[0].strip().partition("\n")[0]
    if private:
        about = f" about `{escape(clip(words, 80))}`" if words else ""
        return Message("A question to the tutors", [blocks.section(f"<@{asker}> asks the tutors{about}.")])
    return Message(f"A question to the tutors: {plain(question, 150)}", question_blocks(asker, question))


def _state(ticket: Ticket) -> str:
    tutor = f"<@{ticket.tutor}>" if ticket.tutor else "a tutor"
    return _STATES[ticket.state].format(tutor=tutor)


def _escalated(ticket: Ticket) -> str:
    return f" · ⏫ escalated by <@{ticket.escalated_by}>" if ticket.escalated_by else ""


def _sureness(ticket: Ticket) -> str:
    return f" ({ticket.confidence:.0%} sure)" if ticket.confidence is not None else ""


def _buttons(ticket: Ticket) -> list[Block]:
    number = str(ticket.number)
    if ticket.state == "resolved":
        keep = blocks.button("📌 Keep as knowledge", "keep_answer", number)
        return [keep, blocks.button("Reopen", "reopen_ticket", number)]
    resolve = blocks.button("Resolve", "resolve_ticket", number)
    if ticket.state == "open":
        return [blocks.button("Claim", "claim_ticket", number, style="primary"), resolve]
    return [resolve]


def thread_notice(ticket: Ticket) -> Message:
    """What the learner sees in their thread; one message that is kept up to date."""
    text = {
        "open": "🙋 I've asked the tutors. One of them will answer here.",
        "claimed": f"🙋 <@{ticket.tutor}> is looking at this and will answer here.",
        "answered": f"💬 <@{ticket.tutor}> has answered. Press *Solved* when it is clear.",
        "resolved": "✅ Resolved. If something is still unclear, press *Not solved yet*.",
    }[ticket.state]
    number = str(ticket.number)
    if ticket.state == "resolved":
        press = [blocks.actions([blocks.button("Not solved yet", "reopen_ticket", number)])]
    elif ticket.state == "answered":
        press = [blocks.actions([blocks.button("Solved", "resolve_ticket", number, style="primary")])]
    else:
        press = []
    return Message(text, [blocks.section(text), *press])


def queue_line(ticket: Ticket) -> str:
    """A ticket in one line, for App Home."""
    question = escape(clip(" ".join(ticket.question.split()), 100))
    link = f"<{ticket.link}|Ticket {ticket.number}>" if ticket.link else f"Ticket {ticket.number}"
    return f"{link} · {_state(ticket)} · {question}"
