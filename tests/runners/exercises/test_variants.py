"""Answers that are right in another way pass with a note; nothing passes because a variant can not be computed."""

from __future__ import annotations

import numpy as np
import pytest

from runners.check import check
from runners.exercises import find, variants
from runners.exercises.values import Observation
from runners.sandbox import Sandbox
from tests.runners.exercises.bayes_attempts import BASIS
from tests.runners.exercises.intent_attempts import COUNTS, _counts
from tests.runners.exercises.module_attempts import POSITIONS, _positions


@pytest.mark.parametrize(
    ("exercise", "code", "says"),
    [
        (BASIS, "def affine_basis(x):\n    return jnp.stack([x.ravel(), jnp.ones(x.size)], axis=1)\n", "[x, 1]"),
        (
            COUNTS,
            _counts(test="{label: sum(label == train_intents['label']) for label in unique_labels}"),
            "training split",
        ),
        (POSITIONS, _positions(), "axis before the last"),
    ],
)
def test_another_right_answer_passes_and_says_what_is_up(sandbox: Sandbox, exercise: str, code: str, says: str) -> None:
    result = check(sandbox, exercise, code)
    assert (result.verdict, result.mistakes) == ("correct", ())
    assert says in " ".join(result.notes)


def test_a_variant_without_outputs_for_a_trial_is_no_right_answer() -> None:
    exercise = find("transformers.multi_head_attention")
    trial = exercise.trials()[0]
    expected = exercise.reference(trial.inputs, frozenset())
    assert expected is not None and exercise.reference(trial.inputs, frozenset({"own_projection"})) is None
    wrong = Observation(trial, expected, tuple(array + 1 for array in expected), (0, 1, 2))
    assert variants.under(exercise, [wrong], exercise.variants[1]) == ()
    assert variants.fitting(exercise, [wrong]) is None


def test_a_module_whose_layers_do_not_fit_is_never_right() -> None:
    """Where the module's own weights can't give the right result, no result is equal to the expected one."""
    exercise = find("transformers.sequence_to_qkv")
    inputs = {**exercise.trials()[0].inputs, "_layers": [(np.ones((3, 5)), np.zeros(5))] * 3}
    expected = exercise.reference(inputs, frozenset())
    assert expected is not None and all(np.isfinite(array).all() for array in expected)
