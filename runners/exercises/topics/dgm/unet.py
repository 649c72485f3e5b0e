"""Deep Generative Models: the upsampling path of a U-Net, judged by its shapes and by which parts it uses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.evidence import shape
from runners.exercises.supplied import given, harness
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, Observation, On, Output, Parameter, Probe, Trial

_PARTS = ("blocks made", "calls of blocks", "blocks used", "downsamplings", "upsamplings", "calls without time")
_STOPS = {"upsample_missing", "downsampled_upwards", "time_not_passed", "change_dim_missing"}


def unet(inputs: Inputs, on: On) -> Arrays | None:
    """Shape of the result, and how often each part is made and called; None where the code stops."""
    stages, size = len(inputs["multiples"]), float(inputs["size"])
    before, blocks = 2 * stages + 2, 4 * stages + 3
    if on & _STOPS:
        return None if inputs["to_the_end"] else _stopped(on, before, blocks, stages)
    left_out = stages if "block_left_out" in on or "block_not_made" in on else 0
    made = blocks - (stages if "block_not_made" in on else 0)
    ups = stages if "upsample_in_every_stage" in on else stages - 1
    edge = size * 2 if ups == stages else size
    result = np.array([inputs["batch"], edge, edge, inputs["channels"]], np.float64)
    unused = stages if "block_left_out:unused" in on else left_out
    counts = (made, blocks - left_out, blocks - unused, stages - 1, ups, 0)
    return result, *(np.asarray(float(count)) for count in counts)


def _stopped(on: On, before: int, blocks: int, stages: int) -> Arrays:
    """What was called up to the place where the code stops: in the first stage upwards, or at the second's start."""
    first = bool(on & {"time_not_passed", "change_dim_missing"})
    begun, finished = (before + 1, before) if first else (before + 2, before + 2)
    downs = stages - 1 + ("downsampled_upwards" in on)
    counts = (blocks, begun, finished, downs, 0, 1 if "time_not_passed" in on else 0)
    return np.zeros(0), *(np.asarray(float(count)) for count in counts)


def _facts(exercise: Exercise, items: Sequence[Observation]) -> str:
    item = items[0]
    size = ",".join(str(int(n)) for n in item.got[0]) or "none: it stops half way"
    wanted = ",".join(str(int(n)) for n in item.expected[0])
    differing = [
        f"{_PARTS[place - 1]}: {int(got)} instead of {int(right)}"
        for place, right, got in item.pairs()
        if place and shape(got) == shape(right) and got != right
    ]
    sizes = f"the result's shape is ({size}); it should be ({wanted})" if size != wanted else ""
    return f"With {item.trial.name}, {'. '.join(part for part in (sizes, ', '.join(differing)) if part)}."


_DRAW = "Write the size of the maps and the number of channels beside each step of the way up."
_MIRROR = "Each stage upwards mirrors one downwards: two blocks, then a step to twice the size, except in the last."
_switch = partial(known, "way up", evidence=_facts)
_SWITCHES = (
    _switch(
        "upsample_in_every_stage",
        "The maps are enlarged in every stage, the last one too.",
        _DRAW,
        "The result is twice as large as the image.",
        _MIRROR,
    ),
    _switch(
        "upsample_missing",
        "The maps are never enlarged on the way up.",
        _DRAW,
        "They do not fit to the ones from the way down.",
        _MIRROR,
    ),
    _switch(
        "downsampled_upwards", "The maps get smaller on the way up.", _DRAW, "The downsampling is used there.", _MIRROR
    ),
    _switch(
        "time_not_passed",
        "A block on the way up is not given the time.",
        _DRAW,
        "Every block takes two inputs.",
        "Hand each block the maps and the embedded time.",
    ),
    _switch(
        "change_dim_missing",
        "The first block of a stage does not know that the number of channels changes.",
        _DRAW,
        "The maps from below and those from the side together have more channels than the stage.",
        "Tell the first block that the number changes, as on the way down.",
    ),
    _switch(
        "block_left_out",
        "One of the two blocks of each stage is not used.",
        _DRAW,
        "It is made, but not called.",
        _MIRROR,
    ),
    _switch(
        "block_left_out:unused",
        "The result of a block in each stage is not used.",
        "Follow x through one stage: which line gives it its next value?",
        "A block is called, but what it returns is not kept.",
        "Give the result of each block back to x.",
    ),
    _switch(
        "block_not_made", "The stages upwards have only one block.", _DRAW, "There are two on the way down.", _MIRROR
    ),
)


def _case(batch: int, size: int, multiples: tuple[int, ...], channels: int, to_the_end: bool) -> dict[str, object]:
    return {
        "batch": batch,
        "size": size,
        "multiples": np.array(multiples),
        "channels": channels,
        "to_the_end": to_the_end,
    }


EXERCISES = (
    Exercise(
        id="dgm.unet",
        practical="Deep Generative Models",
        function="Unet",
        signature="class Unet(hk.Module): __init__(dim, dim_mults=(1, 2, 4), channels=3, resnet_block_groups=7), "
        "__call__(x, t)",
        task="Finish the way up: in each stage two blocks, and a step to twice the size except in the last.",
        parameters=tuple(Parameter(n) for n in ("batch", "size", "multiples", "channels", "to_the_end")),
        outputs=(Output("shape", ("axis",), fact=True), *(Output(name, (), fact=True) for name in _PARTS)),
        trials=lambda: (
            Trial("three stages", _case(2, 28, (1, 2, 4), 1, True)),
            Trial("two stages", _case(1, 20, (1, 2), 3, True)),
        ),
        reference=unet,
        switches=_SWITCHES,
        probes=lambda: (
            Probe(Trial("three stages, as far as it runs", _case(2, 28, (1, 2, 4), 1, False)), "needs_equal_sizes"),
        ),
        given=given("unet"),
        harness=harness("unet_checks", "check_unet"),
    ),
)
