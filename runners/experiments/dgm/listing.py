"""The experiments of the practical Deep Generative Models, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section

PRACTICAL = "Deep Generative Models"
MATERIAL = "deep-generative-models.md"
_POINTS = ("moons", "spiral", "gaussians", "checkerboard")

NOISE_SCHEDULE = Experiment(
    name="noise_schedule",
    module="runners.experiments.dgm.noise_schedule",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is the noise schedule: betas, alphas and alphas_cumprod?"),
    title="How fast the data drowns in noise",
    help="Signal and noise over time for the linear and the cosine schedule, and points on their way to noise.",
    parameters=(
        Parameter("schedule", "choice", "linear", "Whose pictures are shown.", choices=("linear", "cosine")),
        Parameter("timesteps", "int", 200, "How many steps of noise, T.", 5, 1000, example="1000"),
        Parameter("beta_last", "float", 0.02, "The last beta of the linear schedule; the first is 0.0001.", 1e-4, 0.5),
        Parameter("data", "choice", "moons", "Which points are noised.", choices=_POINTS, example="spiral"),
        SEED,
    ),
)

SCORE_FIELD = Experiment(
    name="score_field",
    module="runners.experiments.dgm.score_field",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is the score function?"),
    title="Arrows that point to the data",
    help="The score of a mixture of Gaussians as arrows, without noise and with it, and walkers that follow it.",
    parameters=(
        Parameter(
            "density",
            "choice",
            "practical",
            "The practical's two Gaussians, six on a ring, or five at random.",
            choices=("practical", "ring", "random"),
            example="ring",
        ),  # fmt: skip
        Parameter("noise", "float", 3.0, "Standard deviation of the noise on the right.", 0.1, 4.0, example="1"),
        Parameter("step", "float", 0.2, "Size of a walker's Langevin step.", 0.001, 4.0, example="0.05"),
        Parameter("steps", "int", 300, "How many steps a walker takes.", 0, 2000, example="1000"),
        SEED,
    ),
)

DIFFUSION_2D = Experiment(
    name="diffusion_2d",
    module="runners.experiments.dgm.diffusion_2d",
    practical=PRACTICAL,
    section=Section(MATERIAL, "Exercise: Train a diffusion model on points"),
    title="From noise to points",
    help="A small diffusion model of points in the plane: its samples beside the data, and the way from noise to them.",
    parameters=(
        Parameter("data", "choice", "moons", "Which points are learned.", choices=_POINTS, example="spiral"),
        Parameter("steps", "int", 3000, "How many training steps.", 1, 9000, example="500"),
        Parameter("timesteps", "int", 100, "How many steps of noise, T.", 2, 200, example="20"),
        Parameter("schedule", "choice", "cosine", "How the noise grows.", choices=("linear", "cosine")),
        Parameter("learning_rate", "float", 0.003, "Adam's first step size; it falls to 0.", 1e-5, 0.1),
        SEED,
    ),
    seconds=60.0,
    compiling={"steps": 150},
)

DIFFUSION_IMAGES = Experiment(
    name="diffusion_images",
    module="runners.experiments.dgm.diffusion_images",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How do I sample from a diffusion model, step by step?"),
    title="From noise to images",
    help="A diffusion model of bars, crosses and rings on 8 by 8 pixels: how many of its images are right, and new.",
    parameters=(
        Parameter("share", "float", 0.8, "Which part of all shapes is for training.", 0.01, 1.0, example="0.2"),
        Parameter("steps", "int", 1500, "How many training steps.", 1, 3000, example="500"),
        Parameter("timesteps", "int", 100, "How many steps of noise, T.", 2, 200, example="50"),
        Parameter("schedule", "choice", "cosine", "How the noise grows.", choices=("linear", "cosine")),
        Parameter("learning_rate", "float", 0.002, "Adam's first step size; it falls to 0.", 1e-5, 0.1),
        SEED,
    ),
    seconds=60.0,
    compiling={"steps": 50},
)

EXPERIMENTS = (NOISE_SCHEDULE, SCORE_FIELD, DIFFUSION_2D, DIFFUSION_IMAGES)
