"""Measures: how long a learner waits, beside what they would do instead, in the same run."""
