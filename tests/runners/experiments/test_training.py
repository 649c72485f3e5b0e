"""Training in chunks: the same as a Python loop, told and stopped between chunks."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from runners.experiments.reading import silent
from runners.experiments.training import train

State = dict[str, jax.Array]


def _step(state: State, number: jax.Array) -> tuple[State, dict[str, jax.Array]]:
    """Noisy descent on the sum of squares; the noise comes from the step's number."""
    noise = 0.1 * jax.random.normal(jax.random.fold_in(jax.random.key(0), number), state["w"].shape)
    weights = state["w"] - 0.1 * (2 * state["w"] + noise)
    return {"w": weights, "taken": state["taken"] + 1}, {"loss": jnp.sum(weights**2), "w": weights}


def _start() -> State:
    return {"w": jnp.array([1.0, -2.0, 3.0]), "taken": jnp.array(0)}


def _told(recorded: Any) -> str:
    return f"loss {recorded['loss'][-1]:.1f}"


@pytest.mark.parametrize("chunk", [1, 4, 12])
def test_the_same_as_a_loop(chunk: int) -> None:
    state, records = _start(), []
    for number in range(12):
        state, record = _step(state, jnp.array(number))
        records.append(record)
    trained, recorded = train(_step, _start(), 12, chunk=chunk, progress=silent, words=_told)
    np.testing.assert_allclose(trained["w"], state["w"], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(recorded["loss"], [record["loss"] for record in records], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(recorded["w"], [record["w"] for record in records], rtol=1e-5, atol=1e-6)


def test_what_is_recorded_has_the_steps_as_first_axis_and_is_numpy() -> None:
    _, recorded = train(_step, _start(), 6, chunk=3, progress=silent, words=_told)
    assert {name: array.shape for name, array in recorded.items()} == {"loss": (6,), "w": (6, 3)}
    assert all(type(array) is np.ndarray for array in recorded.values())


def test_steps_are_rounded_up_to_whole_chunks() -> None:
    state, recorded = train(_step, _start(), 7, chunk=5, progress=silent, words=_told)
    assert int(state["taken"]) == 10 and len(recorded["loss"]) == 10


def test_progress_after_each_chunk() -> None:
    told: list[tuple[float, str]] = []

    def progress(done: float, text: str) -> bool:
        told.append((done, text))
        return True

    _, recorded = train(_step, _start(), 2500, chunk=1000, progress=progress, words=_told)
    words = [_told({"loss": recorded["loss"][:end]}) for end in (1000, 2000, 3000)]
    assert told == [
        (0.4, f"step 1,000 of 2,500, {words[0]}"),
        (0.8, f"step 2,000 of 2,500, {words[1]}"),
        (1.0, f"step 3,000 of 2,500, {words[2]}"),
    ]


def test_the_usual_words_are_the_mean_of_the_chunk() -> None:
    told: list[str] = []

    def progress(done: float, text: str) -> bool:
        told.append(text)
        return True

    train(lambda state, number: (state, number), jnp.array(0), 4, chunk=2, progress=progress)
    assert told == ["step 2 of 4, loss 0.500", "step 4 of 4, loss 2.500"]


@pytest.mark.parametrize("heard", [1, 2])
def test_stop_is_heard_after_a_chunk(heard: int) -> None:
    calls: list[float] = []

    def progress(done: float, text: str) -> bool:
        calls.append(done)
        return len(calls) < heard

    state, recorded = train(_step, _start(), 12, chunk=3, progress=progress, words=_told)
    whole, all_recorded = train(_step, _start(), 3 * heard, chunk=3, progress=silent, words=_told)
    assert len(calls) == heard and int(state["taken"]) == 3 * heard
    np.testing.assert_array_equal(state["w"], whole["w"])
    np.testing.assert_array_equal(recorded["loss"], all_recorded["loss"])


@pytest.mark.parametrize("start", [0, jnp.array(0), jnp.zeros((), int)])
def test_one_program_for_all_chunks(start: int | jax.Array) -> None:
    traced: list[int] = []

    def step(state: jax.Array, number: jax.Array) -> tuple[jax.Array, jax.Array]:
        traced.append(1)
        return state + number, state

    state, _ = train(step, start, 20, chunk=4, progress=silent)
    assert int(state) == sum(range(20)) and len(traced) == 1


def test_random_keys_may_be_part_of_the_state() -> None:
    def step(key: jax.Array, number: jax.Array) -> tuple[jax.Array, jax.Array]:
        return key, jax.random.uniform(jax.random.fold_in(key, number))

    _, recorded = train(step, jax.random.key(3), 4, chunk=2, progress=silent)
    assert len(set(recorded.tolist())) == 4
