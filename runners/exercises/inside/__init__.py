"""Texts that run in the sandbox beside a learner's code; never imported here. They hold no solution."""
