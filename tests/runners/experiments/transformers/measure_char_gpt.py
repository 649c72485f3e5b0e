"""Losses of the GPT beside those of counting, over seeds: `python -m
tests.runners.experiments.transformers.measure_char_gpt [seeds]`."""

from __future__ import annotations

import sys

import matplotlib.pyplot as plt

from runners.experiments import find
from runners.experiments.transformers import char_gpt


def main(seeds: int) -> None:
    for seed in range(seeds):
        reading = char_gpt.run(**{**find("char_gpt").defaults(), "seed": seed})
        plt.close("all")
        print(f"seed {seed}:", "; ".join(f"{name} {value}" for name, value in list(reading.numbers.items())[:5]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
