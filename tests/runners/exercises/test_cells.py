"""Tasks for a cell of statements: how the exercise is found, what is left out, and whose line an error names."""

from __future__ import annotations

import pytest

from runners.check import check
from runners.exercises import cell, find_in
from runners.sandbox import Sandbox
from runners.values import UsageError


def _values(source: str, names: tuple[str, ...] = (), **given: object) -> dict[str, list[object]]:
    return cell.run(source, "cell.py", dict(given), names)


def test_the_last_value_may_be_an_expression_a_print_or_an_assignment() -> None:
    assert _values("2 + 3\nNone")[""] == [5]
    assert _values("print('sum:', 2 + 3)")[""] == [5]
    assert _values("total = 2 + 3")[""] == [5]


def test_all_values_of_a_name_are_kept_in_order() -> None:
    assert _values("s = [1, 2]\nprint(s)\ns = sum(s)", ("s",))["s"] == [[1, 2], 3]


def test_an_earlier_cell_pasted_along_changes_nothing_given() -> None:
    assert _values("import no_such_module\nr = 9\nr + 1", r=4)[""] == [5]
    assert _values("r = r + 1\nr", r=4)[""][-1] == 5


def test_a_check_of_the_notebook_that_fails_is_not_the_learners_error() -> None:
    assert _values("answer = 7\nassert answer == 8\nanswer[0]", ("answer",))["answer"] == [7]
    with pytest.raises(TypeError):
        _values("answer[0]\nanswer = 7", answer=3)


@pytest.mark.parametrize(
    ("code", "exercise"),
    [
        ("summed = matrix.sum(axis=0)\nsummed = summed.sum(axis=0)", "array_algebra.sum_rows_then_columns"),
        ("witness_protection_array = image_array.copy()", "array_algebra.censor_eyes"),
        ("batch_min_max_output = [0, 14]", "intro.batch_min_max_question"),
        ("answer = 183\ndfdx_2 = dfdx(2.0)", "intro.derivative_by_hand_1"),
        ("answer = 288\nd3dx_2 = d3dx(2.0)", "intro.derivative_by_hand_3"),
        ("x = jnp.linspace(-3, 3, 100)\ny = jnp.cos(x)", "intro.cosine_plot"),
    ],
)
def test_the_variable_finds_the_exercise(code: str, exercise: str) -> None:
    assert find_in(code).id == exercise


def test_a_variable_of_several_exercises_names_them() -> None:
    with pytest.raises(UsageError, match="derivative_by_hand_1 or intro.derivative_by_hand_3"):
        find_in("answer = 183")


def test_variables_of_everyday_names_find_nothing() -> None:
    with pytest.raises(UsageError, match="name the exercise"):
        find_in("x = [1, 2]\ny = x")


def test_an_error_names_the_line_of_the_cell(sandbox: Sandbox) -> None:
    result = check(sandbox, "array_algebra.green_channel", "f_array.shape\nf_array[:, :, 1] + jnp.ones(7)\n")
    assert result.error is not None and result.error.line == 2
    assert "> 2 | f_array[:, :, 1] + jnp.ones(7)" in result.error.excerpt


def test_a_cell_that_python_cannot_read_is_an_error_in_its_line(sandbox: Sandbox) -> None:
    result = check(sandbox, "array_algebra.top_left_cell", "1 + 1\nmatrix[0, 0")
    assert result.verdict == "error" and result.error is not None
    assert result.error.type == "SyntaxError" and result.error.line == 2


def test_right_answers_come_with_the_slip_of_the_notebook(sandbox: Sandbox) -> None:
    result = check(sandbox, "intro.derivative_by_hand_3", "answer = 288")
    assert result.verdict == "correct" and "third derivative" in result.notes[0]


def test_the_reference_of_a_cell_is_out_of_reach(sandbox: Sandbox) -> None:
    code = (
        "import sys\nfound = [m for m in sys.modules if m.startswith('runners.exercises')]\n"
        "try:\n    import runners.exercises.topics.array_algebra.combining\n    found.append('imported')\n"
        "except BaseException: pass\nraise ValueError(f'found {found}')\n"
    )
    result = check(sandbox, "array_algebra.add_matrices", code)
    assert result.error is not None and result.error.message == "found []"
