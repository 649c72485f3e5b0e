"""What learners read about their questions to the tutors: in the thread, and in a direct message."""

from __future__ import annotations

from bot.records.values import Ticket
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.learners import learner_blocks
from bot.views.text import clip, defuse, escape, plain
from bot.words.values import CardWords, TicketWords

_TOLD_OTHERWISE = ("open", "answered", "waiting")
"""What an anonymous asker knows from the message itself, or from the tutor's that is brought to them."""


def thread_notice(ticket: Ticket, words: TicketWords) -> Message:
    """How their question stands; one message that is kept up to date."""
    text = words.notice[ticket.state].format(tutor=_tutor(ticket.tutor))
    press = _presses(ticket, words)
    return Message(text, [blocks.section(text), *([blocks.actions(press)] if press else [])])


def _presses(ticket: Ticket, words: TicketWords) -> list[Block]:
    number = str(ticket.number)
    if ticket.state == "resolved":
        return [blocks.button(words.not_solved, "reopen_ticket", number)]
    if ticket.state == "answered":
        return [
            blocks.button(words.solved, "resolve_ticket", number, style="primary"),
            blocks.button(words.not_solved, "reopen_ticket", number),
        ]
    return []


def public_question(asker: str, question: str, *, private: bool, words: TicketWords) -> Message:
    """The message in the practicals' channel that the tutors answer under. What was private is not shown there, and
    nobody is named where `asker` is empty."""
    if private:
        first = question.partition("```")[0].strip().partition("\n")[0]
        about = escape(clip(first.replace("`", "'"), 80)) or "…"
        sentence = words.asks_about if asker else words.somebody_asks_about
        text = sentence.format(who=f"<@{asker}>", about=about)
        return Message(plain(about), [blocks.verbatim(text)])
    lead = words.asks.format(who=f"<@{asker}>") if asker else words.somebody_asks
    return Message(plain(question, 150) or plain(lead), learner_blocks(lead, question))


def asked_message(ticket: Ticket, words: TicketWords) -> Message:
    """In the direct message of who asked without their name: where it stands, and where the answers will come."""
    text = words.asked_without_name.format(link=ticket.link)
    if ticket.state not in _TOLD_OTHERWISE:
        text += "\n" + words.notice[ticket.state].format(tutor=_tutor(ticket.tutor))
    press = [*_presses(ticket, words), *_show_name(ticket, words)]
    return Message(text, [blocks.section(text), *([blocks.actions(press)] if press else [])])


def relayed_message(ticket: Ticket, tutor: str, text: str, words: TicketWords) -> Message:
    """A tutor's words, brought to who asked without their name."""
    lead = words.relayed.format(tutor=_tutor(tutor), link=ticket.link)
    number = str(ticket.number)
    press = [
        blocks.button(words.solved, "resolve_ticket", number, style="primary"),
        blocks.button(words.not_solved, "reopen_ticket", number),
        *_show_name(ticket, words),
    ]
    body = [blocks.section(lead), blocks.markdown(defuse(text)), blocks.context(words.reply_here)]
    return Message(plain(text) or lead, [*body, blocks.actions(press)])


def learner_writes(text: str, words: TicketWords) -> Message:
    """What who asked without their name wrote, brought to the thread."""
    return Message(plain(f"{words.learner_writes} {text}"), learner_blocks(words.learner_writes, text, limit=2_000))


def named_message(asker: str, words: TicketWords) -> Message:
    text = words.named.format(who=_tutor(asker))
    return Message(text, [blocks.section(text)])


def answer_to_several(ticket: Ticket, tutor: str, text: str, words: TicketWords) -> Message:
    """A tutor's words under one of several questions that they answer."""
    lead = words.answer_to_several.format(tutor=_tutor(tutor))
    return Message(plain(text) or lead, [blocks.section(lead), blocks.markdown(defuse(text))])


def learner_wrote(ticket: Ticket, words: CardWords) -> Message:
    """In the card's thread: the learner has answered."""
    text = words.learner_wrote.format(link=ticket.link)
    return Message(text, [blocks.section(text)])


def _show_name(ticket: Ticket, words: TicketWords) -> list[Block]:
    if not ticket.anonymous:
        return []
    press = blocks.button(words.show_name, "show_name", str(ticket.number))
    return [blocks.confirmed(press, words.show_name_sure, words.yes, words.no)]


def _tutor(user: str) -> str:
    return f"<@{user}>" if user else "…"
