"""Introduction to Reinforcement Learning: policy gradients (Williams 1992) with rewards-to-go."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises import draws
from runners.exercises.draws import probabilities
from runners.exercises.earlier import supplied
from runners.exercises.slips import Alternatives, pick, slips
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

PRACTICAL = "Introduction to Reinforcement Learning"


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


_WEIGHTED = slips(
    "weighted",
    "Compute the case of probability 0.5 and return 2 by hand.",
    ("log_missing", "The logarithm is missing.", "The probability itself is weighted.", "Take its log first."),
    ("return_missing", "The return is not used.", "Only the log of the probability comes back.", "Weight it as well."),
    (
        "log_of_product",
        "The logarithm is taken after the multiplication.",
        "The log of a product is a sum of logs: the return ends up inside the log.",
        "First the log of the probability alone, then the weight.",
    ),
    ("log_of_return", "The wrong number goes into the log.", "The log of the return is taken.", "Swap the two."),
    (
        "both_logs",
        "The return goes into a log as well.",
        "Two logs are multiplied.",
        "Only the probability needs a log.",
    ),
    (
        "log_base_10",
        "It is the logarithm to base 10.",
        "Your numbers are 0.434 times the right ones.",
        "The policy gradient has the natural log.",
    ),
    (
        "log_base_2",
        "It is the logarithm to base 2.",
        "Your numbers are 1.44 times the right ones.",
        "The policy gradient has the natural log.",
    ),
    ("log_of_one_plus", "1 is added inside the log.", "This log is never negative.", "Use the plain natural log."),
    ("exponential", "It is the exponential, not the log.", "The inverse of the log is taken.", "Use the natural log."),
    ("return_added", "The return is added.", "A plus stands where a weight is meant.", "A weight multiplies."),
    (
        "divided_by_return",
        "The log is divided by the return.",
        "A large return makes it small.",
        "A weight multiplies.",
    ),
    (
        "negated",
        "The sign is the wrong way round.",
        "A minus sign is in it; in the practical it comes later, in the loss.",
        "Leave the minus out here.",
    ),
)


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


_DISCOUNTED = (
    "Later rewards are discounted.",
    "Each step makes later rewards smaller. That is often done, but this task asks for the plain sum.",
    "Leave the discount factor out.",
)
_TO_GO = slips(
    "to go",
    "Compute the rewards-to-go of 1, 2, 3, 4 by hand.",
    (
        "summed_from_the_start",
        "The sum runs over the past, not over what is still to come.",
        "The first entry is the first reward, and the last is the total.",
        "Let each sum begin at its own time and run to the end.",
    ),
    ("total_everywhere", "Every time gets the total.", "The sums all begin at 0.", "Begin each sum at its own time."),
    (
        "this_reward_left_out",
        "The reward of the time itself is left out.",
        "The sums begin one step too late; the last entry is 0.",
        "The sum begins with the reward of its own time.",
    ),
    (
        "last_reward_left_out",
        "The last reward is left out.",
        "The sums end one step too early.",
        "Let every sum run to the very end of the list.",
    ),
    (
        "order_not_turned_back",
        "The sums are right, but they come back in reverse order.",
        "Working from the end gives the last entry first.",
        "Turn the list round before you return it.",
    ),
    ("only_reversed", "The rewards come back in reverse order.", "Nothing is added up.", "Add up what is to come."),
    ("rewards_unchanged", "The rewards come back as they are.", "Nothing is added up.", "Add up what is to come."),
    (
        "mean_for_sum",
        "It is the mean of the coming rewards.",
        "A sum is divided by a count.",
        "Leave the division out.",
    ),
    ("total_only", "One number comes back.", "It is the return of the whole episode.", "Give one sum for each time."),
    ("only_next_reward", "Each sum has only two rewards.", "It stops after the next one.", "Add up to the very end."),
    ("largest_for_sum", "It is the largest coming reward.", "A maximum stands where a sum is meant.", "Add them up."),
    (
        "summed_before_this",
        "The rewards before each time are added up.",
        "The first entry is 0: it is what was already collected.",
        "Add up what is still to come, with the time itself.",
    ),
    *((f"discounted:{rate}", *_DISCOUNTED) for rate in (0.9, 0.95, 0.99)),
)


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


_LOSS = (
    *slips(
        "probabilities",
        "Print the probabilities, and add them up.",
        (
            "softmax_missing",
            "The logits are used as if they were probabilities.",
            "A logit can be negative or above 1.",
            "Turn the logits into probabilities first, as the task says.",
        ),
        ("softmax_twice", "The softmax is applied twice.", "The second one flattens them.", "Apply it once."),
        (
            "sigmoid_for_softmax",
            "It is a sigmoid, not a softmax.",
            "Each logit is squashed alone, so they do not sum to 1.",
            "Use the function that looks at all logits together.",
        ),
        (
            "exp_not_normalised",
            "The exponentials are not divided by their sum.",
            "Your log gives back the logits.",
            "Divide by the sum, or use the softmax that JAX has.",
        ),
        (
            "normalised_without_exp",
            "The logits are divided by their sum without an exponential.",
            "Negative logits give negative probabilities.",
            "Use the softmax.",
        ),
    ),
    *slips(
        "log",
        "Print the number before it is weighted.",
        ("log_missing", "The logarithm is missing.", "The probability itself is weighted.", "Take its log first."),
        (
            "log_base_10",
            "It is the logarithm to base 10.",
            "It is 0.434 times the natural one.",
            "Use the natural log.",
        ),
        (
            "log_of_product",
            "The logarithm is taken after the multiplication.",
            "The reward-to-go ends up inside the log.",
            "First the log of the probability alone, then the weight.",
        ),
    ),
    *slips(
        "action",
        "Which action is given, and which one does your code look at?",
        (
            "all_actions_returned",
            "The loss has a number for each action.",
            "Nothing picks out the action that was taken.",
            "Index with the action; the loss is one number.",
        ),
        (
            "all_actions_summed",
            "All actions are added up.",
            "Actions that were not taken are in the loss.",
            "Pick out the action that was taken.",
        ),
        ("mean_over_actions", "It is a mean over all actions.", "Others are in it.", "Pick out the action taken."),
        (
            "likeliest_action",
            "The likeliest action is used, not the one that was taken.",
            "The argument with the action makes no difference.",
            "Index with the action that is given.",
        ),
        ("always_first_action", "Always the first action is used.", "The index is fixed.", "Index with the action."),
        ("action_one_off", "The index is one off.", "Actions are counted from 0, as indices are.", "Subtract nothing."),
    ),
    *slips(
        "weight",
        "Follow the last steps with a reward-to-go of 2, then of 4.",
        (
            "return_missing",
            "The reward-to-go is not used.",
            "The loss does not change with it.",
            "Weight the log by it.",
        ),
        (
            "return_added",
            "The reward-to-go is added.",
            "A plus stands where a weight is meant.",
            "A weight multiplies.",
        ),
    ),
    *slips(
        "sign",
        "What should the optimiser do with the loss?",
        (
            "minus_missing",
            "The minus sign is missing.",
            "Going down this loss makes good actions less likely.",
            "Keep the minus sign that the cell gives in its last lines.",
        ),
    ),
)


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


_SAMPLE = slips(
    "sample",
    "Draw with many keys, and count how often each action comes.",
    (
        "greedy",
        "Always the likeliest action is chosen.",
        "That is a greedy choice: nothing is drawn at random.",
        "Draw from the categorical distribution that the logits give.",
    ),
    ("least_likely", "Always the least likely action is chosen.", "Nothing is drawn.", "Draw from the distribution."),
    (
        "softmax_first",
        "A softmax is applied before the draw, and the draw applies one too.",
        "Your actions come more evenly than they should: the function for the draw takes logits.",
        "Give it the logits as they are.",
    ),
    ("uniform", "All actions are equally likely.", "The logits make no difference.", "Give the logits to the draw."),
    (
        "logits_as_probabilities",
        "The logits are used as if they were probabilities.",
        "They are divided by their sum, without an exponential.",
        "Draw with the function that takes logits.",
    ),
    ("logits_negated", "Likely and unlikely are swapped.", "The logits change their sign.", "Leave the sign as it is."),
    ("last_action_never", "The last action never comes.", "It is left out of the draw.", "Draw among all the actions."),
    (
        "uniform_without_last",
        "All actions but the last are equally likely, and the last never comes.",
        "The logits make no difference, and the upper limit is one too low.",
        "Draw from the distribution that the logits give.",
    ),
)
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
        switches=_WEIGHTED,
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
        switches=_TO_GO,
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
        switches=_SAMPLE,
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
        switches=_LOSS,
        given=supplied("rl", "compute_weighted_log_prob"),
        properties=(_LOG_TWICE,),
    ),
)
