"""Coverage and widths of the bands over many seeds: `python -m tests.runners.experiments.bayes.measure_bayes_nn`."""

from __future__ import annotations

import re
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np

from runners.experiments import find
from runners.experiments.bayes import bayes_nn


def numbers(method: str, seed: int) -> dict[str, list[float]]:
    """All numbers of a run, by the words before them."""
    reading = bayes_nn.run(**{**find("bayes_nn").defaults(), "method": method, "seed": seed})  # type: ignore[arg-type]
    plt.close("all")
    rows = {name: text for name, text in reading.numbers.items() if name != "posterior"}
    return {name: [float(found) for found in re.findall(r"\d+\.?\d*", text)] for name, text in rows.items()}


def main(seeds: int) -> None:
    matplotlib.use("Agg")
    for method in ("hmc", "vi"):
        rows = [numbers(method, seed) for seed in range(seeds)]
        for name in rows[0]:
            values = np.array([row[name] for row in rows])  # (seeds, 2 or 3)
            told = ", ".join(f"{m:.3g} ± {s:.2g}" for m, s in zip(values.mean(axis=0), values.std(axis=0), strict=True))
            print(f"{method} {name}: {told}; worst {values.min(axis=0)} to {values.max(axis=0)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
