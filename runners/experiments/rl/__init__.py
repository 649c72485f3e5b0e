"""Experiments of the practical Reinforcement Learning."""
