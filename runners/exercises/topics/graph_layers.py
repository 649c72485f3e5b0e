"""Graph Neural Networks: normalised convolution (Kipf and Welling 2017), deeper networks, attention on senders
(Veličković et al. 2018)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.graphs import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Probe,
    Property,
    Switch,
    Trial,
    Variant,
)


def convolution(inputs: Inputs, on: On) -> Arrays | None:
    """D⁻¹ A (X W), where D counts the edges that come in; a node without any keeps 0."""
    nodes = inputs["nodes"].astype(np.float64)
    updated = nodes if "update_skipped" in on else nodes @ inputs["matrix"].astype(np.float64)
    senders, receivers = (inputs[name].astype(int) for name in ("senders", "receivers"))
    loops = np.arange(len(nodes))
    all_senders, all_receivers = senders, receivers
    if inputs["self_edges"] and "self_edges_left_out" not in on:
        all_senders, all_receivers = np.append(senders, loops), np.append(receivers, loops)
    if "direction_reversed" in on:
        all_senders, all_receivers = all_receivers, all_senders
    if not inputs["normalization"] and "always_normalised" not in on:
        return (_gather(updated, all_senders, all_receivers, inputs["aggregate"]),)
    counted = (senders, receivers) if "self_edges_not_counted" in on else (all_senders, all_receivers)
    return _normalised(updated, all_senders, all_receivers, counted, inputs, on)


def _gather(nodes: np.ndarray, senders: np.ndarray, receivers: np.ndarray, how: str) -> np.ndarray:
    result = np.full(nodes.shape, -np.inf) if how == "max" else np.zeros(nodes.shape)
    (np.maximum if how == "max" else np.add).at(result, receivers, nodes[senders])
    return result


def _normalised(
    nodes: np.ndarray,
    senders: np.ndarray,
    receivers: np.ndarray,
    counted: tuple[np.ndarray, np.ndarray],
    inputs: Inputs,
    on: On,
) -> Arrays | None:
    size = len(nodes)
    coming, going = (np.bincount(ends, minlength=size).astype(np.float64) for ends in (counted[1], counted[0]))
    coming, going = np.maximum(coming, 1), np.maximum(going, 1)
    before, after = _factors(coming, going, on)
    aggregate = "sum" if "aggregate_not_used" in on else inputs["aggregate"]
    axis = (None, slice(None)) if "degree_along_features" in on else (slice(None), None)
    if "degree_along_features" in on and nodes.shape[1] != size:
        return None
    total = _gather(nodes * before[axis], senders, receivers, aggregate)
    if "not_gathered" in on:
        total = nodes
    if "node_added" in on:
        total = total + nodes
    return (total * after[axis],)


def _factors(coming: np.ndarray, going: np.ndarray, on: On) -> tuple[np.ndarray, np.ndarray]:
    """What the nodes are multiplied with before and after they are gathered."""
    one = np.ones_like(coming)
    pairs: dict[str, tuple[np.ndarray, np.ndarray]] = {
        "symmetric": (going**-0.5, coming**-0.5),
        "root_of_degree": (one, coming**-0.5),
        "root_of_degree:before": (coming**-0.5, one),
        "out_degree": (one, 1 / going),
        "divided_before_sending": (1 / going, one),
        "divided_before_sending:in_degree": (1 / coming, one),
        "not_normalised": (one, one),
        "multiplied_by_degree": (one, coming),
        "divided_twice": (one, coming**-2.0),
        "both_degrees": (1 / going, 1 / coming),
        "both_in_degrees": (coming**-0.5, coming**-0.5),
        "degree_plus_one": (one, 1 / (coming + 1)),
        "divided_by_nodes": (one, one / len(one)),
        "both_ends_counted": (one, 1 / np.maximum(coming + going, 1)),
    }
    return next((pair for name, pair in pairs.items() if name in on), (one, 1 / coming))


_SMALL = "Take node 0 of a graph with three nodes, and compute its new features by hand."
_DIVIDE = "Add up what comes in, and divide by the number of edges that come in."
_factor = partial(known, "factor")
_CONVOLUTION_SWITCHES = (
    _factor(
        "symmetric",
        "This is the symmetric normalisation.",
        _SMALL,
        "Both ends are divided by the root of their degree.",
        _DIVIDE,
    ),
    _factor(
        "root_of_degree",
        "It divides by the root of the degree.",
        _SMALL,
        "The result is too large by the root of the degree.",
        _DIVIDE,
    ),
    _factor(
        "root_of_degree:before",
        "It divides by the root of the degree.",
        _SMALL,
        "There is a root, and it comes before the sum.",
        _DIVIDE,
    ),
    _factor(
        "out_degree", "It divides by the number of edges that go out.", _SMALL, "The senders are counted.", _DIVIDE
    ),
    _factor(
        "divided_before_sending",
        "Each node is divided by its outgoing edges before it is sent.",
        _SMALL,
        "The columns of A are normalised instead of its rows.",
        _DIVIDE,
    ),
    _factor(
        "divided_before_sending:in_degree",
        "Each node is divided before it is sent, not after.",
        _SMALL,
        "The degree that counts is the receiver's.",
        _DIVIDE,
    ),
    _factor("not_normalised", "Nothing is divided.", _SMALL, "It is the plain sum.", _DIVIDE),
    _factor("multiplied_by_degree", "It multiplies with the degree.", _SMALL, "The result grows with it.", _DIVIDE),
    _factor("divided_twice", "It divides by the degree twice.", _SMALL, "The result is too small.", _DIVIDE),
    _factor("both_degrees", "It divides by the degrees of both ends.", _SMALL, "One division is enough.", _DIVIDE),
    _factor(
        "both_in_degrees",
        "It divides by roots of the incoming degree on both sides.",
        _SMALL,
        "The sender's degree has an influence.",
        _DIVIDE,
    ),
    _factor("degree_plus_one", "It divides by the degree plus 1.", _SMALL, "Self edges are already counted.", _DIVIDE),
    _factor(
        "divided_by_nodes", "It divides by the number of nodes.", _SMALL, "Every node has the same factor.", _DIVIDE
    ),
    _factor(
        "both_ends_counted",
        "It counts the edges that come in and those that go out.",
        _SMALL,
        "The degree is too large.",
        _DIVIDE,
    ),
    known(
        "axis",
        "degree_along_features",
        "The degrees lie along the features instead of the nodes.",
        "Print the shapes of the nodes and of the degrees.",
        "Shapes (N,F) and (N,) are lined up at their last axes: it runs only when N and F are equal.",
        "Give the degrees a second axis of size 1.",
    ),
    known(
        "loops",
        "self_edges_not_counted",
        "The degree does not count the self edges.",
        _SMALL,
        "The sum has them, the degree has not.",
        "Count the edges that the sum uses.",
    ),
    known(
        "loops",
        "self_edges_left_out",
        "The self edges have no influence.",
        _SMALL,
        "Neither sum nor degree has them.",
        "Use the edges with the self edges added.",
    ),
    known(
        "direction",
        "direction_reversed",
        "The messages run from receivers to senders.",
        _SMALL,
        "The two ends of the edges are swapped.",
        "Take the senders' nodes, and add them up at the receivers.",
    ),
    known(
        "gather",
        "not_gathered",
        "The nodes are divided, but nothing is gathered.",
        _SMALL,
        "A node does not see its neighbours.",
        _DIVIDE,
    ),
    known("gather", "node_added", "Each node is added once more.", _SMALL, "Self edges already do that.", _DIVIDE),
    known(
        "update",
        "update_skipped",
        "update_node_fn has no influence.",
        _SMALL,
        "The raw features are sent.",
        "Pass the nodes through it first.",
    ),
    known(
        "option",
        "always_normalised",
        "It normalises even with normalization=False.",
        "Look at both branches.",
        "The option has no influence.",
        "Without it, return the plain sum.",
    ),
    known(
        "aggregate",
        "aggregate_not_used",
        "aggregate_nodes_fn has no influence.",
        "Look at how messages are gathered.",
        "The sum is fixed.",
        "Gather with the function that is handed in.",
    ),
)


def _not_a_number(exercise: Exercise, item: Observation) -> str:
    nodes, wanted = item.got[0], item.expected[0]
    if nodes.shape != wanted.shape or np.isfinite(nodes).all():
        return ""
    alone = [int(node) for node in np.flatnonzero(~np.isfinite(nodes).all(-1))]
    return f"With {item.trial.name}, the nodes {alone} are not numbers; no edge comes in there."


_CONVOLUTION_RULES = (
    Property(
        "no_guard",
        "A node without incoming edges becomes not a number.",
        (
            "Look at a node that nobody sends to.",
            "Its degree is 0, and 0 over 0 is not a number.",
            "Divide by at least 1.",
        ),
        _not_a_number,
    ),
)


def _edges(
    seed: int, nodes: int, width: int, out: int, pairs: Sequence[tuple[int, int]], **options: object
) -> dict[str, object]:
    senders, receivers = np.array(pairs, np.int32).T
    return {
        "nodes": normal(seed, nodes, width),
        "senders": senders,
        "receivers": receivers,
        "n_node": np.array(options.pop("n_node", [nodes]), np.int32),
        "n_edge": np.array(options.pop("n_edge", [len(pairs)]), np.int32),
        "matrix": normal(seed + 1, width, out),
        "self_edges": False,
        "normalization": True,
        "aggregate": "sum",
        **options,
    }


_LOPSIDED = ((0, 1), (2, 1), (3, 1), (1, 0), (3, 0), (3, 2), (0, 2), (4, 1))
_TWO_GRAPHS = ((0, 1), (1, 2), (0, 2), (2, 0), (3, 4), (4, 3), (5, 3), (6, 3))


def _convolution_trials() -> tuple[Trial, ...]:
    note = "Your layer always adds the messages up: gather them with aggregate_nodes_fn, and it works for others too."
    return (
        Trial("a lopsided graph", _edges(510, 6, 3, 4, _LOPSIDED)),
        Trial("the same with self edges", _edges(510, 6, 3, 4, _LOPSIDED, self_edges=True)),
        Trial(
            "two graphs in a batch", _edges(512, 7, 2, 3, _TWO_GRAPHS, self_edges=True, n_node=[3, 4], n_edge=[4, 4])
        ),
        Trial("without normalization", _edges(514, 5, 2, 3, _LOPSIDED, normalization=False)),
        Trial(
            "with another aggregation",
            _edges(516, 6, 3, 2, _LOPSIDED, self_edges=True, aggregate="max"),
            advisory=True,
            note=note,
        ),
    )


def _convolution_probes() -> tuple[Probe, ...]:
    inputs = _edges(520, 5, 3, 5, _LOPSIDED, self_edges=True)
    return (Probe(Trial("as many features as nodes", inputs), "needs_equal_sizes"),)


_SIZE = 9
_OTHER = -1.0


def _read_shape(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    """A last axis of another size than the two classes is one case, whatever its size."""
    shape, *facts = arrays
    known_width = shape if shape[-1] == 2 else np.append(shape[:-1], _OTHER)
    return {**inputs, "_shape": shape}, (known_width, *facts)


def _nodes_shape(item: Observation) -> str:
    return ",".join(str(int(size)) for size in item.trial.inputs["_shape"])


def _layers(count: int) -> Callable[[Inputs, On], Arrays]:
    def reference(inputs: Inputs, on: On) -> Arrays:
        """Shape, reach, layers made and used, 1 for a graph."""
        used = next((number for number in range(9) if f"wrong_number_of_layers:{number}" in on), count)
        made = used + next((number for number in (1, 2, 3, 4) if f"layer_not_applied:{number}" in on), 0)
        used, made = (used - (made - used), used) if made > used else (used, made)
        reach = next((number for number in range(9) if f"layers_not_chained:{number}" in on), used)
        counted = (0, 0) if "own_layers" in on else (made, used)
        width = _OTHER if "wrong_width" in on else 2.0
        graph = 0.0 if "nodes_returned" in on else 1.0
        return tuple(map(np.asarray, (np.array([_SIZE, width]), float(reach), *map(float, counted), graph)))

    return reference


def _layer_facts(wanted: int) -> Callable[[Exercise, Sequence[Observation]], str]:
    def evidence(exercise: Exercise, items: Sequence[Observation]) -> str:
        _, reach, made, used, _ = items[0].got
        parts = [f"Your nodes have shape ({_nodes_shape(items[0])}); the task asks for ({_SIZE},2) with {_SIZE} nodes."]
        parts.append(
            f"{int(made)} layers are made and {int(used)} are used, and a node sees others {int(reach)} steps away; "
            f"with {wanted} layers it sees {wanted} steps."
        )
        return " ".join(parts)

    return evidence


def _layer_switches(count: int) -> tuple[Switch, ...]:
    make = partial(known, evidence=_layer_facts(count))
    look = "Count the layers, and follow the variable graph from line to line."
    chain = "Each layer takes the graph that the layer before it returned."
    numbers = [number for number in (*range(count - 1, -1, -1), *range(count + 1, 8)) if number != count]
    return (
        *(
            make(
                "count",
                f"wrong_number_of_layers:{number}",
                f"There are {number} layers; the task asks for {count}.",
                look,
                f"Layers: {number} instead of {count}.",
                f"Build {count} layers, one after the other.",
            )
            for number in numbers
        ),
        *(
            make(
                "count",
                f"layer_not_applied:{number}",
                "A layer is made, but not applied.",
                look,
                "There are fewer calls than layers: a layer does nothing until the graph goes through it.",
                chain,
            )
            for number in range(1, min(count, 4))
        ),
        *(
            make(
                "chain",
                f"layers_not_chained:{number}",
                "The layers do not follow each other.",
                look,
                "All layers are used, but one starts from the graph that came in.",
                chain,
            )
            for number in range(count - 1, -1, -1)
        ),
        make(
            "width",
            "wrong_width",
            "The last layer has the wrong number of outputs.",
            "Print the shape of the nodes.",
            "The karate club has two classes.",
            "Give the last layer one output for each class.",
        ),
        make(
            "kind",
            "nodes_returned",
            "The nodes come back instead of the graph.",
            "Look at the return line.",
            "What follows asks the result for its nodes.",
            "Return the whole graph.",
        ),
    )


def _deep(count: int, short: str) -> Exercise:
    return Exercise(
        id=f"gnn.{short}",
        practical=PRACTICAL,
        function=short,
        signature=f"{short}(graph)",
        task=f"Build a network of {count} graph convolutions whose nodes (N,2) are the logits of two classes.",
        parameters=(Parameter("size"),),
        outputs=tuple(Output(name, ("axis",)) for name in ("shape", "reach", "layers made", "layers used", "graph")),
        trials=lambda: (Trial("a path of nine nodes", {"size": _SIZE}),),
        reference=_layers(count),
        switches=_layer_switches(count),
        given=given("graphs"),
        harness=harness("graph_checks", "check_layers"),
        read=_read_shape,
        variants=(Variant(frozenset({"own_layers"})),),
    )


def attention(inputs: Inputs, on: On) -> Arrays:
    """Shape, attention layers, layers whose logits move with receivers, with senders."""
    count = next((number for number in range(5) if f"wrong_number_of_layers:{number}" in on), 2)
    receivers = 1.0 if "receivers_still_used:one" in on else float(count) if on & _BOTH_OR_RECEIVERS else 0.0
    senders = 0.0 if on & {"receivers_only", "attention_fixed"} else float(count)
    width = _OTHER if "wrong_width" in on else 2.0
    if "attention_fixed:one" in on:
        senders = count - 1.0
    return np.array([_SIZE, width]), np.asarray(float(count)), np.asarray(receivers), np.asarray(senders)


_BOTH_OR_RECEIVERS = {"receivers_still_used", "receivers_only"}


def _attention_facts(exercise: Exercise, items: Sequence[Observation]) -> str:
    _, count, receivers, senders = items[0].got
    return (
        f"Your network has {int(count)} attention layers and nodes of shape ({_nodes_shape(items[0])}). When the "
        f"receivers' features change, the logits of {int(receivers)} layers move; it should be 0. When the senders' "
        f"change, those of {int(senders)} move; it should be {int(count)}."
    )


_LOGITS = "Look at the arguments of the function that makes the logits, and at which of them it uses."
_attends = partial(known, "attention", evidence=_attention_facts)
_SENDERS = "Make the logits from the senders' features alone."
_ATTENTION_SWITCHES = (
    _attends(
        "receivers_still_used",
        "The attention still depends on the receivers.",
        _LOGITS,
        "Senders and receivers are joined. Without a LeakyReLU the receivers' part cancels in the softmax, so the "
        "practical's own check can not see it.",
        _SENDERS,
    ),
    _attends(
        "receivers_still_used:one",
        "In one layer the attention still depends on the receivers.",
        _LOGITS,
        "Only one of the two layers was changed.",
        _SENDERS,
    ),
    _attends(
        "receivers_only",
        "The attention depends on the receivers only.",
        _LOGITS,
        "All senders of a node get the same weight.",
        _SENDERS,
    ),
    _attends("attention_fixed", "The attention depends on neither end.", _LOGITS, "All weights are equal.", _SENDERS),
    _attends(
        "attention_fixed:one",
        "In one layer the attention depends on neither end.",
        _LOGITS,
        "All its weights are equal.",
        _SENDERS,
    ),
    *(
        known(
            "count",
            f"wrong_number_of_layers:{number}",
            "The network should keep its two attention layers.",
            "Count the layers.",
            "Only the logits were to change.",
            "Keep both layers, one after the other.",
            _attention_facts,
        )
        for number in (1, 3, 4)
    ),
    known(
        "width",
        "wrong_width",
        "The last layer has the wrong number of outputs.",
        "Print the shape of the nodes.",
        "The karate club has two classes.",
        "Give the last layer one output for each class.",
        _attention_facts,
    ),
)


EXERCISES = (
    Exercise(
        id="gnn.asymmetric_normalization",
        practical=PRACTICAL,
        function="GraphConvolutionNormalize",
        signature="GraphConvolutionNormalize(update_node_fn, aggregate_nodes_fn, add_self_edges, normalization)",
        task="Make a layer that normalises by the incoming edges only: D⁻¹ A H.",
        parameters=tuple(
            Parameter(name)
            for name in (
                "nodes",
                "senders",
                "receivers",
                "n_node",
                "n_edge",
                "matrix",
                "self_edges",
                "normalization",
                "aggregate",
            )
        ),
        outputs=(Output("nodes", ("node", "feature")),),
        trials=_convolution_trials,
        reference=convolution,
        switches=_CONVOLUTION_SWITCHES,
        probes=_convolution_probes,
        properties=_CONVOLUTION_RULES,
        given=given("graphs"),
        harness=harness("graph_checks", "check_convolution"),
    ),
    _deep(3, "gcn_3_layer"),
    _deep(5, "gcn_5_layer"),
    Exercise(
        id="gnn.gat_senders_only",
        practical=PRACTICAL,
        function="gat_definition",
        signature="gat_definition(graph)",
        task="Change the attention so that its coefficients depend on the senders only; the nodes become (N,2).",
        parameters=(Parameter("size"),),
        outputs=tuple(Output(name, ("axis",)) for name in ("shape", "layers", "receivers matter", "senders matter")),
        trials=lambda: (Trial("a path of nine nodes", {"size": _SIZE}),),
        reference=attention,
        switches=_ATTENTION_SWITCHES,
        given=given("graphs"),
        harness=harness("graph_checks", "check_attention"),
        read=_read_shape,
    ),
)
