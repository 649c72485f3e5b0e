"""What came out of training an intent classifier, in words and numbers.

Axes: n sentences in new styles, k intents, t steps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

METHODS = {
    "words": "bag of words, nearest centroid",
    "letters": "letter groups, nearest centroid",
    "centroid": "embeddings, nearest centroid",
    "head": "embeddings, trained head",
}
_SURE = 0.13
_STRONG_DECAY = 0.02
_OVERCONFIDENT = 0.15
_NOTICEABLE = 0.03
_NARROW = 8


class Outcome(NamedTuple):
    """`counts` and `accuracy` (by method, then group) are over the groups of sentences: `learned`, `held out` (not
    learned, of the same styles; without an accuracy when there are none), each new style, and `new` for all of these.
    The rest is of the head: its confusion (k, k), rows the true intents, the new styles' `texts`, `labels` (n,) and
    `probabilities` (n, k), and the cross-entropy at each step (t,)."""

    intents: tuple[str, ...]
    counts: Mapping[str, int]
    accuracy: Mapping[str, Mapping[str, float]]
    confusion: np.ndarray
    texts: tuple[str, ...]
    labels: np.ndarray
    probabilities: np.ndarray
    losses: np.ndarray

    @property
    def sure(self) -> float:
        """The largest probability of a sentence, on average."""
        return float(self.probabilities.max(axis=1).mean())


class Confused(NamedTuple):
    """The two intents that are confused most, `times` together, and the surest of these mistakes."""

    pair: tuple[str, str]
    times: int
    text: str
    true: str
    taken_for: str


def most_confused(outcome: Outcome) -> Confused | None:
    """None when every sentence is right. Of pairs that are confused as often, the first."""
    both = np.triu(outcome.confusion + outcome.confusion.T, k=1)  # (k, k), each pair once
    first, second = np.unravel_index(int(both.argmax()), both.shape)
    if not both[first, second]:
        return None
    predicted = outcome.probabilities.argmax(axis=1)  # (n,)
    forth = (outcome.labels == first) & (predicted == second)
    back = (outcome.labels == second) & (predicted == first)
    place = int(np.where(forth | back, outcome.probabilities.max(axis=1), -1.0).argmax())
    names = outcome.intents
    return Confused(
        (names[first], names[second]),
        int(both[first, second]),
        outcome.texts[place],
        names[outcome.labels[place]],
        names[predicted[place]],
    )


class Given(NamedTuple):
    """The parameters of the run."""

    styles: str
    hidden: int
    weight_decay: float
    learning_rate: float
    steps: int
    seed: int


def reading(outcome: Outcome, given: Given) -> str:
    """Three sentences: how good it is, why, and what it confuses."""
    return " ".join((_first(outcome, given), _second(outcome, given), _third(outcome)))


def numbers(outcome: Outcome) -> dict[str, str]:
    """The accuracies of the head and the baselines, and the loss."""
    head, counts = outcome.accuracy["head"], outcome.counts
    told = {
        "accuracy in new styles": f"{head['new']:.1%} of {counts['new']} sentences",
        "  second language": f"{head['second language']:.1%} of {counts['second language']}",
        "  typos": f"{head['typos']:.1%} of {counts['typos']}",
    }
    if "held out" in head:
        told["accuracy on new sentences in styles it learned"] = f"{head['held out']:.1%} of {counts['held out']}"
    told["accuracy on sentences it learned"] = f"{head['learned']:.1%} of {counts['learned']}"
    for method in ("centroid", "letters", "words"):
        told[f"{METHODS[method]}, new styles"] = f"{outcome.accuracy[method]['new']:.1%}"
    told["always the same intent, new styles"] = f"{majority(outcome):.1%}"
    told["cross-entropy on sentences it learned"] = (
        f"{outcome.losses[-1]:.3f} nats (guessing: {math.log(len(outcome.intents)):.3f})"
    )
    told["largest probability, on average"] = f"{outcome.sure:.1%}"
    return told


def majority(outcome: Outcome) -> float:
    """The accuracy in new styles of always naming one intent, the most frequent one."""
    return float(outcome.confusion.sum(axis=1).max() / outcome.confusion.sum())


def _first(outcome: Outcome, given: Given) -> str:
    head, counts = outcome.accuracy["head"], outcome.counts
    taken = len(outcome.losses)
    stopped = f"Stopped after {taken:,} of {given.steps:,} steps: with" if taken < given.steps else "With"
    of = "four styles" if given.styles == "all" else f"the style “{given.styles}”"
    return (
        f"{stopped} seed {given.seed}, the head learned from {counts['learned']} sentences in {of} and finds the "
        f"intent of {head['new']:.0%} of {counts['new']} sentences in styles that it never saw: "
        f"{head['second language']:.0%} with second-language English, {head['typos']:.0%} with typos."
    )


def _second(outcome: Outcome, given: Given) -> str:
    guessing, sure, new = math.log(len(outcome.intents)), outcome.sure, outcome.accuracy["head"]["new"]
    if outcome.losses[-1] > guessing + 0.05:
        return (
            f"A learning rate of {given.learning_rate:g} was too large: the loss is {outcome.losses[-1]:.2f}, and "
            f"guessing gives {guessing:.2f}."
        )
    if sure < _SURE:
        why = (
            f"weight decay {given.weight_decay:g} keeps"
            if given.weight_decay >= _STRONG_DECAY
            else f"{len(outcome.losses):,} steps at a learning rate of {given.learning_rate:g} leave"
        )
        return (
            f"It is never sure, its largest probability is {sure:.0%} on average, because {why} the weights near zero."
        )
    if 0 < given.hidden < _NARROW and new < outcome.accuracy["centroid"]["new"] - _NOTICEABLE:
        return (
            f"Hidden units: {given.hidden}, too few to keep {len(outcome.intents)} intents apart; the nearest centroid "
            f"of the same embeddings reaches {outcome.accuracy['centroid']['new']:.0%}."
        )
    if sure - new > _OVERCONFIDENT:
        return (
            f"It is too sure: its largest probability is {sure:.0%} on average, though it is right less often; more "
            "weight decay or fewer steps would help."
        )
    return _compared(outcome)


def _compared(outcome: Outcome) -> str:
    new = {method: by_group["new"] for method, by_group in outcome.accuracy.items()}
    gain, learned = new["head"] - new["centroid"], outcome.accuracy["head"]["learned"]
    if gain > _NOTICEABLE:
        lesson = f"training adds {100 * gain:.0f} points to what the pretrained model knows"
    elif gain < -_NOTICEABLE:
        lesson = f"this head loses a part of that, with {learned:.0%} right of what it learned from"
    else:
        lesson = "most of the work was done by the pretrained model"
    return (
        f"The nearest centroid of the same embeddings, without any training, reaches {new['centroid']:.0%}, and that "
        f"of a bag of words {new['words']:.0%}: {lesson}."
    )


def _third(outcome: Outcome) -> str:
    used = np.flatnonzero(outcome.confusion.sum(axis=0))
    if len(used) == 1:
        return f"It gives all sentences the same intent, “{outcome.intents[used[0]]}”."
    confused = most_confused(outcome)
    if confused is None:
        return "It confuses no two intents."
    times = "once" if confused.times == 1 else f"{confused.times} times"
    return (
        f"It confuses “{confused.pair[0]}” and “{confused.pair[1]}” most ({times}): it took “{confused.text}”, "
        f"which is “{confused.true}”, for “{confused.taken_for}”."
    )
