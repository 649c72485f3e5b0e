"""Experiments of the practical Transformers & Attention."""
