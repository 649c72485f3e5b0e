"""Sinusoidal encodings against their definition and their two properties, and the experiment's picture."""

from __future__ import annotations

import math
import re

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, run_experiment
from runners.experiments.transformers import positional_encoding
from runners.experiments.transformers.positional_encoding import look_alike, shift_matrix, sinusoidal
from runners.sandbox import Sandbox


@pytest.mark.parametrize(("length", "d_m", "base"), [(50, 8, 10_000.0), (20, 6, 10.0), (7, 5, 100.0), (3, 1, 2.0)])
def test_equal_to_the_formula(length: int, d_m: int, base: float) -> None:
    expected = np.zeros((length, d_m))
    for t in range(length):
        for column in range(d_m):
            even = column - column % 2
            wave = math.sin if column % 2 == 0 else math.cos
            expected[t, column] = wave(t / base ** (even / d_m))
    np.testing.assert_allclose(sinusoidal(length, d_m, base), expected, atol=1e-5)


def test_the_first_position() -> None:
    np.testing.assert_array_equal(sinusoidal(4, 8)[0], [0.0, 1.0] * 4)


def test_dot_products_depend_on_the_distance_only() -> None:
    vectors = np.asarray(sinusoidal(200, 64))
    products = vectors @ vectors.T
    for k in (0, 1, 7, 50):
        closed = sum(math.cos(k * 10_000 ** (-i / 64)) for i in range(0, 64, 2))
        np.testing.assert_allclose(products.diagonal(k), closed, atol=1e-3)


def test_the_sines_alone_would_not_do() -> None:
    sines = np.asarray(sinusoidal(200, 64))[:, ::2]
    assert np.ptp((sines @ sines.T).diagonal(7)) > 1.0


@pytest.mark.parametrize("k", [1, 5, 40])
def test_moving_is_one_rotation_for_all_positions(k: int) -> None:
    vectors, rotation = sinusoidal(100, 32), shift_matrix(k, 32)
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(32), atol=1e-6)
    np.testing.assert_allclose(vectors[:-k] @ rotation, vectors[k:], atol=1e-4)


def test_the_rotation_is_what_least_squares_finds() -> None:
    vectors = np.asarray(sinusoidal(400, 6, 50.0), np.float64)
    found, residual, rank, _ = np.linalg.lstsq(vectors[:-3], vectors[3:], rcond=None)
    assert rank == 6 and residual.max() < 1e-8
    np.testing.assert_allclose(found, shift_matrix(3, 6, 50.0), atol=1e-4)


def test_jit_and_vmap_change_nothing() -> None:
    expected = np.stack([sinusoidal(9, 4, base) for base in (2.0, 10.0, 1000.0)])
    compiled = jax.jit(sinusoidal, static_argnums=(0, 1))
    np.testing.assert_allclose(compiled(9, 4, 10.0), expected[1], atol=1e-6)
    bases = jnp.array([2.0, 10.0, 1000.0])
    np.testing.assert_allclose(jax.vmap(lambda base: sinusoidal(9, 4, base))(bases), expected, atol=1e-5)


def test_who_looks_alike() -> None:
    assert look_alike(np.array([1.0, 0.9, 0.8, 0.7])) is None
    assert look_alike(np.array([1.0, 0.5, 0.0, 0.8])) == 3
    assert look_alike(np.array([1.0, 0.5])) is None


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "positional_encoding", {"length": 30, "d_model": 16, "seed": 3})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1400 and figure.height >= 400
    assert "30 positions across, 16 columns down" in figure.alt and len(figure.alt) < 400
    assert "seed 3" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)
    assert result.result is not None and "similarity at 1 token: 0." in result.result


@pytest.mark.parametrize("length", [2, 3, 512])
@pytest.mark.parametrize("d_model", [1, 2, 512])
def test_every_edge_can_be_drawn(length: int, d_model: int) -> None:
    for base in (1.5, 1e6):
        reading = positional_encoding.run(length=length, d_model=d_model, base=base, seed=0)
        assert "nan" not in reading.text + str(reading.numbers) and len(reading.alts[0]) < 400
        plt.close("all")


def test_the_reading_tells_what_happened() -> None:
    def text(**parameters: int | float) -> str:
        reading = positional_encoding.run(**{**find("positional_encoding").defaults(), **parameters})
        plt.close("all")
        return reading.text

    assert "depends on their distance only" in text()
    assert "7 is odd" in text(d_model=7, base=10.0)
    assert "Positions 44 apart are more alike than neighbours" in text(d_model=2, length=50)


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("positional_encoding")
    assert experiment.module == positional_encoding.__name__
    assert set(experiment.defaults()) == set(positional_encoding.run.__annotations__) - {"progress", "return"}
