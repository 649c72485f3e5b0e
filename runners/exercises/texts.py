"""Words for mistakes that any exercise may meet, by slug: the message and three hints."""

from __future__ import annotations

from runners.exercises.values import Exercise
from runners.values import Mistake

_SHARED = {
    "needs_equal_sizes": (
        "The function works only when the sizes of the axes happen to be equal.",
        "Write down the shapes of all inputs with different sizes, and follow them line by line.",
        "Two axes are mixed up: it goes unnoticed while they have the same size.",
        "Check each product, reshape and slice: which axis does it mean, and which one does it take?",
    ),
    "returns_nothing": (
        "The function returns nothing.",
        "Look at the end of the function.",
        "Without a return line a function gives back None; printing is not returning.",
        "Return the result.",
    ),
    "returns_no_array": (
        "The function returns something that is not an array.",
        "Look at the return line.",
        "What comes back is no array and no tuple of arrays.",
        "Return the computed arrays themselves.",
    ),
    "missing_output": (
        "An output is missing.",
        "Look at the return line, and at what the task asks for.",
        "Fewer things come back than the task asks for.",
        "Return all outputs, in the order that the task gives.",
    ),
    "missing_parameter": (
        "The function does not take all the arguments that the task gives it.",
        "Compare your def line with the signature in the task.",
        "An argument of the task is missing from your function.",
        "Add it to the def line, in the task's order.",
    ),
}


def mistake(exercise: Exercise, slug: str, evidence: str) -> Mistake:
    """The mistake of this slug in the exercise's own words, or in the shared ones."""
    message, *hints = {**_SHARED, **exercise.notes}[slug]
    return Mistake(slug, message, evidence, tuple(hints))


def placeholder(message: str, shown: str) -> Mistake:
    """Lines that are still to be filled in."""
    hints = ("Go to that line.", "The code is not finished yet.", "Put your own code in its place, then check again.")
    return Mistake("placeholder", message, shown, hints)
