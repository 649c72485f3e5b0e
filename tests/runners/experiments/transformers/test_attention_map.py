"""The reference attention against two independent implementations, and the experiment's picture."""

from __future__ import annotations

import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from runners.experiments import find, run_experiment
from runners.experiments.transformers import attention_map
from runners.sandbox import Sandbox

HEADS, TOKENS, D_K = 3, 7, 16


@pytest.fixture(scope="module")
def tokens() -> attention_map.Tokens:
    return attention_map.sample_tokens(jax.random.key(1), heads=HEADS, tokens=TOKENS, d_k=D_K)


@pytest.mark.parametrize("causal", [False, True])
def test_equal_to_jax_nn(tokens: attention_map.Tokens, causal: bool) -> None:
    mask = attention_map.causal_mask(TOKENS) if causal else None
    ours = attention_map.attention(*tokens, mask)
    batch_first = [jnp.swapaxes(array, 0, 1)[None] for array in tokens]  # (1, t, h, d_k)
    theirs = jax.nn.dot_product_attention(*batch_first, is_causal=causal)[0]
    np.testing.assert_allclose(ours, jnp.swapaxes(theirs, 0, 1), atol=1e-5)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("scaled", [False, True])
def test_equal_to_torch(tokens: attention_map.Tokens, causal: bool, scaled: bool) -> None:
    mask = attention_map.causal_mask(TOKENS) if causal else None
    ours = attention_map.attention(*tokens, mask, scaled=scaled)
    query, key, value = (torch.tensor(np.asarray(array)) for array in tokens)
    theirs = torch.nn.functional.scaled_dot_product_attention(
        query, key, value, is_causal=causal, scale=None if scaled else 1.0
    )
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-5)


def test_worked_by_hand() -> None:
    query, key = jnp.array([[2.0, 0.0]]), jnp.array([[1.0, 5.0], [0.0, 5.0]])
    weights = attention_map.attention_weights(query, key, scaled=False)
    np.testing.assert_allclose(weights, [[np.e**2 / (np.e**2 + 1), 1 / (np.e**2 + 1)]], rtol=1e-6)


def test_same_with_jit(tokens: attention_map.Tokens) -> None:
    weights = attention_map.attention_weights(tokens.query, tokens.key)
    np.testing.assert_allclose(jax.jit(attention_map.attention_weights)(tokens.query, tokens.key), weights, atol=1e-6)


def test_causal_weights_do_not_see_the_future(tokens: attention_map.Tokens) -> None:
    mask = attention_map.causal_mask(TOKENS)
    weights = np.asarray(attention_map.attention_weights(tokens.query, tokens.key, mask))
    assert (weights[:, ~np.tril(np.ones((TOKENS, TOKENS), bool))] == 0).all()
    changed = tokens.key.at[:, -1].add(100.0)
    again = np.asarray(attention_map.attention_weights(tokens.query, changed, mask))
    np.testing.assert_array_equal(weights[:, :-1], again[:, :-1])


def test_scores_have_variance_d_k_and_unit_variance_when_scaled() -> None:
    drawn = attention_map.sample_tokens(jax.random.key(0), heads=8, tokens=100, d_k=64)
    scores = drawn.query @ jnp.swapaxes(drawn.key, -1, -2)
    assert float(scores.var()) == pytest.approx(64, rel=0.05)


def test_evenness_of_the_two_extremes() -> None:
    weights = jnp.stack([jnp.full(5, 0.2), jnp.eye(5)[0]])
    np.testing.assert_allclose(attention_map.evenness(weights), [5.0, 1.0], rtol=1e-5)


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    seen: list[tuple[float, str]] = []
    result = run_experiment(
        sandbox, "attention_map", {"tokens": 6, "causal": True, "seed": 3}, on_progress=lambda *told: seen.append(told)
    )
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1400 and figure.height >= 400
    assert "2 heat maps" in figure.alt and "above the diagonal are 0" in figure.alt
    assert "seed 3" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)
    assert seen == [(0.5, "drawing")]


def test_the_reading_tells_sharp_from_even(sandbox: Sandbox) -> None:
    def spread(**parameters: bool | float | int) -> float:
        text = run_experiment(sandbox, "attention_map", parameters).stdout
        found = re.search(r"over about ([\d.]+) of 10 tokens", text)
        assert found is not None
        return float(found[1])

    assert spread(scaled=False, d_k=256) < 1.5 < spread(d_k=256) < spread(d_k=256, temperature=20.0)


@pytest.mark.parametrize("heads", [1, 3, 5, 8])
def test_every_number_of_heads_can_be_drawn(sandbox: Sandbox, heads: int) -> None:
    result = run_experiment(sandbox, "attention_map", {"heads": heads, "tokens": 32})
    assert result.status == "ok" and len(result.figures) == 1


def test_same_seed_same_picture(sandbox: Sandbox) -> None:
    first, second = (run_experiment(sandbox, "attention_map").figures[0].data for _ in range(2))
    assert first == second


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("attention_map")
    assert experiment.module == attention_map.__name__
    assert set(experiment.defaults()) == set(attention_map.run.__annotations__) - {"progress", "return"}
