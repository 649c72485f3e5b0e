"""Environment steps a second of the compiled loop, and of gymnasium with the same policy in NumPy, in one run.

python -m tests.runners.experiments.rl.measure_throughput [seconds]
"""

from __future__ import annotations

import sys
import time
from typing import Any

import gymnasium
import jax
import numpy as np

from runners.experiments.rl import cartpole, throughput


def gymnasium_with_numpy(params: Any, seconds: float) -> tuple[int, float]:
    """Environment steps taken by the greedy policy, and the seconds that they took."""
    layers = [(np.asarray(layer["w"]), np.asarray(layer["b"])) for layer in params.values()]
    environment = gymnasium.make("CartPole-v1")
    s, _ = environment.reset(seed=0)
    steps, started, passed = 0, time.perf_counter(), 0.0
    while passed < seconds:
        x = s * cartpole.SCALE
        for weights, bias in layers[:-1]:
            x = np.maximum(x @ weights + bias, 0.0)
        weights, bias = layers[-1]
        s, _, terminated, truncated, _ = environment.step(int((x @ weights + bias).argmax()))
        if terminated or truncated:
            s, _ = environment.reset()
        steps += 1
        passed = time.perf_counter() - started
    environment.close()
    return steps, passed


if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    jax.config.update("jax_platforms", "cpu")
    steps, passed = gymnasium_with_numpy(throughput.initial_params(), seconds)
    theirs = steps / passed
    print(f"gymnasium, policy in NumPy: {theirs:,.0f} steps a second")
    for environments in (4, 32, 256, 1024):
        steps, passed = throughput.measure(environments, seconds)
        rate = steps / passed
        print(f"compiled, {environments} environments: {rate:,.0f} steps a second, {rate / theirs:.0f} times")
