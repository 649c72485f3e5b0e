"""Reversal accuracy on held-out sequences over seeds: `python -m
tests.runners.experiments.transformers.measure_transformer_reverse [seeds]`."""

from __future__ import annotations

import sys

import matplotlib.pyplot as plt

from runners.experiments import find
from runners.experiments.transformers import transformer_reverse


def main(seeds: int) -> None:
    for seed in range(seeds):
        reading = transformer_reverse.run(**{**find("transformer_reverse").defaults(), "seed": seed})
        plt.close("all")
        print(f"seed {seed}:", "; ".join(f"{name} {value}" for name, value in list(reading.numbers.items())[:5]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
