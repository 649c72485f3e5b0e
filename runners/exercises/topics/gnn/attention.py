"""Graph Neural Networks: attention on the senders (Veličković et al. 2018)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.supplied import given, harness
from runners.exercises.topics.gnn.definition import PRACTICAL
from runners.exercises.topics.gnn.networks import NODES, OTHER_WIDTH, nodes_shape, read_shape
from runners.exercises.topics.making import known
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Trial,
)


def attention(inputs: Inputs, on: On) -> Arrays:
    """Shape, attention layers, layers whose logits move with receivers, with senders."""
    count = next((number for number in range(5) if f"wrong_number_of_layers:{number}" in on), 2)
    receivers = 1.0 if "receivers_still_used:one" in on else float(count) if on & _BOTH_OR_RECEIVERS else 0.0
    senders = 0.0 if on & {"receivers_only", "attention_fixed"} else float(count)
    width = OTHER_WIDTH if "wrong_width" in on else 2.0
    if "attention_fixed:one" in on:
        senders = count - 1.0
    return np.array([NODES, width]), np.asarray(float(count)), np.asarray(receivers), np.asarray(senders)


_BOTH_OR_RECEIVERS = {"receivers_still_used", "receivers_only"}


def _attention_facts(exercise: Exercise, items: Sequence[Observation]) -> str:
    _, count, receivers, senders = items[0].got
    return (
        f"Your network has {int(count)} attention layers and nodes of shape ({nodes_shape(items[0])}). When the "
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
        id="gnn.gat_senders_only",
        practical=PRACTICAL,
        function="gat_definition",
        signature="gat_definition(graph)",
        task="Change the attention so that its coefficients depend on the senders only; the nodes become (N,2).",
        parameters=(Parameter("size"),),
        outputs=tuple(
            Output(name, ("axis",), fact=True) for name in ("shape", "layers", "receivers matter", "senders matter")
        ),
        trials=lambda: (Trial("a path of nine nodes", {"size": NODES}),),
        reference=attention,
        switches=_ATTENTION_SWITCHES,
        given=given("graphs"),
        harness=harness("graph_checks", "check_attention"),
        read=read_shape,
    ),
)
