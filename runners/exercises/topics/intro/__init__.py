"""The tasks of Introduction to ML using JAX, in the practical's order."""

from runners.exercises.topics.intro import (
    cells,
    first_functions,
    line,
)

EXERCISES = (
    *first_functions.EXERCISES,
    *cells.EXERCISES,
    *line.EXERCISES,
)
