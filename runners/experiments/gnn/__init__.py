"""Experiments of the practical Graph Neural Networks."""
