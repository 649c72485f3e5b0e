"""The rule against NumPy's on many shapes, the ways out as NumPy carries them out, and the picture."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import jax
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, parse, run_experiment
from runners.experiments.array_algebra import broadcasting
from runners.experiments.array_algebra.shapes import Shape, as_shape
from runners.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def numpys_answer(a: Shape, b: Shape) -> Shape | None:
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        return None


def random_pairs(count: int) -> list[tuple[Shape, Shape]]:
    draw = random.Random(0)

    def shape() -> Shape:
        return tuple(draw.choice((0, 1, 1, 2, 3)) for _ in range(draw.randrange(5)))

    return [(shape(), shape()) for _ in range(count)]


def test_equal_to_numpy() -> None:
    answers = [numpys_answer(a, b) for a, b in random_pairs(5000)]
    assert [broadcasting.broadcast_shape(a, b) for a, b in random_pairs(5000)] == answers
    assert 500 < answers.count(None) < 4500


def test_every_way_out_works_in_numpy() -> None:
    """The code runs and gives the shape that is told, for each pair that clashes."""
    for a, b in random_pairs(2000):
        if broadcasting.broadcast_shape(a, b) is None:
            way = broadcasting.way_out(a, b)
            total = eval(way.code, {"a": np.zeros(a), "b": np.zeros(b)})
            assert total.shape == broadcasting.broadcast_shape(way.a, way.b)


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ((3,), (4,), "a[:, None] + b"),
        ((5, 3), (5,), "a + b[:, None]"),
        ((3, 4), (4, 3), "a.T + b"),
        ((5, 4), (2, 4), "a[:, None] + b"),
        ((2, 3), (4, 5), "a[..., None, None] + b"),
        ((8, 3), (8, 2, 3), "a[:, None] + b"),
    ],
)
def test_ways_out_that_a_person_would_take(a: Shape, b: Shape, code: str) -> None:
    assert broadcasting.way_out(a, b).code == code


def test_the_fate_of_each_axis() -> None:
    new, stretched, clash = broadcasting.match((5, 1, 3), (4, 2))
    assert (new.axis, new.fate(new.b), new.fate(new.a)) == (-3, "new", "kept")
    assert (stretched.axis, stretched.fate(stretched.a), stretched.result) == (-2, "stretched", 4)
    assert (clash.axis, clash.fate(clash.a), clash.result) == (-1, "clash", None)


@pytest.mark.parametrize(("a", "b"), [((3, 1), (4,)), ((2, 1, 3), (5, 1)), ((), (2, 2)), ((1,), ()), ((100,), (8, 1))])
def test_the_drawn_numbers_are_numpys_sum(a: Shape, b: Shape) -> None:
    wide_a, wide_b, total = broadcasting.example(jax.random.key(1), a, b)
    np.testing.assert_array_equal(total.numbers, wide_a.numbers + wide_b.numbers)
    own_a = wide_a.numbers[~wide_a.copied] if wide_a.copied is not None else wide_a.numbers
    assert own_a.size == np.prod([min(size, 6) for size in a[-2:]])
    assert set(np.unique(wide_a.numbers)) == set(np.unique(own_a))


def test_the_sum_is_the_same_with_jit() -> None:
    arguments = np.arange(3)[:, None], np.arange(4)
    for ours, plain in zip(broadcasting.add(*arguments), broadcasting.add.__wrapped__(*arguments), strict=True):
        np.testing.assert_array_equal(ours, plain)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "(3, 1) and (4,) broadcast to (3, 4). a is stretched along axis -1 from 1 to 4; b gets a new axis -2: "),
        (
            ("a=3", "b=4"),
            "axis -1 has size 3 in a and 4 in b, and neither is 1. Make the two sizes equal, or write `a[",
        ),
        (("a=3,4", "b=4,3"), "write `a.T + b`: that adds shapes (4, 3) and (4, 3)"),
        (("a=2", "b=2"), "so nothing is stretched"),
        (("a=1,3", "b=3"), "b gets a new axis -2."),
        (("a=0,3", "b=1"), "An axis of size 0 has no cells"),
        (("a=0", "b=2"), "axis -1 has size 0 in a and 2 in b"),
        (("a=()", "b=()"), "() and () broadcast to ()"),
        (("a=512,1,512,512,512", "b=512,512,1,512,1"), "broadcast to (512, 512, 512, 512, 512)"),
    ],
)
def test_the_reading(words: tuple[str, ...], said: str) -> None:
    told = broadcasting.run(**parse("broadcasting", ["seed=4", *words]))
    assert said in told.text and "seed 4" in told.text
    assert len(told.alts[0]) < 400 and plt.get_fignums()


def test_a_clash_is_named_in_the_picture() -> None:
    broadcasting.run(**parse("broadcasting", ["a=3", "b=4"]))
    figure = plt.gcf()
    assert figure.get_suptitle() == "(3,) and (4,) clash\nat axis -1"
    assert figure.axes[1].get_title() == "One way out: a[:, None] + b"


def test_stop_still_gives_a_reading() -> None:
    assert broadcasting.run(**parse("broadcasting", []), progress=lambda done, text: False).text


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    first, second = (run_experiment(sandbox, "broadcasting", {"a": "2,1", "b": "3", "seed": 3}) for _ in range(2))
    assert first.status == "ok" and first.error is None
    (figure,) = first.figures
    assert figure.data.startswith(b"\x89PNG") and 500 <= figure.width <= 1000 and figure.height >= 300
    assert "copied cells are hatched" in figure.alt
    assert "seed 3" in first.stdout and len(re.findall(r"\.(?:\s|$)", first.stdout)) in (2, 3)
    assert second.figures[0].data == figure.data


def test_shapes_from_text() -> None:
    assert [as_shape(text) for text in ("3,1", "4", "()")] == [(3, 1), (4,), ()]


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("broadcasting")
    assert experiment.module == broadcasting.__name__
    assert set(experiment.defaults()) == set(broadcasting.run.__annotations__) - {"progress", "return"}
