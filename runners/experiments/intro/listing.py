"""The experiments of the practical Introduction to ML using JAX, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section

PRACTICAL = "Introduction to ML using JAX"
MATERIAL = "introduction-to-ml-using-jax.md"

LINEAR_REGRESSION = Experiment(
    name="linear_regression",
    module="runners.experiments.intro.linear_regression",
    practical=PRACTICAL,
    section=Section(MATERIAL, "Why use gradient descent if linear regression has an exact solution?"),
    title="A line by gradient descent and by formula",
    help="Fits a line to generated points by gradient descent on the mean squared error, beside the closed form.",
    parameters=(
        Parameter("points", "int", 50, "How many points the data has.", 3, 1000, example="50"),
        Parameter("w", "float", 2.0, "The slope of the line that the data comes from.", -10.0, 10.0),
        Parameter("b", "float", -1.0, "The value of that line at x = 0.", -10.0, 10.0),
        Parameter("noise", "float", 0.5, "The standard deviation of the points around the line.", 0.0, 10.0),
        Parameter("learning_rate", "float", 0.1, "The size of each step.", 0.0001, 2.0, example="0.01"),
        Parameter("steps", "int", 100, "How many steps gradient descent takes.", 1, 1000, example="100"),
        SEED,
    ),
)

GRADIENT_DESCENT = Experiment(
    name="gradient_descent",
    module="runners.experiments.intro.gradient_descent",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What happens if the learning rate is too big or too small?"),
    title="The path of gradient descent in a valley",
    help="Gradient descent on a quadratic valley: its path on the surface, and whether the learning rate is stable.",
    parameters=(
        Parameter("condition", "float", 10.0, "How much steeper the valley is across than along.", 1.0, 100.0),
        Parameter("learning_rate", "float", 0.16, "The size of each step.", 0.0001, 4.0, example="0.21"),
        Parameter("momentum", "float", 0.0, "The part of its velocity that a step keeps.", 0.0, 0.99),
        Parameter("steps", "int", 40, "How many steps it takes.", 1, 500, example="40"),
        SEED,
    ),
)

JIT_TIMING = Experiment(
    name="jit_timing",
    module="runners.experiments.intro.jit_timing",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How do I measure the time of JAX code correctly?"),
    title="What jit costs, and what it saves",
    help="Times of a function with and without jit over sizes, with the first call, which compiles, apart.",
    parameters=(
        Parameter(
            "function", "choice", "selu", "What is timed.", choices=("selu", "polynomial", "matmul"), example="matmul"
        ),
        Parameter("largest", "int", 6, "The largest size is 10 to this power.", 2, 6, example="6"),
        Parameter("repeats", "int", 20, "How many calls each median is taken of.", 3, 100),
        SEED,
    ),
    seconds=45.0,
    compiling={"repeats": 3},
)

VMAP_VS_LOOP = Experiment(
    name="vmap_vs_loop",
    module="runners.experiments.intro.vmap_vs_loop",
    practical=PRACTICAL,
    section=Section(MATERIAL, "Is vmap faster than a Python loop?"),
    title="One program for a batch, or a loop over it",
    help="Times of per-example gradients by vmap and by a Python loop over batch sizes, and that both agree.",
    parameters=(
        Parameter("features", "int", 32, "How many numbers one example has.", 1, 2000, example="32"),
        Parameter("largest", "int", 256, "The largest batch.", 1, 1024, example="512"),
        Parameter("repeats", "int", 20, "How many times each median is taken of.", 3, 100),
        SEED,
    ),
    seconds=45.0,
    compiling={"repeats": 3},
)

PMAP_DEVICES = Experiment(
    name="pmap_devices",
    module="runners.experiments.intro.pmap_devices",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How do I run code on several devices with pmap?"),
    title="Which device holds which slice",
    help="One gradient step on several forced host devices: who holds which rows, and what pmean makes of it.",
    parameters=(
        Parameter("devices", "int", 4, "How many devices XLA pretends to have.", 1, 8, example="8"),
        Parameter("rows", "int", 3, "How many rows each device gets.", 1, 16, example="2"),
        SEED,
    ),
)

EXPERIMENTS: tuple[Experiment, ...] = (
    LINEAR_REGRESSION,
    GRADIENT_DESCENT,
    JIT_TIMING,
    VMAP_VS_LOOP,
    PMAP_DEVICES,
)
