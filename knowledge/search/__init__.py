"""Finding sections and knowing how sure to be."""
