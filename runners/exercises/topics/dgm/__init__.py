"""The tasks of Deep Generative Models, in the practical's order."""

from runners.exercises.topics.dgm import (
    loss,
    schedule,
    score,
    unet,
)

EXERCISES = (
    *schedule.EXERCISES,
    *score.EXERCISES,
    *loss.EXERCISES,
    *unet.EXERCISES,
)
