"""Exceptions of Python itself, calls that newer versions no longer have, and what the sandbox refuses."""

from __future__ import annotations

from runners.errors.rules import JAX, LEARNING, Rule

MOVED_RULES = (
    Rule(
        "AttributeError",
        r"module 'jax' has no attribute 'tree_(?P<name>map|leaves|flatten|unflatten|structure|reduce)'",
        "`jax.tree_{name}` is gone from newer versions of JAX. Write `jax.tree.{name}`.",
        JAX,
    ),
    Rule(
        "AttributeError",
        r"module 'jax\.numpy' has no attribute 'DeviceArray'",
        "`jnp.DeviceArray` is gone from newer versions of JAX. Write `jax.Array`.",
        JAX,
    ),
    Rule(
        "TypeError",
        r"clip\(\) got an unexpected keyword argument 'a_(?P<end>min|max)'",
        "In newer versions of JAX the arguments of `clip` are `min` and `max`: `jnp.clip(x, min=..., max=...)`, or "
        "give them by position.",
        JAX,
    ),
    Rule(
        "AttributeError",
        r"module 'jax\.ops' has no attribute 'index_(?P<name>\w+)'",
        "`jax.ops.index_{name}` is gone from newer versions of JAX. Write `x = x.at[index].set(value)` (or `.add`).",
        JAX,
    ),
    Rule(
        "ImportError|ModuleNotFoundError|AttributeError",
        r"cannot import name 'optimizers' from 'jax\.experimental'|jax\.experimental\.optimizers",
        "`jax.experimental.optimizers` is gone from newer versions of JAX. Use Optax: `import optax`.",
        f"{JAX}: Optax",
    ),
    Rule(
        "ModuleNotFoundError",
        r"jax\.tools\.colab_tpu",
        "This line set up a TPU in older notebooks and is not needed any more. Delete it.",
    ),
    Rule(
        "KeyError",
        r"COLAB_GPU",
        "The environment variable `COLAB_GPU` only exists in Colab. Use `os.environ.get('COLAB_GPU', 0)`, or ask JAX: "
        "`jax.default_backend()`.",
    ),
    Rule(
        "AttributeError",
        r"module 'numpy' has no attribute '(?P<name>bool8|float_|complex_|int0|product|cumproduct|alltrue|sometrue)'",
        "`np.{name}` is gone since NumPy 2. For `bool8` write `np.bool_`; for `float_`, `np.float64`; for `product`, "
        "`np.prod`. With `gym` 0.25 use `gymnasium` instead.",
    ),
    Rule(
        "AttributeError",
        r"module 'scipy\.misc' has no attribute 'face'",
        "`scipy.misc.face` has moved and would need a download. Any image of shape (768, 1024, 3) works instead, for "
        "example `np.random.randint(0, 256, (768, 1024, 3), dtype=np.uint8)`.",
    ),
    Rule(
        "ModuleNotFoundError",
        r"No module named 'gym'",
        "`gym` is now called `gymnasium`: `import gymnasium as gym`. Its `reset` returns `(observation, info)`, and "
        "its `step` returns five values.",
        LEARNING,
    ),
)

PYTHON_RULES = (
    Rule("NameError", r"name 'jnp' is not defined", "Add `import jax.numpy as jnp` at the top.", JAX),
    Rule("NameError", r"name 'np' is not defined", "Add `import numpy as np` at the top."),
    Rule("NameError", r"name 'hk' is not defined", "Add `import haiku as hk` at the top."),
    Rule("NameError", r"name 'plt' is not defined", "Add `import matplotlib.pyplot as plt` at the top."),
    Rule("NameError", r"name 'nn' is not defined", "Add `import jax.nn as nn`, or write `jax.nn.` in front."),
    Rule(
        "NameError",
        r"name '(?P<name>jax|optax|jraph|random|math|functools|itertools|einops)' is not defined",
        "Add `import {name}` at the top.",
    ),
    Rule(
        "NameError",
        r"name '(?P<name>\w+)' is not defined",
        "Nothing is called `{name}` here. Check the spelling. Each run starts empty, so code from earlier notebook "
        "cells that defines it must be sent along.",
    ),
    Rule("TabError", "", "Tabs and spaces are mixed at the start of lines. Use four spaces everywhere."),
    Rule(
        "IndentationError",
        r"expected an indented block",
        "The line after a colon must start further to the right. Chat programs sometimes drop leading spaces: put the "
        "code between three backticks.",
    ),
    Rule("IndentationError", "", "This line starts too far to the right or left. Lines of one block start together."),
    Rule("SyntaxError", r"was never closed", "A bracket is opened and never closed. Look at the marked line."),
    Rule("SyntaxError", r"Missing parentheses in call to 'print'", "In Python 3 write `print(...)`."),
    Rule(
        "SyntaxError",
        r"invalid character|unterminated string",
        "A quote is missing or is a curved one. Code needs straight quotes: ' or \". Put the code between three "
        "backticks.",
    ),
    Rule("SyntaxError", r"nested too deeply", "The code has too many brackets or blocks inside each other."),
    Rule(
        "SyntaxError",
        "",
        "Python can't read this line. Look for a missing bracket, colon or quote here or on the line before.",
    ),
    Rule(
        "ModuleNotFoundError",
        r"No module named '(?P<name>[\w.]+)'",
        "`{name}` is not installed here, and nothing can be installed from code. Use the libraries of the practicals.",
    ),
    Rule(
        "TypeError",
        r"(?P<function>[\w.]+)\(\) missing \d+ required positional arguments?: (?P<names>.*)",
        "`{function}` was called with too few arguments. What is missing: {names}.",
    ),
    Rule(
        "TypeError",
        r"(?P<function>[\w.]+)\(\) takes \d+ positional arguments? but \d+ (?:was|were) given",
        "`{function}` was called with more arguments than it has. Compare the call with its `def` line.",
    ),
    Rule(
        "ValueError",
        r"too many values to unpack \(expected (?P<count>\d+)\)",
        "There are more values on the right than the {count} names on the left. With `gymnasium`, `env.step` returns "
        "five values: `observation, reward, terminated, truncated, info`.",
    ),
    Rule(
        "ValueError",
        r"not enough values to unpack \(expected (?P<expected>\d+), got (?P<got>\d+)\)",
        "There are {expected} names on the left but only {got} values on the right.",
    ),
    Rule(
        "AttributeError",
        r"'NoneType' object has no attribute '(?P<name>\w+)'",
        "The value before `.{name}` is None. Often a function without `return` gave it.",
    ),
    Rule("TypeError", r"'NoneType'", "One of the values is None. Often a function without `return` gave it."),
    Rule(
        "AttributeError",
        r"ArrayImpl' object has no attribute '(?P<name>\w+)'",
        "JAX arrays have no `{name}`. Look for a function in `jnp`, or check the spelling.",
        JAX,
    ),
    Rule("RecursionError", "", "A function calls itself again and again and never stops. It needs a case that ends."),
    Rule("EOFError", "", "`input()` can't ask here. Write the value in the code instead."),
    Rule("FileNotFoundError", "", "There is no such file here: each run starts in an empty folder."),
    Rule(
        "PermissionError|BlockingIOError",
        "",
        "Code runs here without network, without other programs, and with no files except its own folder. Make the "
        "data in the code itself.",
    ),
)
