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

VI_VS_HMC = Experiment(
    name="vi_vs_hmc",
    module="runners.experiments.bayes.vi_vs_hmc",
    practical=PRACTICAL,
    section=Section(MATERIAL, "When do I use HMC, and when variational inference?"),
    title="Samples that roll, and a Gaussian that is too narrow",
    help="Hamiltonian Monte Carlo beside mean-field variational inference, on a density with known moments.",
    parameters=(
        Parameter(
            "target", "choice", "gaussian", "The density: a correlated Gaussian, or a bent one.",
            choices=("gaussian", "banana"), example="banana",
        ),
        Parameter("correlation", "float", 0.9, "The correlation of the Gaussian's two weights.", -0.99, 0.99),
        Parameter("bend", "float", 1.0, "How strongly the banana bends.", 0.0, 3.0, example="0.5"),
        Parameter("samples", "int", 1000, "How many samples each of the four chains keeps.", 100, 5_000),
        Parameter("step_size", "float", 0.2, "The size of a leapfrog step.", 0.001, 3.0, example="0.1"),
        Parameter("leapfrog_steps", "int", 12, "How many leapfrog steps a proposal takes.", 1, 50, example="20"),
        SEED,
    ),
    seconds=55.0,
    compiling={"samples": 100},
)  # fmt: skip

BAYES_NN = Experiment(
    name="bayes_nn",
    module="runners.experiments.bayes.bayes_nn",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is a Bayesian neural network?"),
    title="A network that knows where it does not know",
    help="A small Bayesian neural network on data with a gap, by HMC or mean-field VI, beside a deep ensemble.",
    parameters=(
        Parameter(
            "method", "choice", "hmc", "How the posterior is found.", choices=("hmc", "vi"), example="vi",
        ),
        Parameter("points", "int", 40, "How many points the data have.", 1, 80, example="20"),
        Parameter("hidden", "int", 16, "How many hidden units the network has.", 1, 20, example="4"),
        Parameter("noise", "float", 0.15, "The standard deviation of the noise, known to the model.", 0.05, 1.0),
        Parameter("gap", "float", 1.5, "The width of the region without data, of 4.", 0.2, 3.0, example="2"),
        Parameter("inner_scale", "float", 2.0, "The prior's scale of the first layer: larger bends more.", 0.2, 5.0),
        Parameter("samples", "int", 400, "HMC only: how many samples each of four chains keeps.", 20, 2_000),
        Parameter("steps", "int", 4_000, "VI only: how many steps up the ELBO.", 1, 20_000),
        SEED,
    ),
    seconds=60.0,
    compiling={"samples": 20},
)  # fmt: skip

EXPERIMENTS: tuple[Experiment, ...] = (BAYES_LINEAR, BAYES_LOGISTIC_VI, BAYES_NN, VI_VS_HMC)
