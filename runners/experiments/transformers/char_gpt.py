"""A small GPT learns the characters of a text, and writes its own.

The model and its source are in `gpt`, the text in `fables`. Every sixth passage is held out. The bars to pass are
the losses of counting: how often each character comes (unigram), and how often after the one before (bigram).

Axes: b pieces of text, t characters of a piece (the context), V characters that there are.
"""

from __future__ import annotations

import textwrap
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments.pictures import BLUE, GREEN, ORANGE, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import train
from runners.experiments.transformers.counting import bigram_entropy, cross_entropies, unigram_entropy
from runners.experiments.transformers.fables import passages
from runners.experiments.transformers.fitting import begin, fitting_step
from runners.experiments.transformers.gpt import GPT, init_gpt, next_character_loss, sample

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BATCH = 16
CHUNK = 10
SIXTH = 6
WRITTEN = 200


class Text(NamedTuple):
    """The characters that there are, and the ids of the text to learn from and of that held out, one line after the
    other."""

    characters: str
    train: np.ndarray
    held_out: np.ndarray

    def encode(self, text: str) -> np.ndarray:
        return np.array([self.characters.index(character) for character in text], np.int32)

    def decode(self, ids: np.ndarray) -> str:
        return "".join(self.characters[one] for one in ids)


class Bars(NamedTuple):
    """Losses in nats for each character: of counting on the held-out text, and the entropies of the text learned
    from."""

    unigram: float
    bigram: float
    unigram_entropy: float
    bigram_entropy: float


def load() -> Text:
    """Every sixth passage is held out; each passage starts after a line's end."""
    lines = [f"\n{passage}" for passage in passages()]
    held_out = "".join(lines[SIXTH - 1 :: SIXTH])
    learned = "".join(line for place, line in enumerate(lines, start=1) if place % SIXTH)
    text = Text("".join(sorted(set(learned + held_out))), np.zeros(0), np.zeros(0))
    return text._replace(train=text.encode(learned), held_out=text.encode(held_out))


def cut(ids: np.ndarray, context: int) -> np.ndarray:
    """Pieces one after the other, (b, t + 1): the last character of each is the first of the next. What is left
    over is not used."""
    starts = np.arange(0, len(ids) - context, context)
    return np.asarray(ids[starts[:, None] + np.arange(context + 1)])


def bars(text: Text, context: int) -> Bars:
    size = len(text.characters)
    alone, paired = cross_entropies(text.train, cut(text.held_out, context), size)
    return Bars(alone, paired, unigram_entropy(text.train), bigram_entropy(text.train, size))


def fit(
    key: jax.Array,
    text: Text,
    *,
    context: int,
    d_m: int,
    heads: int,
    layers: int,
    learning_rate: float,
    steps: int,
    progress: Progress = silent,
) -> tuple[GPT, np.ndarray, np.ndarray]:
    """The trained model, each step's loss (steps,), and the loss on the held-out text after each chunk (chunks,)."""
    for_model, for_training = jax.random.split(key)
    init = partial(init_gpt, characters=len(text.characters), context=context, d_m=d_m, layers=layers)
    learned, held_out = jnp.asarray(text.train), jnp.asarray(cut(text.held_out, context))

    def loss(parameters: GPT, key: jax.Array) -> tuple[jax.Array, Any]:
        starts = jax.random.randint(key, (BATCH, 1), 0, len(learned) - context)  # (b, 1)
        value = next_character_loss(parameters, learned[starts + jnp.arange(context + 1)], heads=heads)
        return value, value

    fitting = fitting_step(loss)

    def step(state: Any, number: jax.Array) -> tuple[Any, Any]:
        state, value = fitting(state, number)
        test = partial(next_character_loss, pieces=held_out, heads=heads)
        ends = (number + 1) % CHUNK == 0
        return state, (value, jax.lax.cond(ends, test, lambda _: jnp.float32(jnp.nan), state.parameters))

    def words(record: Any) -> str:
        return f"loss {record[0].mean():.2f}, on held-out text {record[1][-1]:.2f}"

    state = begin(jax.jit(init)(for_model), for_training, peak=learning_rate, steps=steps)
    state, (losses, tests) = train(step, state, steps, chunk=CHUNK, progress=progress, words=words)
    return state.parameters, losses, tests[CHUNK - 1 :: CHUNK]


def run(
    *,
    steps: int,
    context: int,
    layers: int,
    d_model: str,
    heads: str,
    learning_rate: float,
    temperature: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train, let the model write, and draw its losses beside those of counting."""
    for_fit, for_sample = jax.random.split(jax.random.key(seed))
    text = load()
    model, losses, tests = fit(
        for_fit,
        text,
        context=context,
        d_m=int(d_model),
        heads=int(heads),
        layers=layers,
        learning_rate=learning_rate,
        steps=steps,
        progress=progress,
    )
    write = jax.jit(partial(sample, count=WRITTEN, heads=int(heads)))
    start = text.characters.index("\n")
    written = text.decode(np.asarray(write(model, for_sample, start, jnp.float32(temperature))))
    passed = bars(text, context)
    draw(losses, tests, passed, written, temperature)
    return Reading(
        text=_text(losses, tests, passed, planned=steps, temperature=temperature, seed=seed),
        alts=(_alt(losses, tests, passed),),
        numbers=_numbers(losses, tests, passed, model, written),
    )


def draw(losses: np.ndarray, tests: np.ndarray, passed: Bars, written: str, temperature: float) -> Figure:
    """The losses over the steps above, with the two bars; what the model wrote below."""
    figure, grid = new_figure(_title(tests, passed), rows=2, height=5.8, height_ratios=(3.6, 1.0))
    axes: Axes = grid[0, 0]
    ends = CHUNK * np.arange(1, len(tests) + 1)
    axes.plot(ends, losses.reshape(-1, CHUNK).mean(axis=1), "--", color=ORANGE, label="text it learns from")
    axes.plot(ends, tests, "o-", color=BLUE, markersize=4, label="held-out text")
    right = float(ends[-1])
    for name, bar, colour, dashes in (
        ("letters counted (unigram)", passed.unigram, VERMILION, ":"),
        ("pairs counted (bigram)", passed.bigram, GREEN, "-."),
    ):
        axes.axhline(bar, color=colour, linestyle=dashes)
        axes.annotate(f"{name}: {bar:.2f}", (right, bar), (0, 3), textcoords="offset points", ha="right", fontsize=10)
    axes.set_xlabel("step")
    axes.set_ylabel("loss (nats a character)")
    lowest = min(float(tests.min()), float(losses[-CHUNK:].mean()), passed.bigram)
    axes.set_ylim(0.5 * np.floor(2 * lowest - 0.5), min(1.15 * max(passed.unigram, float(tests.max())), 8.0))
    axes.legend(loc="lower left")
    _draw_text(grid[1, 0], written, temperature)
    return figure


def _draw_text(axes: Axes, written: str, temperature: float) -> None:
    lines = textwrap.wrap(written.replace("\n", " / "), 66)
    axes.set_axis_off()
    axes.set_title(f"what it writes at temperature {temperature:g}", fontsize=11, loc="left")
    axes.text(
        0, 0.95, "\n".join(lines), family="monospace", fontsize=10, va="top", transform=axes.transAxes, parse_math=False
    )


def _title(tests: np.ndarray, passed: Bars) -> str:
    last = float(tests[-1])
    return f"After {CHUNK * len(tests)} steps the GPT's loss on unseen text is {last:.2f}:\n{_verdict(last, passed)}"


def _verdict(last: float, passed: Bars) -> str:
    if last < passed.bigram:
        return f"better than counting pairs of letters ({passed.bigram:.2f})"
    if last < passed.unigram:
        return f"better than counting letters ({passed.unigram:.2f}), not than pairs ({passed.bigram:.2f})"
    return f"no better than counting letters ({passed.unigram:.2f})"


def _text(losses: np.ndarray, tests: np.ndarray, passed: Bars, *, planned: int, temperature: float, seed: int) -> str:
    last, learned = float(tests[-1]), float(losses[-CHUNK:].mean())
    cut_short = f", stopped at step {len(losses):,} of {planned:,}" if len(losses) < planned else ""
    first = (
        f"With seed {seed}{cut_short}, the loss on held-out text is {last:.2f} nats a character, "
        f"{_verdict(last, passed)}: the model is as unsure as among {np.exp(last):.1f} characters."
    )
    return f"{first} {_gap(tests, last, learned, passed)} {_heat(temperature)}"


def _gap(tests: np.ndarray, last: float, learned: float, passed: Bars) -> str:
    if last > passed.bigram:
        return "It has not learned much yet: give it more steps, or a learning rate between 0.003 and 0.01."
    if last > tests.min() + 0.05:
        return f"It was lower before ({tests.min():.2f}) and rises again: the model now learns the text by heart."
    if last - learned > 0.1:
        return f"On the text it learns from it is {learned:.2f}, because some of that is learned by heart."
    return f"On the text it learns from it is {learned:.2f}, about the same: nothing is learned by heart yet."


def _heat(temperature: float) -> str:
    if temperature < 0.5:
        return f"A temperature of {temperature:g} makes it careful: it repeats itself."
    if temperature > 1.2:
        return f"A temperature of {temperature:g} makes it wild: it often takes unlikely letters."
    return f"It writes at temperature {temperature:g}, near the chances that it learned."


def _alt(losses: np.ndarray, tests: np.ndarray, passed: Bars) -> str:
    return (
        f"Loss against training steps: on held-out text it goes from {tests[0]:.2f} to {tests[-1]:.2f} nats a "
        f"character, on the text learned from to {losses[-CHUNK:].mean():.2f}. Level lines: "
        f"{passed.unigram:.2f} (unigram) and "
        f"{passed.bigram:.2f} (bigram). Below it a sample of the model's writing."
    )


def _numbers(losses: np.ndarray, tests: np.ndarray, passed: Bars, model: GPT, written: str) -> dict[str, str]:
    return {
        "held-out loss": f"{tests[-1]:.3f} nats a character (perplexity {np.exp(tests[-1]):.2f})",
        "training loss": f"{losses[-CHUNK:].mean():.3f} nats a character",
        "unigram loss on the held-out text": f"{passed.unigram:.3f} nats a character",
        "bigram loss on the held-out text": f"{passed.bigram:.3f} nats a character",
        "entropy of the training text": (
            f"{passed.unigram_entropy:.3f} nats a character, {passed.bigram_entropy:.3f} given the one before"
        ),
        "parameters": f"{sum(leaf.size for leaf in jax.tree.leaves(model)):,}",
        "sample": written.replace("\n", " / ").strip(),
    }
