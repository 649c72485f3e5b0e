"""Advice on a right answer: what would go wrong with it elsewhere. Silence where that is not certain."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from runners.exercises import outline
from runners.exercises.attempt import Attempt, Caller, Subject, arguments
from runners.exercises.habits import (
    key_used_twice,
    loops_over_first_axis,
    makes_its_own_key,
    mutated_parameter,
    untraceable_suspect,
)
from runners.exercises.imports import before, unshifted
from runners.exercises.values import Exercise, Trial

_MOST = 3
_NUMPY_IS_MEANT = ("Array Algebra",)
_PLAIN_PYTHON_IS_MEANT = frozenset(("intro.relu_python", "rl.run_episode", "rl.rewards_to_go"))
_TRACED = "trace_for_check"
_HARNESS = f"""

def {_TRACED}(places, names, args, kwargs):
    import jax
    def call(traced, named):
        full = list(args)
        for place, value in zip(places, traced):
            full[place] = value
        return {{function}}(*full, **{{{{**kwargs, **named}}}})
    jax.eval_shape(call, [args[place] for place in places], {{{{name: kwargs[name] for name in names}}}})
    return 0.0
"""
_REASONS = {
    "TracerBoolConversionError": "Python decides on a value there (`if`, `and`, `max`); under `jit` it has none yet",
    "TracerArrayConversionError": "a NumPy function computes there, and under `jit` there are no numbers yet",
    "TracerIntegerConversionError": "a value is used as a whole number there, and under `jit` it is not known yet",
    "ConcretizationTypeError": "a value is made a Python number there, and under `jit` it is not known yet",
    "NonConcreteBooleanIndexError": "the size of a result depends on values there, and under `jit` sizes must be known",
}


def advise(sandbox: Caller, exercise: Exercise, who: Subject, made: Attempt) -> tuple[str, ...]:
    """At most three pieces of advice, the most important first."""
    tree = outline.parse(who.code)
    function = outline.definition(tree, who.function) if tree else None
    if function is None:
        return ()
    found = [*_about_keys(function), *_mutates(function)]
    if exercise.practical not in _NUMPY_IS_MEANT and exercise.id not in _PLAIN_PYTHON_IS_MEANT:
        found += [*_not_traceable(sandbox, exercise, who, function, made), *_loop(exercise, who, function, made)]
        found += _upcast(made)
    return tuple(found[:_MOST])


def _about_keys(function: ast.FunctionDef | ast.Lambda) -> Iterator[str]:
    twice = key_used_twice(function)
    if twice:
        yield (
            f"Line {twice.line}: the random key `{twice.name}` is used a second time, so both draws belong together. "
            "Split it first: one key for each draw."
        )
    unused = makes_its_own_key(function)
    if unused:
        yield (
            f"Line {unused.line}: new random numbers are made here without the key that your function is given "
            f"(`{unused.name}`), so the caller can't choose them."
        )


def _mutates(function: ast.FunctionDef | ast.Lambda) -> Iterator[str]:
    changed = mutated_parameter(function)
    if changed:
        yield (
            f"Line {changed.line} changes the argument `{changed.name}` itself, so the caller's own value changes too. "
            "Work on a copy."
        )


def _not_traceable(
    sandbox: Caller, exercise: Exercise, who: Subject, function: ast.FunctionDef | ast.Lambda, made: Attempt
) -> Iterator[str]:
    """Trace the function on abstract arrays, as `jit` does, and say which line refuses."""
    trial = max((item.trial for item in made.observations), key=lambda one: len(one.inputs), default=None)
    if exercise.harness or trial is None or not untraceable_suspect(function):
        return
    from runners.sandbox.values import Case

    args, kwargs = arguments(exercise, who, trial)
    places = [place for place, value in enumerate(args) if _is_traced(value)]
    names = [name for name, value in kwargs.items() if _is_traced(value)]
    if not places and not names:
        return
    lead = before(who.code, exercise.given)
    code = lead + who.code + _HARNESS.format(function=who.function)
    report = sandbox.call(code, _TRACED, [Case((places, names, list(args), dict(kwargs)))])
    error = unshifted(report.outcomes[0].error, who.code, lead) if report.outcomes else None
    if error and error.type in _REASONS and error.line:
        yield f"It does not run under `jax.jit`: line {error.line}. Reason: {_REASONS[error.type]}."


def _is_traced(value: object) -> bool:
    """Arrays of numbers to compute with. A single whole number may be a size."""
    return isinstance(value, np.ndarray) and (value.dtype.kind in "fb" or (value.dtype.kind in "iu" and value.ndim > 0))


def _loop(exercise: Exercise, who: Subject, function: ast.FunctionDef | ast.Lambda, made: Attempt) -> Iterator[str]:
    batched = {
        own
        for parameter in exercise.parameters
        if (own := who.name_for(exercise, parameter.name)) and _is_batch(parameter.name, made)
    }
    line = loops_over_first_axis(function, batched)
    if line:
        yield (
            f"Line {line}: a Python loop goes over the first axis one by one. `jax.vmap` does the same for all at "
            "once, and is faster."
        )


def _is_batch(name: str, made: Attempt) -> bool:
    given = [item.trial.inputs[name] for item in made.observations if name in item.trial.inputs]
    return bool(given) and all(isinstance(value, np.ndarray) and value.ndim > 1 for value in given)


def _upcast(made: Attempt) -> Iterator[str]:
    for item, outcome in zip(made.observations, made.report.outcomes, strict=False):
        wide = outcome.returned == "ndarray" and "float64" in outcome.dtypes and item.got[0].ndim > 0
        if wide and _all_float32(item.trial):
            yield (
                "Your result is float64, and the inputs are float32: a NumPy array without a dtype, such as "
                "`np.zeros(n)`, made it so. With `jnp` functions it stays float32."
            )
            return


def _all_float32(trial: Trial) -> bool:
    kinds = [
        value.dtype for value in trial.inputs.values() if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    ]
    return bool(kinds) and all(kind == np.float32 for kind in kinds)
