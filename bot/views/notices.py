"""Short messages: help, refusals, and what to do next."""

from __future__ import annotations

from bot.views import blocks
from bot.views.blocks import Message
from bot.views.text import code, escape

ASK_USAGE = "Type a question after `/ask`, for example: `/ask why do we divide by sqrt(d_k)?`"
RUN_USAGE = (
    "Type code after `/run`, between two lines of three backticks, or the name of an experiment:\n"
    + code("import jax.numpy as jnp\njnp.arange(6).reshape(2, 3)")
    + "\n`/run attention_map` draws which token looks at which. "
    "`/run help` lists the libraries and the experiments."
)
CHECK_USAGE = (
    "Type what to check after `/check`:\n"
    "• shapes: `/check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8`, or `/check shapes` and any code\n"
    "• an exercise: `/check scaled_dot_product_attention` and your code below it, "
    "between two lines of three backticks"
)
TUTOR_USAGE = "Type your question after `/tutor`, for example: `/tutor my loss is nan after the first step`"
FAILED = (
    "Something went wrong on our side, not in your message. It is noted. Please try once more, or press *Ask a tutor*."
)
KILLED = (
    "Your code ended our worker twice, so it was not tried a third time. "
    "Try a smaller version of it, or press *Ask a tutor*."
)
THANKS = "Thank you. That helps us to improve the answers."
SORRY = "Thank you for telling us. Press *Ask a tutor* under the answer, and a person will help."
ONLY_ASKER = "Only <@{asker}> can stop this: it is theirs."
STOPPED = "⏹️ Stopped before it was done."
ONLY_TUTORS = "Only tutors can do that. The organisers decide who is one."
NO_TUTORS = (
    "I can't reach the tutors' channel, so nobody was asked yet. Please tell an organiser or a tutor in the room."
)
TUTOR_ASKED = "I've asked the tutors: <{link}|your question>. One of them will answer there."
ESCALATED = "Ticket {number} in the tutors' channel now carries this thread."
PRESS_AGAIN = "Slack closed the form before it was ready. Please press the button once more."
ALREADY_CLAIMED = "<@{tutor}> has claimed ticket {number} already."


def note(text: str) -> Message:
    """One or two sentences of our own, in mrkdwn."""
    return Message(text, [blocks.section(text)])


def usage(problem: str) -> Message:
    """A sentence from another room that says what is wrong with a request and what to do."""
    return note(escape(problem))


def failed(job_id: str, text: str = FAILED) -> Message:
    """Our failure, with the way to a person."""
    ask = blocks.actions([blocks.button("Ask a tutor", "ask_tutor", job_id)])
    return Message(text, [blocks.section(text), ask])
