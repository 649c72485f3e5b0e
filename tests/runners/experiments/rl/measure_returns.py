"""The mean returns of REINFORCE and DQN with their default parameters over seeds that nothing was tuned on.

python -m tests.runners.experiments.rl.measure_returns [reinforce|dqn] [first seed] [seeds]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable

import jax
import numpy as np

from runners.experiments import find
from runners.experiments.reading import silent
from runners.experiments.rl import cartpole, cartpole_reinforce, dqn


def reinforce(seed: int) -> tuple[np.ndarray, float]:
    """Returns (b,) of the final test and the last policy's mean."""
    values = find("cartpole_reinforce").defaults()
    settings = cartpole_reinforce.Settings(
        learning_rate=values["learning_rate"],
        gamma=values["gamma"],
        baseline=cartpole_reinforce.BASELINES.index(str(values["baseline"])),
        entropy_bonus=values["entropy_bonus"],
        episodes=values["episodes"],
    )
    learner, _ = cartpole_reinforce.train(
        cartpole_reinforce.new_learner(seed, settings), int(values["updates"]), silent
    )
    returns = np.asarray(cartpole_reinforce.final_test(learner)[0])
    return returns, float(returns.mean())


def deep_q(seed: int) -> tuple[np.ndarray, float]:
    """Returns (b,) of the best network in the final test and the last network's mean."""
    values = find("cartpole_dqn").defaults()
    rows = int(values.pop("replay")) // dqn.ENVIRONMENTS
    values.pop("seed")
    settings = dqn.Settings(rows=rows, **values)
    learner, _ = dqn.train(dqn.new_learner(seed, settings), int(values["steps"]), silent)
    last, best, _ = dqn.final_test(learner)
    return np.asarray(best), float(last.mean())


def measure(name: str, train: Callable[[int], tuple[np.ndarray, float]], seeds: range) -> None:
    means = []
    for seed in seeds:
        wall, processor = time.perf_counter(), time.process_time()
        returns, last = train(seed)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        means.append(returns.mean())
        print(
            f"{name} seed {seed}: mean return {means[-1]:.1f}, lowest {returns.min():.0f}, last network {last:.1f}, "
            f"{wall:.1f} s, {processor:.1f} s of processors",
            flush=True,
        )
    print(f"{name}: {sum(mean >= cartpole.SOLVED for mean in means)} of {len(means)} seeds reach {cartpole.SOLVED:.0f}")


if __name__ == "__main__":
    jax.config.update("jax_compilation_cache_dir", tempfile.mkdtemp())
    which, first, count = (*sys.argv[1:], *("both", "0", "10")[len(sys.argv) - 1 :])
    for name, train in (("reinforce", reinforce), ("dqn", deep_q)):
        if which in (name, "both"):
            measure(name, train, range(int(first), int(first) + int(count)))
