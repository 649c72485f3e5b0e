"""The tasks of Reinforcement Learning, in the practical's order."""

from runners.exercises.topics.rl import (
    exploration,
    policy,
    policy_gradient,
    q_learning,
    search,
)

EXERCISES = (
    *policy.EXERCISES,
    *search.EXERCISES,
    *policy_gradient.EXERCISES,
    *q_learning.EXERCISES,
    *exploration.EXERCISES,
)
