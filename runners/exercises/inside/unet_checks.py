"""How a U-Net is tried: its shapes are followed without computing anything, and the calls of its parts counted."""

from __future__ import annotations

from typing import Any

import haiku as hk
import jax
import numpy as np


class Log:
    def __init__(self) -> None:
        self.made = self.begun = self.downs = self.ups = self.without_time = 0
        self.finished: set[int] = set()

    def facts(self, shape: Any) -> Any:
        counts = (self.made, self.begun, len(self.finished), self.downs, self.ups, self.without_time)
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
        results.append(learner[name](28, dim_mults=mults, channels=channels)(x, t))
        return 0.0

    described: Any = jax.ShapeDtypeStruct
    x, t = described((batch, size, size, channels), np.float32), described((batch,), np.int32)
    network: Any = hk.transform(forward)
    try:
        jax.eval_shape(network.init, jax.random.PRNGKey(0), x, t)
    except Exception:
        if to_the_end:
            raise
        return log.facts(())
    finally:
        learner.update(kept)
    return None if results[0] is None else log.facts(np.shape(results[0]))
