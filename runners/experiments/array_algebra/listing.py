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

_EQUATION = r"[A-Za-z]{0,4}(?:,[A-Za-z]{0,4}){0,2}(?:(?:->|→)[A-Za-z]{0,6})?"

EINSUM = Experiment(
    name="einsum",
    module="runners.experiments.array_algebra.einsum",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How do I read an einsum?"),
    title="Which axes an einsum keeps, and which it sums",
    help="Reads an einsum equation on small arrays: the kept and the summed axes, and where one result comes from.",
    parameters=(
        Parameter(
            "equation",
            "text",
            "ij,jk->ik",
            "The einsum, one letter an axis.",
            example="bij,bjk->bik",
            pattern=_EQUATION,
            described="an einsum such as ij,jk->ik without spaces (up to 3 operands with up to 4 letters each)",
        ),
        Parameter(
            "sizes",
            "shape",
            "2,3,4",
            "The sizes of the letters in the order in which they first appear; what is missing is 2.",
            1,
            64,
            example="2,3,4,2",
            axes=12,
        ),
        SEED,
    ),
)

EXPERIMENTS: tuple[Experiment, ...] = (BROADCASTING, EINSUM)
