"""The tasks of Graph Neural Networks, in the practical's order."""

from runners.exercises.topics.gnn import (
    add,
    attention,
    convolution,
    definition,
    networks,
    tuple,
)

EXERCISES = (
    *definition.EXERCISES,
    *tuple.EXERCISES,
    *add.EXERCISES,
    *convolution.EXERCISES,
    *networks.EXERCISES,
    *attention.EXERCISES,
)
