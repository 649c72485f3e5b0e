"""How the room is doing, in words for the tutors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.pulse.periods import PERIODS
from bot.pulse.values import Gap, Pulse, Spread, Timeline
from bot.views import blocks
from bot.views.blocks import Block, Message, Picture
from bot.views.text import clip, escape
from bot.words import Words
from bot.words.values import PulseWords

_SHOWN = 5


def pulse_message(words: Words, pulse: Pulse, picture: Picture | None = None, *, failed: bool = False) -> Message:
    """The numbers, the picture where there is one, what the numbers are made of, and the ways on."""
    own = words.pulse
    title = own.heading.format(period=own.titles[pulse.period])
    summary = own.nothing if is_silent(pulse) else totals_text(own, pulse)
    body: list[Block] = [blocks.header(title), blocks.section(summary)]
    if picture:
        body.append(blocks.image(picture))
    if failed:
        body.append(blocks.context(own.not_drawn))
    body += detail_blocks(words, pulse)
    body.append(blocks.actions(_buttons(own, pulse.period)))
    return Message(f"{title}\n{summary}", body)


def is_silent(pulse: Pulse) -> bool:
    """Whether nothing happened that could be counted."""
    totals = pulse.totals
    return not (pulse.timeline or pulse.queue or totals.runs or totals.checks)


def totals_text(own: PulseWords, pulse: Pulse) -> str:
    """The period in three to five lines."""
    totals = pulse.totals
    lines = [
        own.questions.format(
            questions=totals.questions,
            answered=totals.answered,
            declined=totals.questions - totals.answered,
            learners=totals.learners,
        ),
        own.verdicts.format(
            helpful=totals.helpful, not_helpful=totals.not_helpful, runs=totals.runs, checks=totals.checks
        ),
        _queue(own, pulse),
        _spread(own.waiting, pulse.waiting),
        _spread(own.waited, pulse.answered),
    ]
    return "\n".join(line for line in lines if line)


def detail_blocks(words: Words, pulse: Pulse, most: int = _SHOWN) -> list[Block]:
    """What is asked most, where learners get stuck, and what was not answered or did not help."""
    own = words.pulse
    lists = [
        (own.sections, _sections(own, pulse, most)),
        (own.stuck, _mistakes(own, pulse, most)),
        (own.declined, _gaps(own, [gap for gap in pulse.gaps if gap.kind == "declined"], most)),
        (own.not_helpful, _gaps(own, [gap for gap in pulse.gaps if gap.kind == "not_helpful"], most)),
    ]
    body = [blocks.section("\n".join([title, *(f"• {line}" for line in lines)])) for title, lines in lists if lines]
    reasons = _reasons(own, pulse)
    return [*body, blocks.context(reasons)] if reasons else body


def plot_labels(words: Words, pulse: Pulse, timeline: Timeline) -> dict[str, str]:
    """The texts in the picture of the pulse, and under `alt` the words for those who do not see it."""
    own = words.pulse
    blanks = {"step": span(timeline.step), "period": own.titles[pulse.period]}
    return {**{name: text.format(**blanks) for name, text in own.plot.items()}, "alt": _alt(own, timeline)}


def span(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 05 min`: a wait as people say it."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90 and minutes != 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes % 60 else f"{minutes // 60} h"


def _queue(own: PulseWords, pulse: Pulse) -> str:
    shown = [f"{own.states.get(state, state)} *{count}*" for state, count in _in_order(own, pulse)]
    return own.queue.format(states=" · ".join(shown)) if shown else own.queue_empty


def _in_order(own: PulseWords, pulse: Pulse) -> list[tuple[str, int]]:
    order = list(own.states)
    return sorted(pulse.queue.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def _spread(sentence: str, spread: Spread) -> str:
    if spread.median is None or spread.longest is None:
        return ""
    return sentence.format(count=spread.count, median=span(spread.median), longest=span(spread.longest))


def _sections(own: PulseWords, pulse: Pulse, most: int) -> list[str]:
    return [
        own.section.format(section=_shown(f"{one.practical} › {one.section}"), questions=one.questions)
        for one in pulse.sections[:most]
    ]


def _mistakes(own: PulseWords, pulse: Pulse, most: int) -> list[str]:
    return [
        own.mistake.format(
            exercise=_shown(one.exercise), mistake=_shown(_sentence(one.mistake)), learners=one.learners, open=one.open
        )
        for one in pulse.mistakes[:most]
    ]


def _gaps(own: PulseWords, gaps: Sequence[Gap], most: int) -> list[str]:
    """What several asked, then what one person asked, counted."""
    alike = [gap for gap in gaps if gap.text][:most]
    alone = [gap for gap in gaps if not gap.text][: max(most - len(alike), 2)]
    lines = [own.alike.format(text=_shown(gap.text), questions=gap.questions, learners=gap.learners) for gap in alike]
    for gap in alone:
        sentence = own.alone if gap.section else own.elsewhere
        lines.append(sentence.format(section=_shown(gap.section), questions=gap.questions))
    return lines


def _reasons(own: PulseWords, pulse: Pulse) -> str:
    declined = sorted(pulse.totals.declined.items(), key=lambda item: (-item[1], item[0]))
    shown = [own.reasons[reason].format(count=count) for reason, count in declined if reason in own.reasons]
    return own.because.format(reasons=" · ".join(shown)) if shown else ""


def _buttons(own: PulseWords, period: str) -> list[Block]:
    others = [name for name in PERIODS if name != period]
    return [
        blocks.button(own.refresh, f"pulse_{period}", period),
        *(blocks.button(own.buttons[name], f"pulse_{name}", name) for name in others),
        blocks.button(own.tables, "pulse_csv", period),
    ]


def _alt(own: PulseWords, timeline: Timeline) -> str:
    told = []
    if timeline.questions:
        counts = sorted(timeline.questions.items(), key=lambda item: (-sum(item[1]), item[0]))
        named = ", ".join(f"{clip(name, 60) or own.plot['not_answered']}: {sum(each)}" for name, each in counts)
        end = timeline.start + timeline.step * len(timeline.longest_waits)
        most = max(map(sum, zip(*timeline.questions.values(), strict=True)))
        told.append(
            own.alt["questions"].format(
                start=_clock(timeline, timeline.start),
                end=_clock(timeline, end),
                most=most,
                step=span(timeline.step),
                counts=named,
            )
        )
    longest = [wait for wait in timeline.longest_waits if wait is not None]
    told += [own.alt["waits"].format(longest=span(max(longest)))] if longest else []
    return clip(" ".join(told), 1_000)


def _clock(timeline: Timeline, at: float) -> str:
    return datetime.fromtimestamp(at + timeline.offset, UTC).strftime("%d/%m %H:%M")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."


def _shown(text: str) -> str:
    return escape(clip(" ".join(text.split()), 120))
