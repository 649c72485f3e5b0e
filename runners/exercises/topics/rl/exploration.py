"""Introduction to Reinforcement Learning: random actions, a decaying epsilon, and epsilon-greedy choice."""

from __future__ import annotations

import math

import numpy as np

from runners.exercises import draws
from runners.exercises.earlier import supplied
from runners.exercises.slips import pick, slips
from runners.exercises.values import CALLED, Arrays, Exercise, Inputs, On, Output, Parameter, Trial

_PRACTICAL = "Reinforcement Learning"
_STEPS, _LEAST = 3000, 0.1
_GIVEN = f"EPSILON_DECAY_TIMESTEPS = {_STEPS}\nEPSILON_MIN = {_LEAST}\n"


def random_action(inputs: Inputs, on: On) -> Arrays:
    """The same probability for each action, `(actions,)`."""
    count = int(inputs["num_actions"])
    wrong = {
        "last_action_never": lambda: draws.probabilities([1.0] * (count - 1) + [0.0]),
        "first_action_never": lambda: draws.probabilities([0.0] + [1.0] * (count - 1)),
        "only_two_actions": lambda: draws.probabilities([1.0, 1.0] + [0.0] * (count - 2)),
        "always_first_action": lambda: np.eye(count)[0],
        "always_last_action": lambda: np.eye(count)[-1],
        "rounded_to_nearest": lambda: draws.probabilities([0.5] + [1.0] * (count - 2) + [0.5]),
    }
    return (pick(on, np.full(count, 1 / count), wrong),)


_RANDOM = slips(
    "random",
    "Draw with many keys, and count how often each action comes.",
    (
        "last_action_never",
        "The last action never comes.",
        "The upper limit of the draw is not drawn itself; yours is one too low.",
        "Let the upper limit be the number of actions.",
    ),
    (
        "first_action_never",
        "The first action, 0, never comes.",
        "The lower limit of the draw is 1.",
        "Let the lower limit be 0.",
    ),
    ("only_two_actions", "Only the first two actions come.", "The limit is fixed at 2.", "Use the number of actions."),
    ("always_first_action", "Always the first action comes.", "All is rounded down to 0.", "Draw a whole number."),
    ("always_last_action", "Always the last action comes.", "Nothing is drawn at random.", "Draw a whole number."),
    (
        "rounded_to_nearest",
        "The first and the last action come half as often as the others.",
        "Rounding to the nearest number leaves only half the room at both ends.",
        "Draw whole numbers directly.",
    ),
)
_RANDOM_HARNESS = f"""{draws.HARNESS}

def {CALLED}(num_actions, _seed):
    return draws_for_check(lambda key: {{function}}(key, num_actions), _seed)
"""


def _random_trials() -> tuple[Trial, ...]:
    return tuple(Trial(f"{count} actions", {"num_actions": count, "_seed": 40 + count}) for count in (4, 7))


def _decayed(steps: np.ndarray, on: On) -> np.ndarray:
    """max(0.1, 1 - steps / 3000), or what stands for it."""
    share = steps / _STEPS
    line = pick(
        on,
        1 - share,
        {
            "grows": lambda: share,
            "whole_division": lambda: 1 - np.floor(share),
            "exponential": lambda: np.exp(-share),
            "slower_decay": lambda: 1 - (1 - _LEAST) * share,
            "starts_too_high": lambda: 1 + _LEAST - share,
            "starts_at_steps": lambda: _STEPS - steps,
            "multiplied": lambda: 1 - steps * _STEPS,
        },
    )
    wrong = {
        "no_minimum": lambda: line,
        "branches_swapped": lambda: np.where(line < _LEAST, line, _LEAST),
        "minimum_is_zero": lambda: np.maximum(line, 0),
        "always_minimum": lambda: np.full_like(line, _LEAST),
        "zero_below_minimum": lambda: np.where(line < _LEAST, 0.0, line),
        "one_below_minimum": lambda: np.where(line < _LEAST, 1.0, line),
    }
    return pick(on, np.maximum(line, _LEAST), wrong)


def get_epsilon(inputs: Inputs, on: On) -> Arrays:
    """Epsilon after this many steps, a scalar."""
    return (_decayed(np.asarray(float(inputs["num_timesteps"])), on),)


_EPSILON_WHERE = "Compute epsilon after 0, 1500, 3000 and 5000 steps by hand."
_EPSILON = (
    *slips(
        "line",
        _EPSILON_WHERE,
        ("grows", "Epsilon grows with the steps.", "It begins at 0.", "It begins at 1 and goes down."),
        (
            "whole_division",
            "The division gives whole numbers only.",
            "Epsilon stays at 1 and then jumps.",
            "Use the division that keeps the part after the point.",
        ),
        (
            "exponential",
            "Epsilon decays exponentially.",
            "It never falls in a straight line.",
            "The practical asks for a linear decay.",
        ),
        (
            "slower_decay",
            "Epsilon falls too slowly.",
            "It reaches the minimum only after 3000 steps; the practical's line falls from 1 to 0 in that time.",
            "Let the line fall by 1 over 3000 steps, and cut it at the minimum.",
        ),
        ("starts_too_high", "Epsilon starts above 1.", "The minimum is added.", "Start at 1; cut it at the minimum."),
        (
            "starts_at_steps",
            "The steps are subtracted, but not divided.",
            "Epsilon starts at 3000.",
            "It is a share between 0 and 1: divide.",
        ),
        ("multiplied", "The steps are multiplied where they should be divided.", "It falls at once.", "Divide them."),
    ),
    *slips(
        "cut",
        _EPSILON_WHERE,
        ("no_minimum", "Epsilon falls below its minimum.", "It even becomes negative.", "Cut it at the minimum."),
        (
            "branches_swapped",
            "The two branches of the choice are swapped.",
            "At the start epsilon is the minimum, and late it is below.",
            "Take the minimum only when epsilon is below it.",
        ),
        (
            "minimum_is_zero",
            "The minimum is 0.",
            "Late there is no exploration at all.",
            "Cut it at the given minimum.",
        ),
        ("always_minimum", "Epsilon is always the minimum.", "The steps make no difference.", "Let it fall from 1."),
        ("zero_below_minimum", "Below the minimum it is 0.", "It jumps to 0 there.", "Keep it at the minimum there."),
        ("one_below_minimum", "Below the minimum it is 1.", "It jumps up there.", "Keep it at the minimum there."),
    ),
)


def _epsilon_trials() -> tuple[Trial, ...]:
    return tuple(Trial(f"{n} steps", {"num_timesteps": n}) for n in (0, 10, 1500, 2650, 2900, 3000, 5010))


def epsilon_greedy(inputs: Inputs, on: On) -> Arrays:
    """How likely each action is, `(actions,)`: epsilon shared by all, the rest for the greedy one."""
    q = np.asarray(inputs["q_values"], np.float64)
    count, steps = len(q), np.asarray(float(inputs["num_timesteps"]))
    epsilon = float(_decayed(steps, on & {"no_minimum", "grows"}))
    wrong = {
        "choice_inverted": lambda: 1 - epsilon,
        "never_explores": lambda: 0.0,
        "always_explores": lambda: 1.0,
        "compared_with_a_half": lambda: float(epsilon > 0.5),
        "compared_with_a_half:at least": lambda: float(epsilon >= 0.5),
        "normal_for_uniform": lambda: 0.5 + 0.5 * math.erf(epsilon / math.sqrt(2)),
        "epsilon_fixed": lambda: _LEAST,
        "coin_fixed_at_half": lambda: 0.5,
    }
    share = float(np.clip(pick(on, epsilon, wrong), 0, 1))
    best = np.eye(count)[q.argmin() if "worst_action" in on else q.argmax()]
    random = np.full(count, 1 / count)
    if "greedy_left_out" in on:
        random = (1 - best) / (count - 1)
    if "last_action_never" in on:
        random = np.append(np.full(count - 1, 1 / (count - 1)), 0)
    return (np.asarray(share * random + (1 - share) * best),)


_GREEDY_WHERE = "Count the actions over many keys, at 0, 1500 and 5000 steps."
_GREEDY = (
    *slips(
        "coin",
        _GREEDY_WHERE,
        (
            "choice_inverted",
            "Exploring and being greedy are swapped.",
            "It is greedy at the start, and random later.",
            "Explore when the random number is below epsilon.",
        ),
        (
            "never_explores",
            "It never explores.",
            "Always the greedy action comes.",
            "Explore when a random number between 0 and 1 is below epsilon.",
        ),
        (
            "always_explores",
            "It always explores.",
            "The Q-values make no difference, however late it is.",
            "Be greedy unless a random number between 0 and 1 is below epsilon.",
        ),
        (
            "compared_with_a_half",
            "No random number decides whether to explore.",
            "Epsilon is compared with a fixed number: first it always explores, then never.",
            "Compare a fresh random number with epsilon.",
        ),
        (
            "compared_with_a_half:at least",
            "No random number decides whether to explore.",
            "Epsilon is compared with a fixed number: first it always explores, then never.",
            "Compare a fresh random number with epsilon.",
        ),
        (
            "normal_for_uniform",
            "The random number is normal, not uniform.",
            "A normal number is below 0 half of the time.",
            "Draw it uniformly between 0 and 1.",
        ),
        ("epsilon_fixed", "Epsilon does not change with the steps.", "It is always 0.1.", "Compute it from the steps."),
        (
            "coin_fixed_at_half",
            "It explores half of the time, early and late.",
            "The coin falls evenly: epsilon is not used, or the random number is a whole number.",
            "Draw uniformly between 0 and 1, with a fraction, and compare with epsilon.",
        ),
    ),
    *slips(
        "epsilon",
        _GREEDY_WHERE,
        ("no_minimum", "Late it never explores.", "Epsilon falls below its minimum.", "Cut it at the minimum."),
        ("grows", "It explores more and more.", "Epsilon grows with the steps.", "It begins at 1 and goes down."),
    ),
    *slips(
        "actions",
        _GREEDY_WHERE,
        ("worst_action", "The greedy choice is the worst action.", "A minimum is taken.", "Take the largest Q-value."),
        (
            "greedy_left_out",
            "When it explores, the greedy action is left out.",
            "A random action may be any of them.",
            "Draw among all the actions.",
        ),
        ("last_action_never", "Exploring never finds the last action.", "The limit is one too low.", "Draw among all."),
    ),
)
_COIN_HAS_AXES = (
    "The coin is an array with an axis, not a single truth value.",
    "Print the shape of the random number that you compare with epsilon.",
    "A select wants one truth value for one action.",
    "Draw a random number of empty shape, or take it out of its array.",
)
_GREEDY_HARNESS = f"""{draws.HARNESS}

def {CALLED}(q_values, num_timesteps, _seed):
    return draws_for_check(lambda key: {{function}}(key, q_values, num_timesteps), _seed)
"""


def _greedy_trials() -> tuple[Trial, ...]:
    cases = [([0.5, 2.0, -1.0, 1.0], 0), ([0.5, 2.0, -1.0, 1.0], 1500), ([-2.0, -1.0, -3.0], 5010)]
    return tuple(
        Trial(
            f"q {values} after {steps} steps",
            {"q_values": np.array(values, np.float32), "num_timesteps": steps, "_seed": 50 + place},
        )
        for place, (values, steps) in enumerate(cases)
    )


EXERCISES = (
    Exercise(
        id="rl.random_action",
        practical=_PRACTICAL,
        function="select_random_action",
        signature="select_random_action(key, num_actions)",
        task="Return a random action, each equally likely.",
        parameters=(Parameter("num_actions"), Parameter("_seed")),
        outputs=(Output("list of shares", ("action",)),),
        trials=_random_trials,
        reference=random_action,
        switches=draws.showing(draws.shares_shown, _RANDOM),
        properties=(draws.one_for_all_keys(draws.constant_shares, "action"),),
        notes=draws.NOTES,
        harness=_RANDOM_HARNESS,
        line_up=draws.counted(random_action, lambda trial: int(trial.inputs["num_actions"])),
    ),
    Exercise(
        id="rl.get_epsilon",
        practical=_PRACTICAL,
        function="get_epsilon",
        signature="get_epsilon(num_timesteps)",
        task="Let epsilon fall linearly from 1 with the steps, by 1 over 3000 of them, but not below 0.1.",
        parameters=(Parameter("num_timesteps"),),
        outputs=(Output("epsilon", ()),),
        trials=_epsilon_trials,
        reference=get_epsilon,
        switches=_EPSILON,
        given=_GIVEN,
    ),
    Exercise(
        id="rl.epsilon_greedy",
        practical=_PRACTICAL,
        function="select_epsilon_greedy_action",
        signature="select_epsilon_greedy_action(key, q_values, num_timesteps)",
        task="Return a random action with probability epsilon, and the greedy one otherwise.",
        parameters=(Parameter("q_values"), Parameter("num_timesteps"), Parameter("_seed")),
        outputs=(Output("list of shares", ("action",)),),
        trials=_greedy_trials,
        reference=epsilon_greedy,
        switches=draws.showing(draws.shares_shown, _GREEDY),
        notes={**draws.NOTES, "coin_has_axes": _COIN_HAS_AXES},
        harness=_GREEDY_HARNESS,
        stops={"select `which`": "coin_has_axes", "select cases must have": "action_has_axes"},
        given=_GIVEN + supplied("rl", "get_epsilon", "select_random_action", "select_greedy_action"),
        line_up=draws.counted(epsilon_greedy, lambda trial: len(trial.inputs["q_values"])),
    ),
)
