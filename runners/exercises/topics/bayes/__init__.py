"""The tasks of Bayesian Deep Learning, in the practical's order."""

from runners.exercises.topics.bayes import (
    elbo,
    regression,
)

EXERCISES = (
    *regression.EXERCISES,
    *elbo.EXERCISES,
)
