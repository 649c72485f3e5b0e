"""The experiments of the practical Bayesian Deep Learning, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section

PRACTICAL = "Bayesian Deep Learning"
MATERIAL = "bayesian-deep-learning.md"

BAYES_LINEAR = Experiment(
    name="bayes_linear",
    module="runners.experiments.bayes.bayes_linear",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is the posterior predictive distribution?"),
    title="Error bars that know where the data are",
    help="Bayesian linear regression: posterior predictive bands, and the evidence of each degree.",
    parameters=(
        Parameter("points", "int", 20, "How many points the data have.", 1, 200, example="8"),
        Parameter(
            "basis", "choice", "polynomial", "Features: powers of x, or cosines with random frequencies.",
            choices=("polynomial", "cosine"), example="cosine",
        ),
        Parameter("degree", "int", 5, "The highest power of x, or how many cosines.", 0, 12, example="9"),
        Parameter("noise", "float", 0.2, "The standard deviation of the noise, known to the model.", 0.02, 1.0),
        Parameter("prior_scale", "float", 2.0, "The prior's standard deviation of a weight, 1/√alpha.", 0.1, 20.0),
        Parameter("gap", "float", 0.6, "The width of a region without points.", 0.0, 1.2, example="1.0"),
        SEED,
    ),
)  # fmt: skip

BAYES_LOGISTIC_VI = Experiment(
    name="bayes_logistic_vi",
    module="runners.experiments.bayes.bayes_logistic_vi",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is black-box variational inference?"),
    title="A Gaussian that climbs the ELBO",
    help="Variational inference for logistic regression with two weights, beside the exact posterior.",
    parameters=(
        Parameter(
            "family", "choice", "mean-field", "The form of q: independent weights, or any Gaussian.",
            choices=("mean-field", "full-rank"), example="full-rank",
        ),
        Parameter("points", "int", 30, "How many points the data have.", 1, 200, example="10"),
        Parameter("correlation", "float", 0.8, "The correlation of the two inputs.", -0.98, 0.98, example="0"),
        Parameter("prior_scale", "float", 3.0, "The prior's standard deviation of a weight, 1/√alpha.", 0.1, 10.0),
        Parameter("steps", "int", 2000, "How many steps up the ELBO.", 1, 10_000),
        Parameter("learning_rate", "float", 0.05, "Adam's first step size; it falls to 0.", 0.0001, 1.0),
        SEED,
    ),
    seconds=45.0,
    compiling={"steps": 200},
)  # fmt: skip

EXPERIMENTS: tuple[Experiment, ...] = (BAYES_LINEAR, BAYES_LOGISTIC_VI)
