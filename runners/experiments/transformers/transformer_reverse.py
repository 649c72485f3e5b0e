"""A transformer learns to write a sequence backwards, and its cross-attention shows how.

The model and its source are in `seq2seq`. Training sequences are drawn anew for each step. Of the V^t sequences,
those whose symbols add up to a multiple of V are held out: training never sees one of them.

Axes: b sequences of a batch, t tokens that are written, s tokens of the source (as many), h heads, V symbols.
"""

from __future__ import annotations

import string
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments.pictures import BLUE, SEQUENTIAL, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import train
from runners.experiments.transformers.fitting import begin, fitting_step
from runners.experiments.transformers.seq2seq import Seq2Seq, greedy, init_seq2seq, teacher_forced

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BATCH = 64
TESTS = 500
CHUNK = 10
LETTERS = np.array(list(string.ascii_lowercase))


class Result(NamedTuple):
    """A trained model on held-out sequences: source and written (b, t), weights (h, t, s), the mean over sequences."""

    source: np.ndarray
    written: np.ndarray
    weights: np.ndarray

    @property
    def right(self) -> np.ndarray:
        """Which symbols are right: (b, t)."""
        return np.asarray(self.written == self.source[:, ::-1])

    @property
    def symbol_accuracy(self) -> float:
        return float(self.right.mean())

    @property
    def sequence_accuracy(self) -> float:
        return float(self.right.all(axis=1).mean())

    @property
    def clearest_head(self) -> int:
        """The head with the most weight on the anti-diagonal."""
        return int(np.trace(self.weights[:, :, ::-1], axis1=1, axis2=2).argmax())

    @property
    def anti_diagonal(self) -> float:
        """The weight that the clearest head puts on the symbol to be copied, on average, from 0 to 1."""
        return float(np.trace(self.weights[self.clearest_head, :, ::-1]) / self.weights.shape[1])

    @property
    def is_anti_diagonal(self) -> bool:
        """Whether that is clearly more than chance."""
        return self.anti_diagonal > max(0.5, 2 / len(self.weights[0]))

    def example(self, one: int) -> str:
        source, written = ("".join(LETTERS[ids]) for ids in (self.source[one], self.written[one]))
        wrong = int((~self.right[one]).sum())
        return f"{source} → {written} ({f'{wrong} wrong' if wrong else 'right'})"

    @property
    def examples(self) -> list[str]:
        """Three of them, the first with a mistake where there is one."""
        wrong_first = np.argsort(self.right.all(axis=1), kind="stable")
        return [self.example(one) for one in wrong_first[[0, -2, -1]]]


@partial(jax.jit, static_argnames=("count", "length", "symbols", "held_out"))
def sequences(key: jax.Array, *, count: int, length: int, symbols: int, held_out: bool) -> jax.Array:
    """Ids below V, (b, t): each of those held out, or each of the others, is equally likely."""
    draw, draw_sum = jax.random.split(key)
    rest = jax.random.randint(draw, (count, length - 1), 0, symbols)  # (b, t - 1)
    low, high = (0, 1) if held_out else (1, symbols)
    remainder = jax.random.randint(draw_sum, (count,), low, high)  # (b,), of the sum divided by V
    first = (remainder - rest.sum(axis=1)) % symbols  # (b,)
    return jnp.concatenate([first[:, None], rest], axis=1)  # (b, t)


def fit(
    key: jax.Array,
    *,
    length: int,
    symbols: int,
    d_m: int,
    heads: int,
    layers: int,
    learning_rate: float,
    steps: int,
    progress: Progress = silent,
) -> tuple[Seq2Seq, np.ndarray, np.ndarray]:
    """The trained model, and each step's loss and accuracy with teacher forcing, both (steps,)."""
    for_model, for_training = jax.random.split(key)
    model = jax.jit(partial(init_seq2seq, symbols=symbols, d_m=d_m, layers=layers))(for_model)

    def loss(parameters: Seq2Seq, key: jax.Array) -> tuple[jax.Array, Any]:
        source = sequences(key, count=BATCH, length=length, symbols=symbols, held_out=False)  # (b, t)
        value, accuracy = teacher_forced(parameters, source, source[:, ::-1], heads=heads)
        return value, (value, accuracy)

    def words(record: Any) -> str:
        return f"loss {record[0][-1]:.3f}, {record[1][-1]:.0%} right"

    state = begin(model, for_training, peak=learning_rate, steps=steps)
    state, (losses, accuracies) = train(fitting_step(loss), state, steps, chunk=CHUNK, progress=progress, words=words)
    return state.parameters, losses, accuracies


@partial(jax.jit, static_argnames=("length", "symbols", "heads"))
def _decode_held_out(model: Seq2Seq, key: jax.Array, *, length: int, symbols: int, heads: int) -> Any:
    source = sequences(key, count=TESTS, length=length, symbols=symbols, held_out=True)  # (b, s)
    written, weights = greedy(model, source, length=length, heads=heads)  # (b, t), (b, h, t, s)
    return source, written, weights.mean(axis=0)  # (b, s), (b, t), (h, t, s)


def evaluate(model: Seq2Seq, key: jax.Array, *, length: int, heads: int) -> Result:
    """Greedy decoding of held-out sequences."""
    decoded = _decode_held_out(model, key, length=length, symbols=model.start, heads=heads)
    return Result(*(np.asarray(array) for array in decoded))


def run(
    *,
    length: int,
    symbols: int,
    d_model: str,
    heads: str,
    layers: int,
    learning_rate: float,
    steps: int,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train, decode held-out sequences, and draw the loss and the cross-attention."""
    for_fit, for_test = jax.random.split(jax.random.key(seed))
    model, losses, accuracies = fit(
        for_fit,
        length=length,
        symbols=symbols,
        d_m=int(d_model),
        heads=int(heads),
        layers=layers,
        learning_rate=learning_rate,
        steps=steps,
        progress=progress,
    )
    result = evaluate(model, for_test, length=length, heads=int(heads))
    draw(result, losses, accuracies)
    return Reading(
        text=_text(result, accuracies, planned=steps, seed=seed),
        alts=(_alt(result, losses),),
        numbers=_numbers(result, losses, accuracies, model),
    )


def draw(result: Result, losses: np.ndarray, accuracies: np.ndarray) -> Figure:
    """Loss and accuracy over the steps on the left, the weights of the clearest head on the right."""
    figure, grid = new_figure(_title(result), rows=2, columns=2, height=5.2, width_ratios=(1.0, 1.35))
    steps = np.arange(1, len(losses) + 1)
    grid[0, 0].plot(steps, losses, color=BLUE)
    grid[0, 0].set_ylabel("loss (nats)")
    grid[1, 0].plot(steps, 100 * accuracies, color=VERMILION)
    grid[1, 0].set_ylabel("symbols right (%)")
    grid[1, 0].set_ylim(0, 105)
    for axes in grid[:, 0]:
        axes.set_ylim(bottom=0)
    grid[0, 0].set_title("training, true past given", fontsize=11)
    grid[1, 0].set_xlabel("step")
    _draw_weights(figure, grid, result)
    figure.supxlabel("\n".join(result.examples[:2]), fontsize=11, family="monospace")
    return figure


def _draw_weights(figure: Figure, grid: np.ndarray, result: Result) -> None:
    for unused in grid[:, 1]:
        unused.remove()
    axes: Axes = figure.add_subplot(grid[0, 0].get_gridspec()[:, 1])
    head, length = result.clearest_head, result.weights.shape[1]
    image = axes.imshow(result.weights[head], cmap=SEQUENTIAL, vmin=0.0, vmax=1.0)
    ticks = np.arange(0, length, 1 + length // 9)
    axes.set_xticks(ticks, [str(tick + 1) for tick in ticks])
    axes.set_yticks(ticks, [str(tick + 1) for tick in ticks])
    axes.set_xlabel("symbol of the input")
    axes.set_ylabel("symbol that is written")
    axes.set_title(f"cross-attention, head {head + 1} of {len(result.weights)}", fontsize=11)
    figure.colorbar(image, ax=axes, shrink=0.8, pad=0.02).set_label("mean weight")


def _title(result: Result) -> str:
    share = result.sequence_accuracy
    first = f"{_percent(share)} of {len(result.source)} unseen sequences reversed without a mistake"
    if result.is_anti_diagonal:
        return f"{first}:\nto write symbol 1 it looks at the last of the input, and so on"
    return f"{first};\nonly {result.anti_diagonal:.0%} of the weight is on the symbol to copy"


def _percent(share: float) -> str:
    """Never 100 % when one is wrong, nor 0 % when one is right."""
    return f"{100 * share:.3g}%" if share in (0.0, 1.0) else f"{min(max(100 * share, 0.1), 99.9):.3g}%"


def _text(result: Result, accuracies: np.ndarray, *, planned: int, seed: int) -> str:
    taken = len(accuracies)
    cut = f", stopped at step {taken:,} of {planned:,}" if taken < planned else ""
    first = (
        f"With seed {seed}{cut}, the decoder reverses {_percent(result.sequence_accuracy)} of {len(result.source)} "
        f"sequences that it never saw in training, and {_percent(result.symbol_accuracy)} of their symbols are right."
    )
    weight = f"head {result.clearest_head + 1} puts {result.anti_diagonal:.0%} of its weight on the symbol to be copied"
    if result.is_anti_diagonal:
        second = f"The bright anti-diagonal is the trick: {weight}, the last one first."
    else:
        second = f"There is no clear anti-diagonal: {weight}."
    return f"{first} {second} {_advice(result, float(accuracies[-CHUNK:].mean()), stopped=taken < planned)}"


def _advice(result: Result, trained: float, *, stopped: bool) -> str:
    if result.sequence_accuracy > 0.99:
        return "Nobody told it where to look: the loss of the next symbol was enough."
    if result.symbol_accuracy > 0.9:
        return "One wrong symbol spoils a whole sequence: a few more steps should mend the rest."
    if trained > 0.99:
        return f"In training {_percent(trained)} are right: it knows those few sequences by heart, not the rule."
    if stopped:
        return "It was still learning when it was stopped."
    return "It has not learned the task: try more steps, or a learning rate between 0.001 and 0.01."


def _alt(result: Result, losses: np.ndarray) -> str:
    shape = "a bright anti-diagonal" if result.is_anti_diagonal else "no clear anti-diagonal"
    return (
        f"Left: the training loss goes from {losses[0]:.2f} to {losses[-1]:.2g} nats in {len(losses)} steps, and the "
        f"share of right symbols below it. Right: heat map of cross-attention, written symbols down, input symbols "
        f"across, with {shape}: {result.anti_diagonal:.0%} of the weight of head {result.clearest_head + 1} is on it."
    )


def _numbers(result: Result, losses: np.ndarray, accuracies: np.ndarray, model: Seq2Seq) -> dict[str, str]:
    numbers = {
        "unseen sequences reversed without a mistake": _percent(result.sequence_accuracy),
        "symbols right in them": _percent(result.symbol_accuracy),
        "loss at the last step": f"{losses[-1]:.4f} nats",
        "accuracy at the last step, true past given": _percent(float(accuracies[-1])),
        "weight on the symbol to be copied": ", ".join(
            f"head {head + 1} {np.trace(weights[:, ::-1]) / len(weights):.0%}"
            for head, weights in enumerate(result.weights)
        ),
        "steps": f"{len(losses):,} of {BATCH} sequences each",
        "parameters": f"{sum(leaf.size for leaf in jax.tree.leaves(model)):,}",
    }
    return {**numbers, **{f"example {place}": one for place, one in enumerate(result.examples, start=1)}}
