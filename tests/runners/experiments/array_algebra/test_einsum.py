"""The contraction against NumPy's einsum on many equations, wrong equations, and the picture."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, parse, run_experiment
from runners.experiments.array_algebra import einsum
from runners.experiments.array_algebra.contraction import Equation, EquationError, contract, read_equation
from runners.sandbox import Sandbox
from runners.values import UsageError

SIZES = {"i": 2, "j": 3, "k": 4, "l": 5}


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def operands(equation: Equation, seed: int = 0) -> list[np.ndarray]:
    draw = np.random.default_rng(seed)
    return [draw.integers(1, 10, [SIZES[letter] for letter in letters]) for letters in equation.inputs]


def random_equations(count: int) -> list[str]:
    draw = random.Random(0)
    found = []
    for _ in range(count):
        inputs = ["".join(draw.choices("ijkl", k=draw.randrange(4))) for _ in range(draw.randrange(1, 4))]
        letters = sorted(set("".join(inputs)))
        draw.shuffle(letters)
        arrow = f"->{''.join(letters[: draw.randrange(len(letters) + 1)])}" if draw.random() < 0.7 else ""
        found.append(",".join(inputs) + arrow)
    return found


def test_equal_to_numpy_on_random_equations() -> None:
    """Among them traces, diagonals, outer products, implicit results and operands without axes."""
    with jax.enable_x64(True), jax.disable_jit():
        for text in random_equations(40):
            equation = read_equation(text)
            arrays = operands(equation)
            ours = contract(equation, *(jnp.asarray(x) for x in arrays))
            np.testing.assert_array_equal(ours, np.einsum(text, *arrays), err_msg=text)


@pytest.mark.parametrize("text", random_equations(200) + ["ba", "kij", "ij,kj", "->", ""])
def test_the_result_has_numpys_axes(text: str) -> None:
    letters = {**SIZES, "a": 2, "b": 3}
    equation = read_equation(text)
    arrays = [np.zeros([letters[letter] for letter in each]) for each in equation.inputs]
    assert tuple(letters[letter] for letter in equation.output) == np.einsum(text, *arrays).shape


@pytest.mark.parametrize("text", ["ij,jk->ik", "ii->i", "ijk->", "i,j->ji"])
def test_same_with_jit(text: str) -> None:
    equation = read_equation(text)
    arrays = [jnp.asarray(x) for x in operands(equation)]
    np.testing.assert_array_equal(jax.jit(contract, static_argnums=0)(equation, *arrays), contract(equation, *arrays))


def test_vmap_equals_a_loop_and_the_batched_equation() -> None:
    left, right = (np.random.default_rng(1).integers(1, 10, shape) for shape in ((3, 2, 4), (3, 4, 2)))
    product = read_equation("ij,jk->ik")
    batched = jax.vmap(lambda x, y: contract(product, x, y))(jnp.asarray(left), jnp.asarray(right))
    looped = [contract(product, jnp.asarray(x), jnp.asarray(y)) for x, y in zip(left, right, strict=True)]
    np.testing.assert_array_equal(batched, looped)
    np.testing.assert_array_equal(batched, contract(read_equation("bij,bjk->bik"), left, right))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ij->ik", "The result of ij->ik has the letter k, but no operand has it: every letter after -> must stand"),
        ("ij->ii", "The result of ij->ii has the letter i twice: each letter can stand after -> only once."),
        (",->a", "The result of ,->a has the letter a, but no operand has it"),
    ],
)
def test_a_wrong_equation_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError):
        np.einsum(text, *(np.zeros([2] * len(letters)) for letters in text.partition("->")[0].split(",")))
    told = einsum.run(equation=text, sizes="2,2", seed=0)
    assert told.text.startswith(sentence) and told.text.count(".") == 1 and not plt.get_fignums()


@pytest.mark.parametrize("text", ["ij;jk", "i j", "i...->i", "a,b,c,d", "abcde", "ij->jk->k", "1,2"])
def test_what_is_no_equation_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(UsageError, match=r"^equation must be an einsum such as ij,jk->ik without spaces"):
        parse("einsum", [f"equation={text}"])


def test_arrays_that_do_not_fit_are_named() -> None:
    with pytest.raises(EquationError, match="letter j has two sizes, 3 and 4"):
        contract(read_equation("ij,jk->ik"), jnp.zeros((2, 3)), jnp.zeros((4, 5)))
    with pytest.raises(EquationError, match="operand ij has 2 letters, but its array has 1 axes"):
        contract(read_equation("ij"), jnp.zeros(2))


@pytest.mark.parametrize("text", ["ij,jk->ik", "ii->i", "ii->", "ij,kj,lj->ikl", "i,j->ij", "ijk->kj"])
def test_the_marked_cells_are_those_that_the_first_result_comes_from(text: str) -> None:
    """Changing a cell changes the first result exactly if the cell is marked."""
    equation = read_equation(text)
    arrays = operands(equation)
    for place, (letters, x) in enumerate(zip(equation.inputs, arrays, strict=True)):
        feeds = einsum.feeding(equation, letters, x.shape)
        for cell in np.ndindex(x.shape):
            changed = [each.copy() for each in arrays]
            changed[place][cell] += 100
            moved = np.einsum(text, *changed).flat[0] != np.einsum(text, *arrays).flat[0]
            assert moved == feeds[cell]


def test_the_terms_of_the_first_result_make_it() -> None:
    equation = read_equation("ij,jk->ik")
    arrays = operands(equation)
    result = np.einsum(str(equation), *arrays)
    terms = einsum.Outcome(equation, SIZES, arrays, result).terms_of_the_first()
    assert len(terms) == 3 and sum(int(np.prod(term)) for term in terms) == result[0, 0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "With i = 2, j = 3, k = 4, the result has shape (2, 4). The marked result is "),
        (("equation=ij→ji",), "nothing is summed"),
        (("equation=ii",), "ii reads a diagonal, as it repeats a letter"),
        (("equation=->",), "Without letters it only multiplies numbers"),
        (("equation=abcd,cdef,efab->", "sizes=3,3,3,3,3,3"), "is the sum of 729 terms"),
        (("equation=i->i", "sizes=64"), "shape (64,)"),
        (("equation=abcd,cdef->abef", "sizes=64,64,64"), "makes 2,097,152 products, which is over 200,000: give"),
    ],
)
def test_the_reading(words: tuple[str, ...], said: str) -> None:
    told = einsum.run(**parse("einsum", ["seed=4", *words]))
    assert said in told.text
    assert "over 200,000" in told.text or ("seed 4" in told.text and "gives the same" in told.text)


def test_stop_still_gives_a_reading() -> None:
    assert einsum.run(**parse("einsum", []), progress=lambda done, text: False).text


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    first, second = (run_experiment(sandbox, "einsum", {"seed": 3}) for _ in range(2))
    assert first.status == "ok" and first.error is None
    (figure,) = first.figures
    assert figure.data.startswith(b"\x89PNG") and 500 <= figure.width <= 1000 and figure.height >= 300
    assert "j summed (dashed)" in figure.alt and len(figure.alt) < 400
    assert "seed 3" in first.stdout and len(re.findall(r"\.(?:\s|$)", first.stdout)) in (2, 3)
    assert second.figures[0].data == figure.data
    wrong = run_experiment(sandbox, "einsum", {"equation": "ij->ik"})
    assert wrong.status == "ok" and not wrong.figures and "no operand has it" in wrong.stdout


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("einsum")
    assert experiment.module == einsum.__name__
    assert set(experiment.defaults()) == set(einsum.run.__annotations__) - {"progress", "return"}
