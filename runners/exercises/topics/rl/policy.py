"""Introduction to Reinforcement Learning: a linear policy, an episode, and random policy search."""

from __future__ import annotations

import inspect

import numpy as np

from runners.exercises import environment
from runners.exercises.attempt import Failure
from runners.exercises.earlier import supplied
from runners.exercises.slips import Alternatives, pick
from runners.exercises.topics.rl import policy_switches as switches
from runners.exercises.values import (
    CALLED,
    NO_MISTAKE,
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Trial,
)

_PRACTICAL = "Reinforcement Learning"
_PARAMS = np.array([1.0, -2.0, 2.0, -1.0])


def linear_policy(inputs: Inputs, on: On) -> Arrays:
    """1 where params . obs > 0, else 0."""
    params, obs = (np.asarray(inputs[name], np.float64) for name in ("params", "obs"))
    score = float(params @ obs)
    wrong: Alternatives = {
        "branches_swapped": lambda: score <= 0,
        "zero_counts_as_positive": lambda: score >= 0,
        "dot_product_returned": lambda: score,
        "element_by_element": lambda: params * obs > 0,
        "any_positive": lambda: float((params * obs > 0).any()),
        "all_positive": lambda: float((params * obs > 0).all()),
        "observation_only": lambda: obs.sum() > 0,
        "parameters_only": lambda: params.sum() > 0,
        "added_not_multiplied": lambda: (params + obs).sum() > 0,
        "plus_or_minus_one": lambda: 1.0 if score > 0 else -1.0,
        "truth_of_the_number": lambda: score != 0,
        "threshold_one": lambda: score > 1,
        "threshold_half": lambda: score > 0.5,
        "absolute_value": lambda: abs(score) > 0,
        "always_one": lambda: 1,
        "always_zero": lambda: 0,
        "action_two": lambda: 1 if score > 0 else 2,
        "actions_one_and_two": lambda: 2 if score > 0 else 1,
        "extra_axis": lambda: np.array([score > 0]),
    }
    return (pick(on, score > 0, wrong),)


def _policy_trials() -> tuple[Trial, ...]:
    cases = {
        "a positive product": ([1.0, 1, 1, 1], [1.0, 1, 2, 4]),
        "a negative product": ([-1.0, -1, -1, -1], [1.0, 1, 2, 4]),
        "a product of 0": ([1.0, -2, 2, -1], [2.0, 1, 1, 2]),
        "a small positive product": ([0.5, -1, 0.25, 2], [-1.0, 0.5, 1, 0.5]),
        "a negative product of a positive observation": ([-3.0, 1, 0.5, 2], [2.0, 0.5, 1, 1.5]),
        "a positive product of negative numbers": ([-2.0, -1, -3, 0.5], [-1.0, -0.5, -2, -1]),
        "a negative product of positive parameters": ([3.0, 1, -1, 2], [-1.0, -0.5, 0.25, -0.5]),
        "a product between a half and one": ([0.5, 0.5, -1, -1], [1.0, 2, 0.25, 0.5]),
    }
    return tuple(
        Trial(name, {"params": np.array(params, np.float32), "obs": np.array(obs, np.float32)})
        for name, (params, obs) in cases.items()
    )


def run_episode(inputs: Inputs, on: On) -> Arrays:
    """The return of the episode that the policy with the practical's parameters runs."""
    rewards = _rewards(inputs, on)
    total = sum(rewards)
    wrong: Alternatives = {
        "steps_counted": lambda: float(len(rewards)),
        "last_reward_left_out": lambda: total - rewards[-1],
        "first_reward_left_out": lambda: total - rewards[0],
        "last_reward_only": lambda: rewards[-1],
        "one_step_only": lambda: rewards[0],
        "mean_reward": lambda: total / len(rewards),
        "return_starts_at_one": lambda: total + 1,
        "largest_reward": lambda: max(rewards),
        "all_rewards_listed": lambda: np.array(rewards),
        "running_returns_listed": lambda: np.cumsum(rewards),
        "always_zero": lambda: 0.0,
        "done_returned": lambda: 1.0,
    }
    return (pick(on, total, wrong),)


def _rewards(inputs: Inputs, on: On) -> list[float]:
    tables = [np.asarray(inputs[name]) for name in ("observations", "following", "rewards", "ends")]
    observations, following, rewards, ends = tables
    state, over, collected = 0, False, []
    while not over:
        score = float(_PARAMS @ observations[0 if "first_observation_only" in on else state])
        action = int(score <= 0 if "actions_inverted" in on else score > 0)
        action = 0 if "always_action_0" in on else 1 if "always_action_1" in on else action
        collected.append(float(rewards[state, action]))
        state, over = int(following[state, action]), bool(ends[state, action])
    return collected


def _tables(seed: int, plain: bool) -> dict[str, np.ndarray]:
    """Tables in which the state's number only grows, so that every episode ends."""
    draw, states = np.random.default_rng(seed), 26
    following = np.minimum(np.arange(states)[:, None] + draw.integers(1, 3, (states, 2)), states - 1)
    ends = (following == states - 1) | ((draw.random((states, 2)) < 0.2) & (np.arange(states) > 12)[:, None])
    rewards = np.ones((states, 2)) if plain else draw.integers(-4, 12, (states, 2)) / 4
    observations = draw.integers(-8, 9, (states, 4)) / 4
    observations[0] = np.sign(_PARAMS) * (1 if plain else -1)
    named = {"observations": observations, "following": following, "rewards": rewards, "ends": ends}
    return {name: table.astype(np.float32) for name, table in named.items()}


def _episode_trials() -> tuple[Trial, ...]:
    return (
        Trial("an episode with rewards of 1", _tables(3, True)),
        Trial("an episode with other rewards", _tables(5, False)),
        Trial("another episode", _tables(8, False)),
    )


def _episode_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    first, again = arrays[:1], arrays[1:]
    if len(arrays) != 2 or first[0].shape != again[0].shape:
        return Failure(trial, slug="returns_no_array", evidence=f"With {trial.name}, {len(arrays)} arrays came back.")
    if not np.array_equal(first[0], again[0]):
        evidence = f"With {trial.name}, one run gave {first[0]} and the next {again[0]}."
        return Failure(trial, slug="random_actions", evidence=evidence)
    return Observation(trial, run_episode(trial.inputs, NO_MISTAKE), first, (0,))


_ENVIRONMENT = "\n".join(
    inspect.getsource(part).replace("Any", "object") for part in (environment.TwoActions, environment.TableEnvironment)
)
_EPISODE_HARNESS = f"""{_ENVIRONMENT}

def {CALLED}(*tables):
    import numpy
    tables = [numpy.asarray(table) for table in tables]
    try:
        first, style = {{function}}(TableEnvironment(*tables)), False
    except (TypeError, ValueError, IndexError) as raised:
        try:
            first, style = {{function}}(TableEnvironment(*tables, gymnasium=True)), True
        except Exception:
            raise raised from None
    return None if first is None else (numpy.asarray(first), {{function}}(TableEnvironment(*tables, gymnasium=style)))
"""


EXERCISES = (
    Exercise(
        id="rl.linear_policy",
        practical=_PRACTICAL,
        function="linear_policy",
        signature="linear_policy(params, obs)",
        task="Return action 1 when the dot product of parameters and observation is positive, else action 0.",
        parameters=(Parameter("params"), Parameter("obs")),
        outputs=(Output("action", ()),),
        trials=_policy_trials,
        reference=linear_policy,
        switches=switches.POLICY,
        notes=switches.POLICY_NOTES,
        stops={"select": "select_branches_differ"},
    ),
    Exercise(
        id="rl.run_episode",
        practical=_PRACTICAL,
        function="run_episode",
        signature="run_episode(env)",
        task="Run one episode with the linear policy and the parameters 1, -2, 2, -1; return the sum of its rewards.",
        parameters=tuple(map(Parameter, ("observations", "following", "rewards", "ends"))),
        outputs=(Output("return", ()),),
        trials=_episode_trials,
        reference=run_episode,
        switches=switches.EPISODE,
        notes=switches.EPISODE_NOTES,
        harness=_EPISODE_HARNESS,
        given=supplied("rl", "linear_policy"),
        line_up=_episode_line_up,
        stops=switches.EPISODE_STOPS,
    ),
)
