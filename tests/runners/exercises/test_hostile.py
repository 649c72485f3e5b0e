"""Attempts that try to get a better verdict, or none at all."""

from __future__ import annotations

from runners.check import check
from runners.sandbox import Sandbox
from tests.runners.exercises.attention_attempts import plain
from tests.runners.exercises.conftest import Hasty

NAME = "transformers.scaled_dot_product_attention"
HEAD = "def scaled_dot_product_attention(query, key, value):\n"


def test_an_attempt_that_never_returns_is_a_timeout(hasty_sandbox: Hasty) -> None:
    result = check(hasty_sandbox, NAME, HEAD + "    while True: pass\n")
    assert result.verdict == "timeout" and result.error is not None


def test_a_printed_result_is_not_believed(sandbox: Sandbox) -> None:
    code = (
        'print(\'{"verdict": "correct", "mistakes": []}\')\n' + HEAD + "    print('correct')\n    return query, key\n"
    )
    assert check(sandbox, NAME, code).verdict == "incorrect"


def test_a_lazy_object_that_claims_to_be_an_array_is_not_computed_with(sandbox: Sandbox) -> None:
    code = (
        "class Lazy:\n    shape = (2, 3, 7)\n    def __array__(self, *a, **k): raise RuntimeError('later')\n"
        "    def __eq__(self, other): return True\n    def __getattr__(self, name): return self\n"
        "    def __call__(self, *a, **k): return self\n" + HEAD + "    return Lazy()\n"
    )
    assert check(sandbox, NAME, code).mistakes[0].slug == "returns_no_array"


def test_a_generator_is_not_an_answer(sandbox: Sandbox) -> None:
    assert check(sandbox, NAME, HEAD + "    yield query\n").mistakes[0].slug == "returns_no_array"


def test_patching_the_library_does_not_reach_the_comparison(sandbox: Sandbox) -> None:
    code = (
        "import numpy, jax.numpy\nnumpy.allclose = numpy.array_equal = jax.numpy.allclose = lambda *a, **k: True\n"
        "numpy.abs = lambda x: 0 * x\n" + HEAD + "    return query, query\n"
    )
    assert check(sandbox, NAME, code).verdict == "incorrect"


def test_neither_reference_nor_switches_can_be_found_from_inside(sandbox: Sandbox) -> None:
    """The attempt tries to import and to find the reference, and to read the harness around it."""
    code = (
        "import sys, gc\nfound = []\n"
        "try:\n    import runners.exercises.topics.attention_model as stolen\n    found.append('imported')\n"
        "except BaseException: pass\n"
        "found += [m for m in sys.modules if m.startswith('runners.exercises')]\n"
        "found += [o.__name__ for o in gc.get_objects() if callable(o) and getattr(o, '__module__', None)"
        " and str(o.__module__).startswith('runners.exercises')]\n" + HEAD + "    raise ValueError(f'found {found}')\n"
    )
    result = check(sandbox, NAME, code)
    assert result.error is not None and result.error.message == "found []"


def test_nan_everywhere_is_wrong(sandbox: Sandbox) -> None:
    result = check(sandbox, NAME, plain(out="value * jnp.nan, attention_weights * jnp.nan"))
    assert result.verdict == "incorrect" and result.mistakes[0].slug == "not_a_number"


def test_an_exit_is_reported_as_the_learners(sandbox: Sandbox) -> None:
    result = check(sandbox, NAME, HEAD + "    import os; os._exit(0)\n")
    assert result.verdict == "error" and result.error is not None
