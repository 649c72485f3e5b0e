"""Experiments of the practical Introduction to ML using JAX."""
