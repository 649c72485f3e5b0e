"""Experiments of the practical Deep Generative Models."""
