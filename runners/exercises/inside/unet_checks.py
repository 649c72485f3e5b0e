"""How a U-Net is tried: its shapes are followed without computing anything, and the calls of its parts counted."""

from __future__ import annotations

from typing import Any

import haiku as hk
import jax
import numpy as np
from jax.interpreters import partial_eval


class Log:
    def __init__(self) -> None:
        self.made = self.begun = self.downs = self.ups = self.without_time = 0
        self.finished: set[int] = set()

    def facts(self, shape: Any, idle: int = 0) -> Any:
        used = len(self.finished) - idle
        counts = (self.made, self.begun, used, self.downs, self.ups, self.without_time)
        return (np.array(shape, np.float32), *(np.float32(count) for count in counts))


def _watched_block(original: Any, log: Log) -> Any:
    def make(*arguments: Any, **named: Any) -> Any:
        log.made += 1
        block, number = original(*arguments, **named), log.made

        def call(*inputs: Any, **named_inputs: Any) -> Any:
            log.begun += 1
            log.without_time += len(inputs) + len(named_inputs) < 2
            result = block(*inputs, **named_inputs)
            log.finished.add(number)
            return result

        return call

    return make


def _watched_resize(original: Any, log: Log, name: str) -> Any:
    def make(*arguments: Any, **named: Any) -> Any:
        layer = original(*arguments, **named)

        def call(x: Any) -> Any:
            setattr(log, name, getattr(log, name) + 1)
            return layer(x)

        return call

    return make


def _idle_blocks(network: Any, x: Any, t: Any) -> int:
    """How many blocks have weights that the network's result does not depend on."""
    traced, shapes = jax.make_jaxpr(network.init, return_shape=True)(jax.random.PRNGKey(0), x, t)
    flat, _ = jax.tree_util.tree_flatten_with_path(shapes)
    outputs = traced.jaxpr.outvars
    is_result = [path[0].idx == 1 for path, _ in flat]
    needed, _ = partial_eval.dce_jaxpr(traced.jaxpr, is_result)
    alive = {id(variable) for equation in needed.eqns for variable in equation.outvars}
    blocks: dict[str, bool] = {}
    for (path, _), variable in zip(flat, outputs, strict=True):
        block = next((part for part in str(path[1].key).split("/") if part.startswith("resnet_block")), "")
        if path[0].idx == 0 and block and path[2].key == "w":
            blocks[block] = blocks.get(block, False) or id(variable) in alive
    return sum(not used for used in blocks.values())


def check_unet(
    learner: dict[str, Any], name: str, batch: int, size: int, multiples: Any, channels: int, to_the_end: bool
) -> Any:
    """Shape of the result, blocks made, calls of blocks, blocks that finished, downsamplings, upsamplings, calls
    without time. Unless `to_the_end`, also of a network that stops half way, with no shape."""
    log = Log()
    kept = {part: learner[part] for part in ("ResnetBlock", "SpatialUpsample", "SpatialDownsample")}
    learner["ResnetBlock"] = _watched_block(kept["ResnetBlock"], log)
    learner["SpatialUpsample"] = _watched_resize(kept["SpatialUpsample"], log, "ups")
    learner["SpatialDownsample"] = _watched_resize(kept["SpatialDownsample"], log, "downs")
    mults = tuple(int(multiple) for multiple in multiples)
    results: list[Any] = []

    def forward(x: Any, t: Any) -> Any:
        result = learner[name](28, dim_mults=mults, channels=channels)(x, t)
        results.append(None if result is None else np.shape(result))
        hk.set_state("result", 0.0 if result is None else result)
        return result

    described: Any = jax.ShapeDtypeStruct
    x, t = described((batch, size, size, channels), np.float32), described((batch,), np.int32)
    network: Any = hk.transform_with_state(forward)
    try:
        idle = _idle_blocks(network, x, t)
    except Exception:
        if to_the_end:
            raise
        return log.facts(())
    finally:
        learner.update(kept)
    return None if results[0] is None else log.facts(results[0], idle)
