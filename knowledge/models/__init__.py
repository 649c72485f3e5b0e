"""The two embedding models."""
