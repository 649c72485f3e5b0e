"""Wrong attempts are named, right ones pass: in the real sandbox."""

from __future__ import annotations

import ast
import re

import numpy as np
import pytest

from runners.check import check
from runners.exercises import catalogue, find
from runners.exercises.values import Exercise, Trial
from runners.sandbox import Sandbox
from tests.runners.exercises import (
    array_attempts,
    attention_attempts,
    bayes_attempts,
    diffusion_attempts,
    graph_attempts,
    intent_attempts,
    intro_attempts,
    module_attempts,
    other_attempts,
    rl_attempts,
    stack_attempts,
    unet_attempts,
)

ATTEMPTS = (
    attention_attempts,
    other_attempts,
    intro_attempts,
    array_attempts,
    rl_attempts,
    graph_attempts,
    diffusion_attempts,
    unet_attempts,
    module_attempts,
    stack_attempts,
    intent_attempts,
    bayes_attempts,
)
WRONG = tuple(attempt for module in ATTEMPTS for attempt in module.WRONG)
RIGHT = tuple(attempt for module in ATTEMPTS for attempt in module.RIGHT)


@pytest.mark.parametrize(("exercise", "slugs", "code"), WRONG, ids=lambda value: str(value)[:60].strip())
def test_a_wrong_attempt_is_named(sandbox: Sandbox, exercise: str, slugs: tuple[str, ...], code: str) -> None:
    result = check(sandbox, exercise, code)
    assert result.verdict in ("incorrect", "error")
    assert tuple(mistake.slug for mistake in result.mistakes) == slugs
    for mistake in result.mistakes:
        assert mistake.message and len(mistake.hints) == 3 and all(mistake.hints)
        assert re.search(r"\d|None|came back|takes", mistake.evidence), mistake.evidence
    assert (result.error is not None) == (result.verdict == "error")


@pytest.mark.parametrize(("exercise", "code"), RIGHT, ids=lambda value: str(value)[:60].strip())
def test_a_right_attempt_passes(sandbox: Sandbox, exercise: str, code: str) -> None:
    result = check(sandbox, exercise, code)
    assert (result.verdict, result.mistakes) == ("correct", ())
    errors = [case.max_abs_error for case in result.cases]
    assert all(error is not None and (error < 1e-2 or find(exercise).line_up) for error in errors)


def test_every_exercise_has_wrong_and_right_attempts() -> None:
    for exercise in catalogue():
        assert sum(name == exercise.id for name, *_ in WRONG) >= 4, exercise.id
        assert sum(name == exercise.id for name, _ in RIGHT) >= 2, exercise.id


def test_evidence_names_the_axes_with_numbers(sandbox: Sandbox) -> None:
    code = attention_attempts.plain(weights="jax.nn.softmax(scaled_logits, axis=1)")
    (mistake,) = check(sandbox, "scaled_dot_product_attention", code).mistakes
    assert "sum to 1 over axis 1 (query position); they should over axis 2 (key position)" in mistake.evidence
    low, high = map(float, re.findall(r"from ([\d.]+) to ([\d.]+\d)", mistake.evidence)[0])
    assert low < 1.9 and high > 1.1


def test_shapes_and_cases_are_reported(sandbox: Sandbox) -> None:
    code = attention_attempts.plain(out="attention_weights, value")
    result = check(sandbox, "scaled_dot_product_attention", code, id="7")
    assert [(shape.name, shape.expected, shape.got) for shape in result.shapes] == [
        ("values", "2,3,7", "2,3,5"),
        ("weights", "2,3,5", "2,3,7"),
    ]
    assert result.id == "7" and result.exercise == "transformers.scaled_dot_product_attention"
    assert result.cases[0].inputs == "query (2,3,7), key (2,5,7), value (2,5,7)"
    assert result.cases[0].max_abs_error is None


def test_an_error_keeps_the_learners_own_line_and_excerpt(sandbox: Sandbox) -> None:
    code = "@jax.jit\ndef scaled_dot_product_attention(query, key, value):\n    return query @ key\n"
    result = check(sandbox, None, code)
    assert result.error is not None and result.error.line == 3
    assert "> 3 |     return query @ key" in result.error.excerpt
    assert "import" not in result.error.excerpt


def test_hints_hold_no_code_of_the_solution() -> None:
    """No hint is an expression, and none holds a call or an operator between names."""
    for exercise in catalogue():
        texts = [hint for switch in exercise.switches for hint in switch.hints]
        texts += [hint for rule in exercise.properties for hint in rule.hints]
        texts += [hint for note in exercise.notes.values() for hint in note[1:]]
        for hint in texts:
            assert not re.search(r"\w+\.\w+\(|\w\s*@\s*\w|\baxis\s*=|\w+\(.*,.*\)|jnp\.|\*\*", hint), (
                exercise.id,
                hint,
            )
            with pytest.raises(SyntaxError):
                ast.parse(hint)


@pytest.mark.parametrize("exercise", catalogue(), ids=lambda exercise: exercise.id)
def test_switches_of_an_exercise_are_told_apart(exercise: Exercise) -> None:
    """Each switch changes the outputs of some trial or probe, and no two give the same everywhere."""
    trials = [*exercise.trials(), *(probe.trial for probe in exercise.probes())]
    seen = {_outputs(exercise, trials, frozenset()): "no mistake"}
    for switch in exercise.switches:
        outputs = _outputs(exercise, trials, frozenset({switch.key}))
        assert outputs not in seen, (switch.key, seen[outputs])
        seen[outputs] = switch.key


def _outputs(exercise: Exercise, trials: list[Trial], on: frozenset[str]) -> str:
    with np.errstate(all="ignore"):
        outputs = [exercise.reference(trial.inputs, on) for trial in trials]
    return repr([[np.round(array, 5).tolist() for array in arrays] if arrays else None for arrays in outputs])


def test_the_exercise_is_found_by_the_function_in_the_code(sandbox: Sandbox) -> None:
    plain, masked = attention_attempts.plain(), attention_attempts.masked()
    assert check(sandbox, None, plain).exercise == "transformers.scaled_dot_product_attention"
    assert check(sandbox, None, masked).exercise == "transformers.masked_attention"
    assert find("masked_attention").id == "transformers.masked_attention"
