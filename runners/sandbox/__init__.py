"""Run a learner's code in a process of its own, and get back a bounded, typed result.

    with Sandbox() as sandbox:
        result = sandbox.run("import jax.numpy as jnp\\njnp.arange(3) + 1")

Three roles, each in its own process: the *supervisor* (this package, in the worker; imports no JAX), the
*zygote* (has imported the libraries, only forks) and one *child* for each snippet, used once.

Exceptions of ours:
    SandboxError            the sandbox can't do its work; the message says why and what to do
      +-- SandboxClosed     it was closed, or never started
"""

from runners.sandbox.stopping import Stop
from runners.sandbox.supervisor import Sandbox
from runners.sandbox.values import (
    CallOutcome,
    CallReport,
    Case,
    Experiment,
    Layer,
    Limits,
    SandboxClosed,
    SandboxError,
    Seen,
    Sighting,
    Spot,
    WalkReport,
)

__all__ = [
    "CallOutcome",
    "CallReport",
    "Case",
    "Experiment",
    "Layer",
    "Limits",
    "Sandbox",
    "SandboxClosed",
    "SandboxError",
    "Seen",
    "Sighting",
    "Spot",
    "Stop",
    "WalkReport",
]
