"""The tasks of Array Algebra, in the practical's order."""

from runners.exercises.topics.array_algebra import (
    axes,
    combining,
    lookup,
    pictures,
    step,
)

EXERCISES = (
    *lookup.EXERCISES,
    *axes.EXERCISES,
    *combining.EXERCISES,
    *pictures.EXERCISES,
    *step.EXERCISES,
)
