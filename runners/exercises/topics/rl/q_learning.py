"""Introduction to Reinforcement Learning: Q-learning (Watkins 1989) without a discount, as the practical has it."""

from __future__ import annotations

import numpy as np

from runners.exercises.earlier import supplied
from runners.exercises.slips import pick
from runners.exercises.topics.rl.q_learning_switches import GREEDY, LOSS, SQUARED, TARGET
from runners.exercises.values import Arrays, Exercise, Inputs, On, Output, Parameter, Trial

_PRACTICAL = "Reinforcement Learning"


def greedy_action(inputs: Inputs, on: On) -> Arrays:
    """argmax over the actions."""
    q = np.asarray(inputs["q_values"], np.float64)
    best = int(q.argmax())
    wrong = {
        "smallest_value": lambda: q.argmin(),
        "value_for_index": lambda: q.max(),
        "whole_ranking": lambda: np.argsort(q),
        "whole_ranking:down": lambda: np.argsort(-q),
        "last_action": lambda: len(q) - 1,
        "first_action": lambda: 0,
        "counted_from_one": lambda: best + 1,
        "largest_size": lambda: np.abs(q).argmax(),
        "one_hot": lambda: np.eye(len(q))[best],
        "second_best": lambda: np.argsort(q)[-min(2, len(q))],
        "extra_axis": lambda: np.array([best]),
        "smallest_for_value": lambda: q.min(),
    }
    return (pick(on, best, wrong),)


def _greedy_trials() -> tuple[Trial, ...]:
    rows = ([1.0, 1.5, 3.0, 4.0], [-1.0, -0.5, -3.0], [9.0, 2.0, 4.0, 3.0, -11.0], [0.25, 0.5], [3.0])
    plain = tuple(Trial(f"the values {row}", {"q_values": np.array(row, np.float32)}) for row in rows)
    note = "Of two actions with the same value, your function takes another one than argmax, the first."
    tie = Trial("two equal values", {"q_values": np.array([2.0, 7.0, 7.0], np.float32)}, advisory=True, note=note)
    return (*plain, tie)


def squared_error(inputs: Inputs, on: On) -> Arrays:
    """(pred - target)²."""
    prediction, target = (np.asarray(inputs[name], np.float64) for name in ("pred", "target"))
    return (error_of(prediction, target, on),)


def error_of(prediction: np.ndarray, target: np.ndarray, on: On) -> np.ndarray:
    """The squared difference, or what stands for it."""
    difference = prediction - target
    wrong = {
        "not_squared": lambda: difference,
        "not_squared:negative": lambda: -difference,
        "absolute_error": lambda: np.abs(difference),
        "halved": lambda: difference**2 / 2,
        "doubled": lambda: 2 * difference,
        "cubed": lambda: difference**3,
        "added": lambda: (prediction + target) ** 2,
        "difference_of_squares": lambda: prediction**2 - target**2,
        "difference_of_squares:negative": lambda: target**2 - prediction**2,
        "square_of_target_only": lambda: prediction - target**2,
        "square_of_prediction_only": lambda: prediction**2 - target,
        "negated": lambda: -(difference**2),
        "root_taken": lambda: np.sqrt(np.abs(difference)),
    }
    return pick(on, difference**2, wrong)


def _squared_trials() -> tuple[Trial, ...]:
    pairs = [(1.0, 4.0), (2.5, -1.0), (-3.0, -3.75), (0.0, 0.5)]
    batch = {"pred": np.array([1.0, -2.0, 3.5], np.float32), "target": np.array([0.5, 2.0, 3.0], np.float32)}
    note = "With arrays your function does not give one squared error for each pair."
    return (
        *(Trial(f"prediction {a} and target {b}", {"pred": a, "target": b}) for a, b in pairs),
        Trial("three pairs at once", batch, advisory=True, note=note),
    )


def target_of(reward: float, done: float, following: np.ndarray, on: On) -> np.ndarray:
    """reward + (1 - done) max over next actions, or what stands for it."""
    best = pick(
        on,
        following.max(),
        {
            "mean_for_max": lambda: following.mean(),
            "min_for_max": lambda: following.min(),
            "sum_for_max": lambda: following.sum(),
            "argmax_for_max": lambda: float(following.argmax()),
            "max_missing": lambda: following,
            "first_value": lambda: following[0],
            "largest_size": lambda: np.abs(following).max(),
            "value_left_out": lambda: 0.0,
        },
    )
    rates = {f"discounted:{rate}": lambda rate=rate: best * rate for rate in (0.9, 0.95, 0.99)}
    best = pick(on, best, rates)
    going_on = pick(on, 1 - done, {"done_ignored": lambda: 1.0, "done_inverted": lambda: done})
    wrong = {
        "reward_lost_at_end": lambda: going_on * (reward + best),
        "reward_missing": lambda: going_on * best,
        "value_subtracted": lambda: reward - going_on * best,
        "reward_multiplied": lambda: reward * going_on * best,
        "done_added": lambda: reward + going_on + best,
    }
    return pick(on, reward + going_on * best, wrong)


def bellman_target(inputs: Inputs, on: On) -> Arrays:
    """The right-hand side of the Bellman equation, a scalar."""
    following = np.asarray(inputs["next_q_values"], np.float64)
    return (target_of(float(inputs["reward"]), float(inputs["done"]), following, on),)


def _target_trials() -> tuple[Trial, ...]:
    cases = [
        (1.0, 0.0, [3.0, 2.0]),
        (1.0, 1.0, [3.0, 2.0]),
        (-0.5, 0.0, [-1.0, 0.25, -4.0]),
        (2.0, 1.0, [5.0, -1.0, 0.5]),
        (0.75, 0.0, [0.5, 1.25, 6.0, 2.0]),
        (1.5, 0.0, [-3.0, -2.0]),
    ]
    return tuple(
        Trial(
            f"reward {reward}, done {done} and next values {row}",
            {"reward": reward, "done": done, "next_q_values": np.array(row, np.float32)},
        )
        for reward, done, row in cases
    )


def q_learning_loss(inputs: Inputs, on: On) -> Arrays:
    """(Q(s, a) - target)², a scalar."""
    values, following = (np.asarray(inputs[name], np.float64) for name in ("q_values", "next_q_values"))
    action, reward, done = int(inputs["action"]), float(inputs["reward"]), float(inputs["done"])
    if "reward_and_done_swapped" in on:
        reward, done = done, reward
    if "target_from_q_values" in on:
        following = values
    if "next_value_of_action" in on:
        following = following[action : action + 1]
    chosen = pick(
        on,
        values[action],
        {
            "largest_q_value": lambda: values.max(),
            "all_actions_compared": lambda: values,
            "action_as_value": lambda: float(action),
            "next_q_values_predicted": lambda: np.asarray(inputs["next_q_values"], np.float64)[action],
            "always_first_action": lambda: values[0],
            "action_one_off": lambda: values[action - 1],
        },
    )
    if "max_missing" in on and np.ndim(chosen) == 1:
        return (np.full(1, np.inf),)
    return (error_of(np.asarray(chosen), target_of(reward, done, following, on), on),)


def _loss_trials() -> tuple[Trial, ...]:
    cases = [
        ([3.0, 2.0], 1, 2.0, 0.0, [1.0, 4.0]),
        ([0.5, -1.0, 2.5], 0, -0.5, 0.0, [2.0, 0.25, 1.0]),
        ([1.5, 4.0, -2.0], 2, 1.0, 1.0, [3.0, 6.0, 0.5]),
        ([-0.75, 3.5, 1.25, 2.0], 3, 3.0, 0.0, [-2.0, -5.0, -1.5, -4.0]),
        ([2.0, 5.0], 0, -2.0, 1.0, [1.0, 0.5]),
    ]
    return tuple(
        Trial(
            f"q {values}, action {action}, reward {reward}, done {done} and next q {following}",
            {
                "q_values": np.array(values, np.float32),
                "action": action,
                "reward": reward,
                "done": done,
                "next_q_values": np.array(following, np.float32),
            },
        )
        for values, action, reward, done, following in cases
    )


EXERCISES = (
    Exercise(
        id="rl.greedy_action",
        practical=_PRACTICAL,
        function="select_greedy_action",
        signature="select_greedy_action(q_values)",
        task="Return the action with the largest Q-value.",
        parameters=(Parameter("q_values"),),
        outputs=(Output("action", ()),),
        trials=_greedy_trials,
        reference=greedy_action,
        switches=GREEDY,
    ),
    Exercise(
        id="rl.squared_error",
        practical=_PRACTICAL,
        function="compute_squared_error",
        signature="compute_squared_error(pred, target)",
        task="Return the squared difference of prediction and target.",
        parameters=(Parameter("pred"), Parameter("target")),
        outputs=(Output("squared error", ()),),
        trials=_squared_trials,
        reference=squared_error,
        switches=SQUARED,
    ),
    Exercise(
        id="rl.bellman_target",
        practical=_PRACTICAL,
        function="compute_bellman_target",
        signature="compute_bellman_target(reward, done, next_q_values)",
        task="Return the reward plus the largest next Q-value, or the reward alone when the episode is done.",
        parameters=(Parameter("reward"), Parameter("done"), Parameter("next_q_values")),
        outputs=(Output("target", ()),),
        trials=_target_trials,
        reference=bellman_target,
        switches=TARGET,
    ),
    Exercise(
        id="rl.q_learning_loss",
        practical=_PRACTICAL,
        function="q_learning_loss",
        signature="q_learning_loss(q_values, action, reward, done, next_q_values)",
        task="Return the squared difference between the Q-value of the action and its Bellman target.",
        parameters=tuple(map(Parameter, ("q_values", "action", "reward", "done", "next_q_values"))),
        outputs=(Output("loss", ()),),
        trials=_loss_trials,
        reference=q_learning_loss,
        switches=LOSS,
        given=supplied("rl", "compute_squared_error", "compute_bellman_target"),
    ),
)
