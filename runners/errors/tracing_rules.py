"""Exceptions of JAX's transformations: tracing, keys, pure functions."""

from __future__ import annotations

from runners.errors.rules import GRAD, JAX, JIT, KEYS, PURE, SHAPES, VMAP, Rule

TRACING_RULES = (
    Rule(
        "TracerBoolConversionError",
        "",
        "Inside `jit` (or `grad`, `vmap`) an array has a shape but no value yet, so Python's `if`, `while`, `and` and "
        "`or` can't decide on it. Use `jnp.where(condition, a, b)` or `jax.lax.cond`; or mark the argument as static "
        "with `static_argnames` when it is a plain Python setting.",
        JIT,
    ),
    Rule(
        "TracerArrayConversionError",
        "",
        "A NumPy function was called on a traced array, which has no value yet. Inside `jit`, `grad` and `vmap` use "
        "`jnp` functions instead of `np` ones.",
        JIT,
    ),
    Rule(
        "TracerIntegerConversionError",
        "",
        "Python needs a whole number here, for example in `range(n)` or as a list index, but inside `jit` the value is "
        "not known yet. Mark the argument with `static_argnames`, or use `jax.lax.fori_loop` or `jnp` indexing.",
        JIT,
    ),
    Rule(
        "NonConcreteBooleanIndexError",
        "",
        "Inside `jit` the shape of every array must be known, but `x[condition]` has as many elements as the condition "
        "has True values. Use `jnp.where(condition, x, 0)`, which keeps the shape.",
        JIT,
    ),
    Rule(
        "TypeError",
        r"Shapes must be 1D sequences of concrete values of integer type, got (?P<shape>\([\d., -]*\))",
        "A shape is made of whole numbers, and here it is {shape}. Division with `/` gives a float: use `//`.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"Shapes must be 1D sequences of concrete values",
        "Inside `jit` the shape of every array must be known, but here a shape depends on an argument's value. Mark "
        "that argument with `static_argnames`, or take the size from another array's `.shape`.",
        JIT,
    ),
    Rule(
        "ConcretizationTypeError",
        r"The size argument of jnp\.(?P<name>\w+)|first argument of jnp\.unique",
        "Inside `jit` the shape of every array must be known, but the size of this result depends on the numbers. Give "
        "the function a `size=...`, or call it outside of `jit`.",
        JIT,
    ),
    Rule(
        "ConcretizationTypeError",
        r"arose in (?:the )?jnp\.(?P<name>arange|linspace|zeros|ones|full|eye)",
        "Inside `jit` the shape of every array must be known, but `jnp.{name}` gets its size from an argument. Mark "
        "that argument with `static_argnames`, or take the size from another array's `.shape`.",
        JIT,
    ),
    Rule(
        "ConcretizationTypeError",
        "",
        "Inside `jit`, `grad` and `vmap` an array has a shape but no value yet, so `float(x)`, `int(x)` and `x.item()` "
        "are not possible. Keep it an array: use `x.astype(...)` and `jnp` functions.",
        JIT,
    ),
    Rule(
        "UnexpectedTracerError",
        "",
        "A value from inside a transformed function was kept outside of it: in a global variable, a list or an object. "
        "Such a value only lives while JAX traces the function. Return it from the function instead.",
        PURE,
    ),
    Rule(
        "ValueError",
        r"Non-hashable static arguments.*object of type <class '(?P<type>[^']+)'>",
        "A static argument of `jit` is used as a dictionary key, so it must be hashable; a `{type}` is not. Static is "
        "for plain settings such as numbers, strings and tuples. Pass arrays as normal arguments.",
        JIT,
    ),
    Rule(
        "TypeError",
        r"JAX arrays are immutable",
        "A JAX array can't be changed in place. `x = x.at[index].set(value)` gives a new array with the change; "
        "`.add(...)` and `.multiply(...)` work the same way.",
        PURE,
    ),
    Rule(
        "TypeError",
        r"_IndexUpdateHelper' object does not support item assignment",
        "`x.at[index]` is followed by a call, not by `=`. Write `x = x.at[index].set(value)`.",
        PURE,
    ),
    Rule(
        "TypeError",
        r"Gradient only defined for scalar-output functions\. Output had shape: (?P<shape>\(.*?\))",
        "`jax.grad` needs a function that returns one number, and this one returns an array of shape {shape}. Sum or "
        "average it (`.sum()`, `.mean()`), or use `jax.jacobian` when all derivatives are wanted.",
        GRAD,
    ),
    Rule(
        "TypeError",
        r"Gradient only defined for scalar-output functions\. Output was None",
        "The function given to `jax.grad` returns nothing. It needs a `return` line with the loss.",
        GRAD,
    ),
    Rule(
        "TypeError",
        r"Gradient only defined for scalar-output functions\. Output was",
        "`jax.grad` needs a function that returns one number, and this one returns several values. Return only the "
        "loss, or use `jax.grad(f, has_aux=True)` and return `(loss, everything_else)`.",
        GRAD,
    ),
    Rule(
        "TypeError",
        r"(?:requires real- or complex-valued inputs).*but got (?P<dtype>\w+)",
        "A derivative needs an input that can change smoothly, but this one has dtype {dtype}. Write a float: `3.0` "
        "instead of `3`, or `x.astype(float)`.",
        GRAD,
    ),
    Rule(
        "TypeError",
        r"unexpected PRNG key type|invalid PRNG key data",
        "The first argument of `jax.random` functions is a key, and something else was given. Make one with "
        "`key = jax.random.key(0)` and call, for example, `jax.random.normal(key, (3,))`.",
        KEYS,
    ),
    Rule(
        "KeyReuseError",
        "",
        "The same random key was used twice, which gives the same numbers twice. Split it first: "
        "`key, subkey = jax.random.split(key)`, then use `subkey`.",
        KEYS,
    ),
    Rule(
        "TypeError",
        r"does not accept dtypes key<",
        "A random key is no number: it can't be added or multiplied. Use `jax.random.split` or `jax.random.fold_in` "
        "to get new keys from it.",
        KEYS,
    ),
    Rule(
        "ValueError",
        r"vmap got inconsistent sizes",
        "`vmap` walks along one axis of each argument together, so these axes must have the same size. Look at "
        "`in_axes`: 0 means the first axis, None means that an argument is the same for all.",
        VMAP,
    ),
    Rule(
        "ValueError",
        r"vmap was requested to map its argument along axis",
        "`vmap` was asked to walk along an axis that this argument does not have. Use `in_axes=None` for an argument "
        "that is the same for all, such as a number.",
        VMAP,
    ),
    Rule(
        "ValueError",
        r"vmap in_axes must be",
        "`in_axes` needs one entry for each argument of the function, for example `in_axes=(0, None)` for two.",
        VMAP,
    ),
    Rule(
        "TypeError",
        r"branches must have equal output types|must have the same pytree structure|carry input and carry output",
        "`cond`, `scan` and loops need the same structure, shapes and dtypes from every branch and every step. A "
        "common cause is `1` in one place and `1.0` in another.",
        JIT,
    ),
    Rule(
        "ValueError",
        r"pytree structure error|different pytree",
        "Two nested containers (for example parameters and gradients) should have the same keys and the same "
        "structure, and they differ. Print both with `jax.tree.map(jnp.shape, tree)` and compare.",
        PURE,
    ),
    Rule(
        "TypeError",
        r"grad requires real-valued outputs.*but got (?P<dtype>\w+)",
        "The function returns {dtype}, which has no slope. A loss must be a float: no `argmax`, no comparison and no "
        "rounding at its end.",
        GRAD,
    ),
    Rule(
        "TypeError",
        r"differentiating with respect to argnums=(?P<number>\d+) requires at least",
        "`argnums` counts the arguments from 0, and there is no argument {number} in this call.",
        GRAD,
    ),
    Rule(
        "ValueError",
        r"invalid argnames (?P<names>\{.*?\}) in static_argnames",
        "`static_argnames` names {names}, but the function has no such parameter. Compare with its `def` line.",
        JIT,
    ),
    Rule(
        "IndexError",
        r"Slice entries must be static integers",
        "Inside `jit` the shape of every array must be known, but `x[:n]` has as many elements as `n` says. Mark `n` "
        "with `static_argnames`, or use `jax.lax.dynamic_slice`, which keeps a fixed size.",
        JIT,
    ),
    Rule(
        "ValueError",
        r"vmap must have at least one non-None value in in_axes",
        "`in_axes` says None for every argument, so there is no axis to walk along. Give the batched argument a 0.",
        VMAP,
    ),
    Rule(
        "TypeError",
        r"scan body output must be a pair",
        "The function given to `scan` must return two things: the new carry, and what to keep of this step: "
        "`return carry, y`. `y` may be `None`.",
        JIT,
    ),
    Rule(
        "ValueError",
        r"scan got values with different leading axis sizes: (?P<sizes>.*)",
        "`scan` walks along the first axis of all its inputs together, and these differ: {sizes}",
        JIT,
    ),
    Rule(
        "TypeError",
        r"cond_fun must return a boolean scalar|Pred must be a scalar",
        "The condition must be one True or False. Compare numbers (`x > 0`), and for a whole array take `.all()` or "
        "`.any()`; to choose element by element use `jnp.where`.",
        JIT,
    ),
    Rule(
        "TypeError",
        r"true_fun and false_fun arguments should be callable",
        "`cond` takes two functions: `jax.lax.cond(condition, lambda x: ..., lambda x: ..., x)`. To choose between "
        "two values use `jnp.where(condition, a, b)`.",
        JIT,
    ),
    Rule(
        "TypeError",
        r"Error interpreting argument to .* as an abstract array|is not a valid JAX type",
        "A function under `jit`, `grad` or `vmap` takes arrays and numbers, or lists, tuples and dictionaries of them. "
        "Mark a string or another setting as static with `static_argnames`.",
        JIT,
    ),
    Rule(
        "TypeError",
        r"Expected a callable value, got",
        "`jit`, `grad` and `vmap` take a function, without calling it: `jax.grad(f)(x)`, not `jax.grad(f(x))`.",
        JAX,
    ),
    Rule(
        "ValueError",
        r"accepts a single key, but was given a key array of shape (?P<shape>\(.*?\))",
        "Here is an array of keys of shape {shape} where one key is wanted. Take one (`keys[0]`), or draw once for "
        "each with `jax.vmap`.",
        KEYS,
    ),
    Rule(
        "TypeError",
        r"iteration over a 0-d key array",
        "One key can't be taken apart. Make several from it: `key, subkey = jax.random.split(key)`.",
        KEYS,
    ),
)
