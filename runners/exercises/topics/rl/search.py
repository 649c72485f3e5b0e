"""Introduction to Reinforcement Learning: random policy search."""

from __future__ import annotations

import math

import numpy as np

from runners.exercises import draws
from runners.exercises.attempt import Failure
from runners.exercises.earlier import supplied
from runners.exercises.slips import Alternatives, pick
from runners.exercises.topics.rl import policy_switches as switches
from runners.exercises.topics.rl.policy import linear_policy
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

_GIVEN = """import collections
RandomPolicySearchParams = collections.namedtuple("RandomPolicySearchParams", ["current", "best"])
RandomPolicyLearnState = collections.namedtuple("RandomPolicyLearnState", ["best_average_episode_return"])
"""

_PRACTICAL = "Reinforcement Learning"


def choose_action(inputs: Inputs, on: On) -> Arrays:
    """The linear policy with the best parameters in evaluation, else with the current ones; the actor state."""
    best, current = (
        linear_policy({"params": inputs[name], "obs": inputs["obs"]}, NO_MISTAKE)[0] for name in ("best", "current")
    )
    evaluation = bool(inputs["evaluation"])
    chosen, other = (best, current) if evaluation else (current, best)
    weights = inputs["best"] if evaluation else inputs["current"]
    score = float(np.asarray(weights, np.float64) @ np.asarray(inputs["obs"], np.float64))
    wrong: Alternatives = {
        "branches_swapped": lambda: other,
        "best_always": lambda: best,
        "current_always": lambda: current,
        "action_inverted": lambda: 1 - chosen,
        "weights_returned": lambda: np.asarray(weights),
        "dot_product_returned": lambda: score,
        "actions_added": lambda: best + current,
        "evaluation_returned": lambda: float(evaluation),
    }
    return pick(on, chosen, wrong), np.asarray(float(inputs["actor_state"]))


def _choose_trials() -> tuple[Trial, ...]:
    plus, minus, mixed = np.ones(4, np.float32), -np.ones(4, np.float32), np.array([2, -1, 0.5, -3], np.float32)
    obs, signed = np.ones(4, np.float32), np.array([0.5, -1, 2, -0.25], np.float32)
    cases = [(minus, plus, obs), (plus, minus, obs), (mixed, minus, signed), (plus, 2 * plus, obs)]
    trials = tuple(
        Trial(
            f"case {place + 1} of the parameters, evaluation {flag}",
            {"current": current, "best": best, "actor_state": 7.0, "obs": seen, "evaluation": flag, "how": "eager"},
        )
        for place, (current, best, seen) in enumerate(cases)
        for flag in (False, True)
    )
    note = "The training loop compiles this function with jax.jit, and yours then fails: evaluation has no value yet."
    compiled = Trial("the function under jit", {**trials[1].inputs, "how": "jit"}, advisory=True, note=note)
    return (*trials, compiled)


_CHOOSE_HARNESS = f"""
def {CALLED}(current, best, actor_state, obs, evaluation, how):
    import jax
    params = RandomPolicySearchParams(current=current, best=best)
    choose = jax.jit({{function}}) if how == "jit" else {{function}}
    return choose(jax.random.PRNGKey(0), params, actor_state, obs, evaluation)
"""


def new_weights(inputs: Inputs, on: On) -> Arrays:
    """Smallest, largest, mean and standard deviation of uniform draws, for each weight: `(weights, 4)`."""
    old = np.asarray(inputs["old_weights"], np.float64).reshape(-1)
    low, high = (-2.0, 2.0) if inputs["limits"] is None else inputs["limits"]
    shown = {
        "limits_not_used": (0.0, 1.0),
        "lower_limit_not_used": (0.0, high),
        "upper_limit_not_used": (low, 1.0),
        "limits_fixed": (-2.0, 2.0),
        "limits_fixed:1": (-1.0, 1.0),
    }
    low, high = next((limits for name, limits in shown.items() if name in on), (low, high))
    if "normal_for_uniform" in on:
        return (np.tile([math.nan, math.nan, 0.0, 1.0], (len(old), 1)),)
    if "normal_for_uniform:clipped" in on:
        return (np.tile([low, high, *_clipped_normal(low, high)], (len(old), 1)),)
    measures = np.tile([low, high, (low + high) / 2, (high - low) / math.sqrt(12)], (len(old), 1))
    if "old_weights_added" in on:
        measures[:, :3] += old[:, None]
    if "old_weights_multiplied" in on:
        measures = np.sort(measures[:, :2] * old[:, None], axis=1)
        spread = (measures[:, 1] - measures[:, 0]) / math.sqrt(12)
        measures = np.stack([*measures.T, measures.mean(1), spread], axis=1)
    if "old_weights_returned" in on:
        measures = np.stack([old, old, old, 0 * old], axis=1)
    return (measures,)


def _clipped_normal(low: float, high: float) -> tuple[float, float]:
    """Mean and standard deviation of a standard normal number that is cut to the limits."""
    z = np.linspace(-8, 8, 200_001)
    density = np.exp(-(z**2) / 2)
    weights = density / density.sum()
    cut = np.clip(z, low, high)
    mean = float(weights @ cut)
    return mean, math.sqrt(float(weights @ (cut - mean) ** 2))


def _weights_trials() -> tuple[Trial, ...]:
    old = np.array([0.5, -1.0, 1.5, 2.0], np.float32)
    limits = {"limits": [-0.5, 1.5], "_seed": 62}
    return (
        Trial("the usual limits", {"old_weights": old, "limits": None, "_seed": 61}),
        Trial("the limits -0.5 and 1.5", {"old_weights": old, **limits}, sole_failure="limits_not_taken"),
        Trial("six old weights", {"old_weights": np.linspace(-2, 3, 6, dtype=np.float32), "limits": None, "_seed": 63}),
    )


_WEIGHTS_HARNESS = f"""{draws.HARNESS}

def {CALLED}(old_weights, limits, _seed):
    named = {{}} if limits is None else dict(minval=limits[0], maxval=limits[1])
    return draws_for_check(lambda key: {{function}}(key, old_weights, **named), _seed)
"""


def learn(inputs: Inputs, on: On) -> Arrays:
    """The best parameters so far, and their average return."""
    now, before = float(inputs["memory"]), float(inputs["best_average"])
    current, best = (np.asarray(inputs[name], np.float64) for name in ("current", "best"))
    better = now > before
    new_best = {
        "best_never_replaced": lambda: best,
        "best_always_replaced": lambda: current,
        "comparison_inverted": lambda: current if now < before else best,
        "parameters_swapped": lambda: best if better else current,
    }
    new_average = {
        "average_never_updated": lambda: before,
        "average_always_updated": lambda: now,
        "comparison_inverted": lambda: min(before, now),
        "averages_swapped": lambda: before if better else now,
        "averages_added": lambda: before + now,
    }
    return pick(on, current if better else best, new_best), pick(on, now if better else before, new_average)


def _learn_trials() -> tuple[Trial, ...]:
    current, best = np.array([1.0, -0.5, 0.25, 2.0], np.float32), np.array([-1.0, 1.5, 0.75, -2.0], np.float32)
    cases = {
        "a better average": (11.0, 10.0),
        "a worse average": (9.5, 10.0),
        "the first average": (12.0, -math.inf),
        "negative averages, the new one better": (-3.0, -8.0),
    }
    trials = tuple(
        Trial(name, {"current": current, "best": best, "memory": now, "best_average": before, "how": "eager"})
        for name, (now, before) in cases.items()
    )
    equal = "When the averages are equal, your function takes the current parameters. Better means greater."
    jit = "The training loop compiles this function with jax.jit, and yours then fails: look for an if on an array."
    return (
        *trials,
        Trial("equal averages", {**trials[0].inputs, "memory": 10.0}, advisory=True, note=equal),
        Trial("the function under jit", {**trials[1].inputs, "how": "jit"}, advisory=True, note=jit),
    )


_LEARN_HARNESS = f"""
def {CALLED}(current, best, memory, best_average, how):
    import jax
    import jax.numpy
    params = RandomPolicySearchParams(current=current, best=best)
    state = RandomPolicyLearnState(best_average_episode_return=jax.numpy.float32(best_average))
    learn = jax.jit({{function}}) if how == "jit" else {{function}}
    results = [learn(jax.random.PRNGKey(seed), params, state, jax.numpy.float32(memory)) for seed in (1, 2, 2)]
    if results[0] is None:
        return None
    try:
        found = [(new.best, new.current, after.best_average_episode_return) for new, after in results]
    except (AttributeError, TypeError, ValueError):
        return "something else than the parameters and the learn state"
    bests, currents, averages = zip(*found)
    return bests[0], averages[0], jax.numpy.stack([jax.numpy.asarray(current) for current in currents])
"""


def _learn_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    if len(arrays) != 3:
        return Failure(trial, slug="returns_no_array", evidence=f"With {trial.name}, {len(arrays)} arrays came back.")
    best, average, drawn = arrays
    changed = drawn.shape == (3, 4) and not np.array_equal(drawn[0], drawn[1])
    if not changed or np.abs(drawn).max() > 2 or not np.array_equal(drawn[1], drawn[2]):
        shown = f"With {trial.name} and key 1, the new current parameters are {np.round(drawn[0], 2).tolist()}"
        evidence = f"{shown}; with key 2, {np.round(drawn[1], 2).tolist()}."
        return Failure(trial, slug="current_not_renewed", evidence=evidence)
    return Observation(trial, learn(trial.inputs, NO_MISTAKE), (best, average), (0, 1))


EXERCISES = (
    Exercise(
        id="rl.rps_choose_action",
        practical=_PRACTICAL,
        function="random_policy_search_choose_action",
        signature="random_policy_search_choose_action(key, params, actor_state, obs, evaluation=False)",
        task="Return the linear policy's action, with the best parameters in evaluation and the current ones else, "
        "and the actor state.",
        parameters=tuple(map(Parameter, ("current", "best", "actor_state", "obs", "evaluation", "how"))),
        outputs=(Output("action", ()), Output("actor_state", ())),
        trials=_choose_trials,
        reference=choose_action,
        switches=switches.CHOOSE,
        notes=switches.CHOOSE_NOTES,
        harness=_CHOOSE_HARNESS,
        given=_GIVEN + supplied("rl", "linear_policy"),
        stops={"select `which`": "condition_not_first", "pred must be": "condition_not_first"},
    ),
    Exercise(
        id="rl.get_new_random_weights",
        practical=_PRACTICAL,
        function="get_new_random_weights",
        signature="get_new_random_weights(random_key, old_weights, minval=-2.0, maxval=2.0)",
        task="Draw new weights of the old ones' shape and dtype, uniformly between minval and maxval.",
        parameters=(Parameter("old_weights"), Parameter("limits"), Parameter("_seed")),
        outputs=(Output("smallest, largest, mean and spread", ("weight", "measure")),),
        trials=_weights_trials,
        reference=new_weights,
        switches=draws.showing(draws.range_shown, switches.WEIGHTS),
        properties=(draws.one_for_all_keys(draws.constant_measures, "weights"),),
        notes={**draws.NOTES, **switches.WEIGHTS_NOTES},
        harness=_WEIGHTS_HARNESS,
        line_up=draws.measured(new_weights),
        stops={"data type": "limit_as_dtype", "dtype": "limit_as_dtype"},
    ),
    Exercise(
        id="rl.rps_learn",
        practical=_PRACTICAL,
        function="random_policy_search_learn",
        signature="random_policy_search_learn(key, params, learn_state, memory)",
        task="Keep the current parameters as the best ones when their average return is greater, update that average, "
        "and draw new current parameters.",
        parameters=tuple(map(Parameter, ("current", "best", "memory", "best_average", "how"))),
        outputs=(Output("best parameter vector", ("weight",)), Output("best average return", ())),
        trials=_learn_trials,
        reference=learn,
        switches=switches.LEARN,
        notes=switches.LEARN_NOTES,
        harness=_LEARN_HARNESS,
        given=_GIVEN + supplied("rl", "get_new_random_weights"),
        line_up=_learn_line_up,
    ),
)
