"""The index: what is searched, built once and swapped in."""
