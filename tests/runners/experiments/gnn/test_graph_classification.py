"""The families have the same parts, batches are padded without effect, and only the GCN can tell families apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import jax
import jax.numpy as jnp
import jraph
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pytest

from runners.experiments import find, parse, run_experiment
from runners.experiments.gnn import families, graph_classification
from runners.experiments.gnn.graph_classification import SEEN, UNSEEN
from runners.sandbox import Sandbox


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.parametrize("family", range(3))
@pytest.mark.parametrize(("hubs", "middles"), [(3, 2), (5, 8), (8, 16)])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_every_family_has_the_same_parts(family: int, hubs: int, middles: int, share: float) -> None:
    rng = np.random.default_rng(hubs)
    pairs = families.swapped(rng, families.family_graph(rng, family, hubs, middles), share)
    graph = nx.Graph(pairs.tolist())
    assert graph.number_of_nodes() == graph.number_of_edges() == len(pairs) == 3 * hubs + middles
    assert nx.is_connected(graph) and nx.number_of_selfloops(graph) == 0
    degrees = [degree for _, degree in graph.degree]
    assert [degrees.count(degree) for degree in (1, 2, 3, 4)] == [2 * hubs, middles, 0, hubs]


def test_what_sets_the_families_apart() -> None:
    rng = np.random.default_rng(0)
    rings = []
    for family in range(3):
        graph = nx.Graph(families.family_graph(rng, family, 5, 7).tolist())
        (cycle,) = nx.cycle_basis(graph)
        rings.append(sorted(graph.degree(node) for node in cycle))
    assert rings == [[2] * 7 + [4] * 5, [4] * 5, [2] * 7 + [4]]


def test_swaps_change_about_the_share_that_is_asked_for() -> None:
    rng = np.random.default_rng(0)
    pairs = families.family_graph(rng, 0, 8, 16)
    before = {tuple(sorted(pair)) for pair in pairs.tolist()}
    kept = [len(before & {tuple(pair) for pair in families.swapped(rng, pairs, 0.5).tolist()}) for _ in range(20)]
    assert 0.5 * len(pairs) <= np.mean(kept) < 0.75 * len(pairs)
    assert {tuple(pair) for pair in families.swapped(rng, pairs, 0.0).tolist()} == before


def test_a_batch_answers_as_each_graph_alone() -> None:
    graphs, labels = families.sample_graphs(np.random.default_rng(1), 6, SEEN, 0.2)
    stacked = families.batches(graphs, labels, SEEN, size=3)
    networks, _ = graph_classification.begin(jnp.int32(0), layers=2, hidden=8)
    by_readout = [partial(graph_classification.classify, readout=readout) for readout in ("mean", "sum")]
    answer_by = [jax.jit(answer) for answer in (graph_classification.count, *by_readout)]
    for place in range(2):
        batch = jax.tree.map(lambda array, place=place: array[place], stacked.graphs)
        mask = np.asarray(jraph.get_graph_padding_mask(batch))
        assert mask.tolist() == [True] * 3 + [False]
        for classify in answer_by:
            found = classify(networks, batch)
            alone = [classify(networks, graph)[0] for graph in graphs[3 * place : 3 * place + 3]]
            np.testing.assert_allclose(found[:3], alone, atol=1e-4)
    assert stacked.labels.tolist() == [[0, 1, 2, 0], [0, 1, 2, 0]]


def test_counting_gives_one_answer_for_all_families_of_the_same_size() -> None:
    rng = np.random.default_rng(2)
    networks, _ = graph_classification.begin(jnp.int32(0), layers=2, hidden=8)
    answers, said = [], []
    for family in range(3):
        pairs = families.family_graph(rng, family, 4, 5)
        graph = families._with_degrees(pairs)
        answers.append(graph_classification.count(networks, graph))
        said.append(graph_classification.classify(networks, graph, "mean"))
    np.testing.assert_allclose(answers[0], answers[1], atol=1e-6)
    np.testing.assert_allclose(answers[0], answers[2], atol=1e-6)
    assert not np.allclose(said[0], said[1], atol=1e-3) and not np.allclose(said[0], said[2], atol=1e-3)


def test_the_loss_is_the_mean_over_real_graphs() -> None:
    logits = jnp.array([[2.0, 0.0, 0.0], [0.0, 0.0, 0.0], [np.inf, 0.0, 0.0]])
    mask = jnp.array([True, True, False])
    worked = (np.log(np.e**2 + 2) - 2 + np.log(3)) / 2
    loss = graph_classification.masked_loss(logits, jnp.array([0, 1, 1]), mask)
    assert float(loss) == pytest.approx(worked, rel=1e-6)


def test_a_gcn_finds_the_families_and_counting_does_not() -> None:
    reading = graph_classification.run(**parse("graph_classification", ["swaps=0.1", "steps=200"]))  # type: ignore[arg-type]
    shares = {name: float(text.split()[0]) for name, text in reading.numbers.items()}
    assert shares["GCN on graphs of 28 to 40 nodes (unseen sizes)"] > 0.9
    assert shares["counting nodes, edges and degrees, unseen sizes"] < 0.5
    assert shares["training loss, last steps"] < 0.5 < np.log(3)
    assert len(re.findall(r"\.(?:\s|$)", reading.text)) == 3 and len(reading.alts[0]) < 400


def test_nothing_is_left_when_all_edges_are_swapped() -> None:
    reading = graph_classification.run(**parse("graph_classification", ["swaps=1", "steps=20"]))  # type: ignore[arg-type]
    assert "hardly a family left" in reading.text and len(re.findall(r"\.(?:\s|$)", reading.text)) == 3


def test_stopped_after_the_first_chunk() -> None:
    values = find("graph_classification").defaults()
    reading = graph_classification.run(**values, progress=lambda done, text: False)  # type: ignore[arg-type]
    assert "20 of 300 steps (stopped)" in reading.text and len(plt.get_fignums()) == 1


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(
        sandbox, "graph_classification", {"layers": 1, "hidden": 8, "readout": "max", "steps": 20, "seed": 7}
    )
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.width == 840 and 800 < figure.height < 1100 and "counting" in figure.alt
    assert "seed 7" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) == 3


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("graph_classification")
    assert experiment.module == graph_classification.__name__
    assert set(experiment.defaults()) == set(graph_classification.run.__annotations__) - {"progress", "return"}
    assert UNSEEN.nodes[0] > SEEN.nodes[1]
