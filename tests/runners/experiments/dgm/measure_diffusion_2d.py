"""How near the samples of `diffusion_2d` come to held-out data, over seeds and data sets.

python -m tests.runners.experiments.dgm.measure_diffusion_2d [seeds] [data sets, separated by commas]
"""

from __future__ import annotations

import sys
import time

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402

from runners.experiments import find  # noqa: E402
from runners.experiments.dgm import diffusion_2d  # noqa: E402
from runners.experiments.dgm.points import DATASETS  # noqa: E402

_LINE = "{:>13} {:>5} {:>9} {:>9} {:>9} {:>9} {:>8}"


def main(seeds: int, datasets: list[str]) -> None:
    print(_LINE.format("data", "seed", "samples", "gaussian", "data", "p-value", "seconds"))
    for data in datasets:
        for seed in range(seeds):
            start = time.process_time()
            values = {**find("diffusion_2d").defaults(), "data": data, "seed": seed}
            numbers = diffusion_2d.run(**values).numbers  # type: ignore[arg-type]
            plt.close("all")
            apart = [
                numbers[f"energy distance to held-out data, {of}"] for of in ("samples", "Gaussian fit", "other data")
            ]
            p_value = numbers["permutation test, samples against data"]
            taken = f"{time.process_time() - start:.1f}"
            print(_LINE.format(data, seed, *apart, p_value.removeprefix("p = "), taken), flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5,
        sys.argv[2].split(",") if len(sys.argv) > 2 else list(DATASETS),
    )
