"""Experiments of the practical Bayesian Deep Learning."""
