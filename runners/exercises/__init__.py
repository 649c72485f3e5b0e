"""Exercises: what a learner is asked to write, and how a mistake in it is named from what the code does."""

from runners.exercises.catalogue import catalogue, find
from runners.exercises.finding import find_all, find_in

__all__ = ["catalogue", "find", "find_all", "find_in"]
