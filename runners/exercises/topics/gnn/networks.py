"""Graph Neural Networks: deeper networks of graph convolutions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from runners.exercises.supplied import given, harness
from runners.exercises.topics.gnn.definition import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Switch,
    Trial,
    Variant,
)

NODES = 9

OTHER_WIDTH = -1.0


def read_shape(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    """A last axis of another size than the two classes is one case, whatever its size."""
    shape, *facts = arrays
    known_width = shape if shape[-1] == 2 else np.append(shape[:-1], OTHER_WIDTH)
    return {**inputs, "_shape": shape}, (known_width, *facts)


def nodes_shape(item: Observation) -> str:
    return ",".join(str(int(size)) for size in item.trial.inputs["_shape"])


def _layers(count: int) -> Callable[[Inputs, On], Arrays]:
    def reference(inputs: Inputs, on: On) -> Arrays:
        """Shape, reach, layers made and used, 1 for a graph."""
        used = next((number for number in range(9) if f"wrong_number_of_layers:{number}" in on), count)
        made = used + next((number for number in (1, 2, 3, 4) if f"layer_not_applied:{number}" in on), 0)
        used, made = (used - (made - used), used) if made > used else (used, made)
        reach = next((number for number in range(9) if f"layers_not_chained:{number}" in on), used)
        counted = (0, 0) if "own_layers" in on else (made, used)
        width = OTHER_WIDTH if "wrong_width" in on else 2.0
        graph = 0.0 if "nodes_returned" in on else 1.0
        return tuple(map(np.asarray, (np.array([NODES, width]), float(reach), *map(float, counted), graph)))

    return reference


def _layer_facts(wanted: int) -> Callable[[Exercise, Sequence[Observation]], str]:
    def evidence(exercise: Exercise, items: Sequence[Observation]) -> str:
        _, reach, made, used, _ = items[0].got
        parts = [f"Your nodes have shape ({nodes_shape(items[0])}); the task asks for ({NODES},2) with {NODES} nodes."]
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
        outputs=tuple(
            Output(name, ("axis",), fact=True) for name in ("shape", "reach", "layers made", "layers used", "graph")
        ),
        trials=lambda: (Trial("a path of nine nodes", {"size": NODES}),),
        reference=_layers(count),
        switches=_layer_switches(count),
        given=given("graphs"),
        harness=harness("graph_checks", "check_layers"),
        read=read_shape,
        variants=(Variant(frozenset({"own_layers"})),),
    )


EXERCISES = (
    _deep(3, "gcn_3_layer"),
    _deep(5, "gcn_5_layer"),
)
