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

EXPERIMENTS: tuple[Experiment, ...] = (LINEAR_REGRESSION, GRADIENT_DESCENT)
