"""Medians and quartiles of times that are known, and times in words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, parse, run_experiment
from runners.experiments.intro import jit_timing, timing, vmap_vs_loop
from runners.experiments.intro.timing import Timing
from runners.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the next calls take, one after the other; then 1 for ever."""
    seconds: list[float] = []
    now = itertools.count()
    passed = [0.0]

    def read() -> float:
        if next(now) % 2:
            passed[0] += seconds.pop(0) if seconds else 1.0
        return passed[0]

    monkeypatch.setattr(timing.time, "perf_counter", read)
    return seconds


def test_the_first_call_does_not_count(clock: list[float]) -> None:
    clock += [100.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert timing.repeated(lambda: None, 5, seconds=1000.0) == Timing(3.0, 2.0, 4.0)


def test_repeats_end_when_the_time_is_used_up(clock: list[float]) -> None:
    calls: list[int] = []
    timing.repeated(lambda: calls.append(1), 100, seconds=3.5)
    assert len(calls) == 1 + 4


def test_overlapping_quartiles_are_no_clear_difference() -> None:
    assert not Timing(2.0, 1.0, 3.0).is_clear_of(Timing(3.0, 2.5, 5.0))
    assert Timing(2.0, 1.0, 3.0).is_clear_of(Timing(5.0, 3.5, 6.0))
    assert Timing(5.0, 3.5, 6.0).is_clear_of(Timing(2.0, 1.0, 3.0))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(12e-6, "12 µs"), (0.0034, "3.4 ms"), (0.0104, "10 ms"), (9.9e-7, "0.99 µs"), (2.0, "2 s"), (0.9999, "1 s")],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert timing.shown(seconds) == words


@pytest.mark.parametrize("name", jit_timing.FUNCTIONS)
def test_a_timed_function_is_the_same_with_jit(name: str) -> None:
    x = jit_timing.inputs(jax.random.key(0), name, 1000)
    function = jit_timing.FUNCTIONS[name]
    np.testing.assert_allclose(jax.jit(function)(x), function(x), rtol=1e-4, atol=1e-5)


def test_the_timed_functions_are_what_they_are_called() -> None:
    x = jnp.linspace(-3.0, 3.0, 50)
    np.testing.assert_allclose(jit_timing.selu(x), jax.nn.selu(x), atol=0.02)
    np.testing.assert_allclose(jit_timing.polynomial(x), np.polyval([6, -2, 1, -1], np.asarray(x)), rtol=1e-3)
    matrix = jit_timing.inputs(jax.random.key(1), "matmul", 100)
    np.testing.assert_allclose(jit_timing.matmul(matrix), np.asarray(matrix) @ np.asarray(matrix), rtol=1e-4, atol=1e-4)


def test_operations_are_counted() -> None:
    assert jit_timing.operations(jit_timing.matmul, jnp.ones((3, 3))) == 1
    assert jit_timing.operations(jit_timing.polynomial, jnp.ones(3)) == 7


def test_a_first_call_always_compiles() -> None:
    """The same function twice is traced twice, under two names."""
    traced: list[int] = []

    def function(x: jax.Array) -> jax.Array:
        traced.append(1)
        return x + 1

    first, second = (jit_timing.never_compiled(function) for _ in range(2))
    for _ in range(2):
        first(jnp.ones(3)), second(jnp.ones(3))
    assert len(traced) == 2 and first.__name__ != second.__name__


def size(numbers: int, plain: float, compiled: float, spread: float = 0.01) -> jit_timing.Size:
    around = [Timing(value, value * (1 - spread), value * (1 + spread)) for value in (plain, compiled)]
    return jit_timing.Size(numbers, 0.1, *around, 1e-5)


@pytest.mark.parametrize(
    ("large", "title", "said"),
    [
        (size(1000, 0.004, 0.001), "4.0 times as fast with jit", "earned back after about 33 calls"),
        (size(1000, 0.001, 0.004), "4.0 times as slow with jit", "does not earn back"),
        (size(1000, 0.004, 0.003, spread=0.5), "jit makes no clear difference", "does not earn back"),
    ],
)
def test_the_reading_of_jit_says_what_was_measured(large: jit_timing.Size, title: str, said: str) -> None:
    outcome = jit_timing.Outcome("selu", [size(10, 2e-5, 1e-5), large])
    assert title in outcome.title and said in outcome.text(5) and "seed 5" in outcome.text(5)


def batch(examples: int, looped: float, mapped: float, spread: float = 0.01) -> vmap_vs_loop.Batch:
    return vmap_vs_loop.Batch(
        examples, *(Timing(value, value * (1 - spread), value * (1 + spread)) for value in (looped, mapped)), 1e-7
    )


@pytest.mark.parametrize(
    ("large", "title"),
    [
        (batch(64, 0.004, 0.001), "64 examples: vmap is 4.0 times as fast as a loop"),
        (batch(64, 0.001, 0.004), "64 examples: vmap is 4.0 times as slow as a loop"),
        (batch(64, 0.004, 0.003, spread=0.5), "64 examples: no clear difference between vmap and the loop"),
    ],
)
def test_the_title_of_vmap_says_what_was_measured(large: vmap_vs_loop.Batch, title: str) -> None:
    assert vmap_vs_loop.Outcome([batch(1, 1e-5, 1e-5), large]).title == title


def test_vmap_loop_and_closed_form_agree() -> None:
    """The gradient of (w·x - y)^2 is 2 (w·x - y) x."""
    draw = np.random.default_rng(0)
    w, x, y = draw.normal(size=5), draw.normal(size=(20, 5)), draw.normal(size=20)
    expected = 2 * (x @ w - y)[:, None] * x
    arrays = [jnp.asarray(part, jnp.float32) for part in (w, x, y)]
    np.testing.assert_allclose(vmap_vs_loop.batched_gradient(*arrays), expected, rtol=1e-4, atol=1e-5)
    looped = vmap_vs_loop.loop(arrays[0], list(zip(arrays[1], arrays[2], strict=True)))
    np.testing.assert_allclose(np.stack(looped), expected, rtol=1e-4, atol=1e-5)
    with jax.disable_jit():
        np.testing.assert_allclose(vmap_vs_loop.batched_gradient(*arrays), expected, rtol=1e-4, atol=1e-5)


def test_what_is_measured_is_told_equal() -> None:
    measured = vmap_vs_loop.measure(jax.random.key(0), size=7, features=3, repeats=3)
    assert measured.difference < 1e-5 and measured.looped.low <= measured.looped.median <= measured.looped.high


@pytest.mark.parametrize(
    ("largest", "sizes"), [(1, [1]), (2, [1, 2]), (256, [1, 4, 16, 64, 256]), (300, [1, 4, 16, 64, 256, 300])]
)
def test_batch_sizes_end_with_the_largest(largest: int, sizes: list[int]) -> None:
    assert vmap_vs_loop.batch_sizes(largest) == sizes


@pytest.mark.parametrize("module", [jit_timing, vmap_vs_loop])
def test_stop_shows_the_sizes_so_far(module: object) -> None:
    name = str(module.__name__).rpartition(".")[2]  # type: ignore[attr-defined]
    told = module.run(**parse(name, ["repeats=3"]), progress=lambda done, text: False)  # type: ignore[attr-defined]
    (line,) = {len(line.get_xdata()) for line in plt.gcf().axes[0].lines}
    assert line == 1 and told.text and "nan" not in told.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("jit_timing", {"largest": 3, "repeats": 3, "seed": 3}),
        ("jit_timing", {"function": "matmul", "largest": 2, "repeats": 3, "seed": 3}),
        ("vmap_vs_loop", {"largest": 8, "repeats": 3, "seed": 3}),
    ],
)
def test_the_experiments_in_the_sandbox(sandbox: Sandbox, name: str, words: dict[str, int | str]) -> None:
    seen: list[float] = []
    result = run_experiment(sandbox, name, words, on_progress=lambda done, text: seen.append(done))
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1000 and figure.height >= 400
    assert len(figure.alt) < 400 and "seed 3" in result.stdout
    assert seen == sorted(seen) and math.isclose(seen[-1], 1.0)


@pytest.mark.parametrize("module", [jit_timing, vmap_vs_loop])
def test_the_module_is_what_the_catalogue_names(module: object) -> None:
    experiment = find(str(module.__name__).rpartition(".")[2])  # type: ignore[attr-defined]
    assert experiment.module == module.__name__  # type: ignore[attr-defined]
    annotations = module.run.__annotations__  # type: ignore[attr-defined]
    assert set(experiment.defaults()) == set(annotations) - {"progress", "return"}
