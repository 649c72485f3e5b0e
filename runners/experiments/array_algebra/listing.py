"""The experiments of the practical Array Algebra, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section

PRACTICAL = "Array Algebra"
MATERIAL = "array-algebra.md"

BROADCASTING = Experiment(
    name="broadcasting",
    module="runners.experiments.array_algebra.broadcasting",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is broadcasting?"),
    title="Two shapes, matched from the right",
    help="What becomes of two shapes in a + b, axis by axis: what is stretched, or which axis clashes and a way out.",
    parameters=(
        Parameter("a", "shape", "3,1", "The shape of the first array.", 0, 512, example="3,1", axes=5),
        Parameter("b", "shape", "4", "The shape of the second array.", 0, 512, example="4", axes=5),
        SEED,
    ),
)

EXPERIMENTS: tuple[Experiment, ...] = (BROADCASTING,)
