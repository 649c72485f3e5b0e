"""Exceptions of Python itself while code runs, and what the sandbox refuses."""

from __future__ import annotations

from runners.errors.rules import JAX, KEYS, SHAPES, Rule

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
        "Nothing is called `{name}` here.{near} Check the spelling. Each run starts empty, so code from earlier "
        "notebook cells that defines it must be sent along.",
    ),
    Rule(
        "UnboundLocalError",
        r"local variable '(?P<name>\w+)'",
        "`{name}` gets its value later in this function, or in a branch that did not run. Give it a value before this "
        "line.",
    ),
    Rule(
        "ModuleNotFoundError",
        r"No module named 'google'",
        "`google.colab` only exists in Colab. Leave this line out here.",
    ),
    Rule(
        "ImportError",
        r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'",
        "`{module}` has no `{name}`. Check the spelling; in newer versions it may have moved.",
    ),
    Rule(
        "ModuleNotFoundError",
        r"No module named '(?P<name>[\w.]+)'",
        "`{name}` is not installed here, and nothing can be installed from code. Use the libraries of the practicals.",
    ),
    Rule(
        "TypeError",
        r"(?P<function>[\w.<>]+)\(\) missing \d+ required positional arguments?: (?P<names>.*)",
        "`{function}` was called with too few arguments. What is missing: {names}.",
    ),
    Rule(
        "TypeError",
        r"(?P<function>[\w.<>]+)\(\) takes \d+ positional arguments? but \d+ (?:was|were) given",
        "`{function}` was called with more arguments than it has. Compare the call with its `def` line.",
    ),
    Rule(
        "TypeError",
        r"(?P<function>[\w.<>]+)\(\) got an unexpected keyword argument '(?P<name>dim|keepdim)'",
        "`{name}` is PyTorch's word. NumPy and JAX say `axis` and `keepdims`.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"(?P<function>[\w.<>]+)\(\) got an unexpected keyword argument '(?P<name>\w+)'",
        "`{function}` has no argument `{name}`. Compare the call with its `def` line or its documentation.",
    ),
    Rule(
        "TypeError",
        r"(?P<function>[\w.<>]+)\(\) got multiple values for argument '(?P<name>\w+)'",
        "`{function}` gets `{name}` twice: once by its position and once by its name.",
    ),
    Rule(
        "TypeError",
        r"cannot unpack non-iterable NoneType",
        "The function on the right returned nothing, so there is nothing to give to the names on the left. Does it "
        "have a `return` line?",
    ),
    Rule(
        "TypeError",
        r"cannot unpack non-iterable (?P<type>\S+) object",
        "There is one value (of type {type}) on the right, and several names stand on the left.",
    ),
    Rule(
        "ValueError",
        r"too many values to unpack \(expected (?P<count>\d+)\)",
        "There are more values on the right than the {count} names on the left.",
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
        "JAX arrays have no `{name}`.{near} Look for a function in `jnp`, or check the spelling.",
        JAX,
    ),
    Rule(
        "AttributeError",
        r"module 'jax\.random' has no attribute '(?i:prngkey)'",
        "Write `jax.random.PRNGKey(0)`, with these capitals, or `jax.random.key(0)`.",
        KEYS,
    ),
    Rule(
        "AttributeError",
        r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'",
        "`{module}` has no `{name}`.{near} Check the spelling; in newer versions it may have moved or be gone.",
    ),
    Rule(
        "AttributeError",
        r"'(?P<type>list|tuple|float|int|dict)' object has no attribute "
        r"'(?P<name>shape|mean|sum|T|reshape|astype|dtype|ndim)'",
        "`.{name}` belongs to arrays, and this is a {type}. Make an array of it: `jnp.array(x)`. A tuple of several "
        "results is taken apart first: `a, b = f(x)`.",
        SHAPES,
    ),
    Rule(
        "AttributeError",
        r"'?(?P<type>[\w.]+)'? object '?(?P<own>\w*)'?\s?has no attribute '(?P<name>\w+)'",
        "A {type} has no `{name}`.{near} Check the spelling, and whether the value is what you expect: print it.",
    ),
    Rule(
        "AttributeError",
        r"has no attribute '(?P<name>\w+)'",
        "There is no `{name}` in it. Check the spelling.",
    ),
    Rule(
        "KeyError",
        r"^(?P<key>.*)$",
        "The dictionary has no key {key}.{near} Print `list(d)` to see its keys.",
    ),
    Rule(
        "TypeError",
        r"'.*ArrayImpl' object is not callable",
        "An array stands in front of round brackets, as if it were a function. To take an element write `x[0]`; to "
        "multiply write `*`.",
    ),
    Rule(
        "TypeError",
        r"'tuple' object is not callable",
        "A tuple stands in front of round brackets. `x.shape` has none behind it; between two tuples stands a comma.",
    ),
    Rule(
        "TypeError",
        r"'module' object is not callable",
        "A module stands in front of round brackets. Call a function of it, for example `jax.random.normal(...)`.",
    ),
    Rule(
        "TypeError",
        r"'(?P<type>[\w.]+)' object is not callable",
        "A value of type {type} stands in front of round brackets, as if it were a function. Was a function's name "
        "used for something else?",
    ),
    Rule(
        "TypeError",
        r"'(?:function|builtin_function_or_method|PjitFunction|method)' object is not subscriptable",
        "A function stands in front of square brackets. Call it with round ones: `f(x)`.",
    ),
    Rule(
        "TypeError",
        r"'(?P<type>[\w.]+)' object is not (?:subscriptable|iterable)",
        "A {type} has no elements to take or to go through. For numbers up to n write `range(n)`.",
    ),
    Rule(
        "TypeError",
        r"'(?P<type>\w+)' object cannot be interpreted as an integer",
        "A whole number is wanted here, and this is a {type}. Division with `/` gives a float: use `//`, or `int(x)`.",
    ),
    Rule(
        "TypeError",
        r"list indices must be integers or slices, not (?P<type>\w+)",
        "A list is indexed with whole numbers, and this index is a {type}. With names as keys it would be a "
        "dictionary: `{'w': ...}`.",
    ),
    Rule(
        "TypeError",
        r"can only concatenate str|must be str, not",
        "Text and a number can't be added. Write `str(x)`, or an f-string: `f'n = {n}'`.",
    ),
    Rule(
        "TypeError",
        r"unsupported operand type\(s\) for|can't multiply sequence",
        "These two values can't be combined with this operator. Lists are no arrays: `jnp.array([1, 2])` can be "
        "added and multiplied.",
        SHAPES,
    ),
    Rule(
        "ZeroDivisionError", "", "The number below the line is 0 here. Print it, and think about what should come out."
    ),
    Rule(
        "OverflowError",
        r"out of bounds for (?P<dtype>\w+)",
        "The number does not fit into {dtype}. Use a larger dtype, such as `int32` or `float32`.",
    ),
    Rule(
        "ValueError",
        r"invalid literal for int\(\)|could not convert string to float",
        "This text is no number.",
    ),
    Rule("StopIteration", "", "There is nothing left to take. `next(iterator, None)` gives None instead."),
    Rule(
        "AssertionError",
        r"Not equal to tolerance|Mismatched elements",
        "The two arrays differ by more than rounding. Where random numbers are drawn, a notebook's expected numbers "
        "may be those of an older JAX: `/check` tells you whether your function is right.",
    ),
    Rule(
        "AssertionError",
        "",
        "An `assert` says what should hold, and it did not hold here. Print the values that it compares.",
    ),
    Rule("RecursionError", "", "A function calls itself again and again and never stops. It needs a case that ends."),
    Rule(
        "MemoryError|_ArrayMemoryError|JaxRuntimeError|XlaRuntimeError",
        r"^$|RESOURCE_EXHAUSTED|Unable to allocate|what the function returned",
        "This array is larger than a run may use. Look at its shape: a broadcast of (n, 1) with (1, n) makes n × n "
        "numbers. Try smaller arrays or a smaller batch.",
        SHAPES,
    ),
    Rule(
        "SystemExit|KeyboardInterrupt|GeneratorExit",
        "",
        "The code ends itself here (`exit`, `quit` or `raise`). A function gives its result back with `return`.",
    ),
    Rule("EOFError", "", "`input()` can't ask here. Write the value in the code instead."),
    Rule("FileNotFoundError", "", "There is no such file here: each run starts in an empty folder."),
    Rule(
        "PermissionError|BlockingIOError",
        "",
        "Code runs here without network, without other programs, and with no files except its own folder. Make the "
        "data in the code itself.",
    ),
)
