"""Experiments of the practical Array Algebra."""
