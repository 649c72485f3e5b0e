"""The tasks of Transformers & Attention, in the practical's order."""

from runners.exercises.topics.transformers import (
    attention,
    classifier,
    dot_product,
    encoder,
    feed_forward,
    heads,
    intents,
    parts,
    positions,
    projections,
    whole,
)

EXERCISES = (
    *dot_product.EXERCISES,
    *attention.EXERCISES,
    *projections.EXERCISES,
    *heads.EXERCISES,
    *parts.EXERCISES,
    *positions.EXERCISES,
    *feed_forward.EXERCISES,
    *encoder.EXERCISES,
    *whole.EXERCISES,
    *intents.EXERCISES,
    *classifier.EXERCISES,
)
