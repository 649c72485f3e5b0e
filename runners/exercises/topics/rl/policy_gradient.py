"""Introduction to Reinforcement Learning: policy gradients (Williams 1992) with rewards-to-go."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises import draws
from runners.exercises.draws import probabilities
from runners.exercises.earlier import supplied
from runners.exercises.slips import Alternatives, pick
from runners.exercises.topics.rl.policy_gradient_switches import LOSS, SAMPLE, TO_GO, WEIGHTED
from runners.exercises.values import (
    CALLED,
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Property,
    Trial,
)

PRACTICAL = "Reinforcement Learning"


def weighted_log_prob(inputs: Inputs, on: On) -> Arrays:
    """log(p) R."""
    p, total = (np.asarray(inputs[name], np.float64) for name in ("action_prob", "episode_return"))
    wrong = {
        "log_missing": lambda: p * total,
        "return_missing": lambda: np.log(p),
        "log_of_product": lambda: np.log(p * total),
        "log_of_return": lambda: p * np.log(total),
        "both_logs": lambda: np.log(p) * np.log(total),
        "log_base_10": lambda: np.log10(p) * total,
        "log_base_2": lambda: np.log2(p) * total,
        "log_of_one_plus": lambda: np.log1p(p) * total,
        "exponential": lambda: np.exp(p) * total,
        "return_added": lambda: np.log(p) + total,
        "divided_by_return": lambda: np.log(p) / total,
        "negated": lambda: -np.log(p) * total,
    }
    return (pick(on, np.log(p) * total, wrong),)


def _weighted_trials() -> tuple[Trial, ...]:
    cases = [(0.8, 100.0), (0.25, 3.0), (1.0, 5.0), (0.5, -2.0)]
    note = "With arrays of probabilities your function fails; JAX's own log takes them, and gradients need it."
    batch = {"action_prob": np.array([0.9, 0.4, 0.1], np.float32), "episode_return": np.array([3.0, -1, 8], np.float32)}
    return (
        *(Trial(f"p = {p} and R = {r}", {"action_prob": p, "episode_return": r}) for p, r in cases),
        Trial("three actions at once", batch, advisory=True, note=note),
    )


def rewards_to_go(inputs: Inputs, on: On) -> Arrays:
    """The sum of this reward and all later ones, for each time."""
    rewards = np.asarray(inputs["rewards"], np.float64)
    right = np.cumsum(rewards[::-1])[::-1]
    wrong: Alternatives = {
        "summed_from_the_start": lambda: np.cumsum(rewards),
        "total_everywhere": lambda: np.full_like(rewards, rewards.sum()),
        "this_reward_left_out": lambda: right - rewards,
        "last_reward_left_out": lambda: np.append(right[:-1] - rewards[-1], 0),
        "order_not_turned_back": lambda: right[::-1],
        "only_reversed": lambda: rewards[::-1],
        "rewards_unchanged": lambda: rewards,
        "mean_for_sum": lambda: right / np.arange(len(rewards), 0, -1),
        "total_only": lambda: rewards.sum(),
        "only_next_reward": lambda: rewards + np.append(rewards[1:], 0),
        "largest_for_sum": lambda: np.maximum.accumulate(rewards[::-1])[::-1],
        "summed_before_this": lambda: np.cumsum(rewards) - rewards,
        **{f"discounted:{rate}": partial(_discounted, rewards, rate) for rate in (0.9, 0.95, 0.99)},
    }
    return (pick(on, right, wrong),)


def _discounted(rewards: np.ndarray, rate: float) -> np.ndarray:
    later = np.arange(len(rewards)) - np.arange(len(rewards))[:, None]
    return np.asarray(np.where(later >= 0, rate ** np.abs(later), 0) @ rewards)


def _to_go_trials() -> tuple[Trial, ...]:
    cases = {"1, 2, 3, 4": [1, 2, 3, 4], "rewards with signs": [0.5, -1.5, 2.0, 0.0, -3.0], "one reward": [5.0]}
    return tuple(Trial(name, {"rewards": rewards}) for name, rewards in cases.items())


def policy_gradient_loss(inputs: Inputs, on: On) -> Arrays:
    """-log softmax(logits)[action] R, a scalar."""
    logits, action = np.asarray(inputs["logits"], np.float64), int(inputs["action"])
    total = float(inputs["reward_to_go"])
    exp = np.exp(logits - logits.max())
    probs = pick(
        on,
        exp / exp.sum(),
        {
            "softmax_missing": lambda: logits,
            "softmax_twice": lambda: probabilities(np.exp(exp / exp.sum())),
            "sigmoid_for_softmax": lambda: 1 / (1 + np.exp(-logits)),
            "exp_not_normalised": lambda: np.exp(logits),
            "normalised_without_exp": lambda: logits / logits.sum(),
        },
    )
    score = pick(
        on,
        np.log(probs),
        {
            "log_missing": lambda: probs,
            "log_base_10": lambda: np.log10(probs),
            "log_of_product": lambda: np.log(probs * total),
        },
    )
    chosen = pick(
        on,
        score[action],
        {
            "all_actions_returned": lambda: score,
            "all_actions_summed": lambda: score.sum(),
            "mean_over_actions": lambda: score.mean(),
            "likeliest_action": lambda: score[probs.argmax()],
            "always_first_action": lambda: score[0],
            "action_one_off": lambda: score[action - 1],
        },
    )
    weighted = chosen if {"return_missing", "log_of_product"} & on else chosen * total
    if "return_added" in on:
        weighted = chosen + total
    return (np.asarray(weighted if "minus_missing" in on else -weighted, np.float64),)


def _is_nan(exercise: Exercise, item: Observation) -> str:
    return f"With {item.trial.name}, 1 loss came back: nan, not a number." if np.isnan(item.got[0]).all() else ""


_LOG_TWICE = Property(
    "log_twice",
    "The loss is not a number: a log is taken of something negative.",
    (
        "Print what goes into the log.",
        "The log of a probability is negative already; a second log of it is nan.",
        "Take the log of a probability, once.",
    ),
    _is_nan,
)


def _loss_trials() -> tuple[Trial, ...]:
    cases = [(1, [1.0, 2.0], 10.0), (0, [1.0, 2.0], 3.0), (2, [0.5, 3.0, 0.25, 2.0], -4.0), (1, [2.5, 0.75, 1.5], 0.5)]
    return tuple(
        Trial(
            f"action {action} of logits {logits}",
            {"action": action, "logits": np.array(logits, np.float32), "reward_to_go": total},
        )
        for action, logits, total in cases
    )


def sample_action(inputs: Inputs, on: On) -> Arrays:
    """How likely each action is, `(actions,)`: softmax(logits)."""
    logits = np.asarray(inputs["logits"], np.float64)
    soft = probabilities(np.exp(logits - logits.max()))
    wrong = {
        "greedy": lambda: np.eye(len(logits))[logits.argmax()],
        "least_likely": lambda: np.eye(len(logits))[logits.argmin()],
        "softmax_first": lambda: probabilities(np.exp(soft)),
        "uniform": lambda: np.full(len(logits), 1 / len(logits)),
        "logits_as_probabilities": lambda: probabilities(np.abs(logits)),
        "logits_negated": lambda: probabilities(np.exp(-logits)),
        "last_action_never": lambda: np.append(probabilities(np.exp(logits[:-1] - logits.max())), 0),
        "uniform_without_last": lambda: np.append(np.full(len(logits) - 1, 1 / (len(logits) - 1)), 0),
    }
    return (pick(on, soft, wrong),)


_SAMPLE_HARNESS = f"""{draws.HARNESS}

def {CALLED}(logits, _seed):
    return draws_for_check(lambda key: {{function}}(key, logits), _seed)
"""


def _sample_trials() -> tuple[Trial, ...]:
    logits = ([0.5, -1.0, 0.25, 0.0], [1.5, 2.0, 1.75, -1.0], [0.75, 0.5, 1.5])
    return tuple(
        Trial(f"the logits {row}", {"logits": np.array(row, np.float32), "_seed": 31 + place})
        for place, row in enumerate(logits)
    )


EXERCISES = (
    Exercise(
        id="rl.weighted_log_prob",
        practical=PRACTICAL,
        function="compute_weighted_log_prob",
        signature="compute_weighted_log_prob(action_prob, episode_return)",
        task="Return the natural log of the action's probability, weighted by the return.",
        parameters=(Parameter("action_prob"), Parameter("episode_return")),
        outputs=(Output("weighted log-probability", ()),),
        trials=_weighted_trials,
        reference=weighted_log_prob,
        switches=WEIGHTED,
    ),
    Exercise(
        id="rl.rewards_to_go",
        practical=PRACTICAL,
        function="compute_rewards_to_go",
        signature="compute_rewards_to_go(rewards)",
        task="Return, for each time of an episode, the sum of its reward and all later ones.",
        parameters=(Parameter("rewards"),),
        outputs=(Output("list of rewards-to-go", ("time",)),),
        trials=_to_go_trials,
        reference=rewards_to_go,
        switches=TO_GO,
    ),
    Exercise(
        id="rl.sample_action",
        practical=PRACTICAL,
        function="sample_action",
        signature="sample_action(random_key, logits)",
        task="Draw an action from the categorical distribution that the logits give.",
        parameters=(Parameter("logits"), Parameter("_seed")),
        outputs=(Output("list of shares", ("action",)),),
        trials=_sample_trials,
        reference=sample_action,
        switches=draws.showing(draws.shares_shown, SAMPLE),
        properties=(draws.one_for_all_keys(draws.constant_shares, "action"),),
        notes=draws.NOTES,
        harness=_SAMPLE_HARNESS,
        line_up=draws.counted(sample_action, lambda trial: len(trial.inputs["logits"])),
    ),
    Exercise(
        id="rl.policy_gradient_loss",
        practical=PRACTICAL,
        function="policy_gradient_loss",
        signature="policy_gradient_loss(action, logits, reward_to_go)",
        task="Return minus the log-probability of the action under the softmax of the logits, times the reward-to-go.",
        parameters=(Parameter("action"), Parameter("logits"), Parameter("reward_to_go")),
        outputs=(Output("loss", ()),),
        trials=_loss_trials,
        reference=policy_gradient_loss,
        switches=LOSS,
        given=supplied("rl", "compute_weighted_log_prob"),
        properties=(_LOG_TWICE,),
    ),
)
