"""Exceptions of JAX's transformations: tracing, keys, pure functions."""

from __future__ import annotations

from runners.errors.rules import GRAD, HAIKU, JAX, JIT, KEYS, PURE, VMAP, Rule

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
        r"Shapes must be 1D sequences of concrete values",
        "Inside `jit` the shape of every array must be known, but here a shape depends on an argument's value. Mark "
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
        "ValueError",
        r"must be initialized inside an `hk\.transform`",
        "Haiku modules only exist inside a function given to `hk.transform`. Put the module and its call in a function "
        "`f(x)`, then `model = hk.transform(f)`, `params = model.init(key, x)`, `model.apply(params, key, x)`.",
        HAIKU,
    ),
    Rule(
        "ValueError",
        r"Unable to retrieve parameter '(?P<name>[^']+)' for module '(?P<module>[^']+)'",
        "The parameters given to `apply` do not hold `{name}` of `{module}`. Use the parameters that `init` of this "
        "same model returned, after any change to the model.",
        HAIKU,
    ),
    Rule(
        "MissingRNGError",
        "",
        "This model draws random numbers (for example dropout), so `apply` needs a key: `model.apply(params, key, x)`.",
        HAIKU,
    ),
    Rule(
        "TypeError",
        r"(?P<function>\w+) requires ndarray or scalar arguments, got <class '(?P<type>[^']+)'>",
        "`{function}` takes arrays, and a `{type}` was given. Turn it into an array first: `jnp.array(...)`.",
        JAX,
    ),
)
