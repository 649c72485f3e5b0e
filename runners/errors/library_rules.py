"""Exceptions of Haiku, Optax, jraph, einops and Matplotlib."""

from __future__ import annotations

from runners.errors.rules import CONTRACTION, GRAPHS, HAIKU, JAX, OPTAX, SHAPES, Rule

LIBRARY_RULES = (
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
        "This model draws random numbers (for example dropout, or the first weights), so `init` and `apply` need a "
        "key: `model.init(key, x)`, `model.apply(params, key, x)`.",
        HAIKU,
    ),
    Rule(
        "ValueError",
        r"Apply must be called with an RNG as the second argument|Init must be called with an RNG",
        "`apply` of a transformed function takes the parameters, then a random key, then the inputs: "
        "`model.apply(params, key, x)`. Without random numbers give `None` as the key, or use "
        "`hk.without_apply_rng(hk.transform(f))` and `model.apply(params, x)`.",
        HAIKU,
    ),
    Rule(
        "ValueError",
        r"'(?P<name>[^']+)' with retrieved shape (?P<was>\(.*?\)) does not match shape=(?P<now>\[.*?\])",
        "The weights `{name}` were made for another input: they have shape {was}, and this input needs {now}. Call "
        "`init` and `apply` with inputs of the same last axis.",
        HAIKU,
    ),
    Rule(
        "ValueError",
        r"without calling the super constructor",
        "`__init__` of a Haiku module must begin with `super().__init__(name=name)`.",
        HAIKU,
    ),
    Rule(
        "NonEmptyStateError",
        "",
        "This model keeps a state (for example batch norm). Use `hk.transform_with_state`: its `init` returns "
        "`params, state`.",
        HAIKU,
    ),
    Rule(
        "ValueError",
        r"provide a weight initializer",
        "`hk.MultiHeadAttention` needs an initialiser: `w_init=hk.initializers.VarianceScaling()`.",
        HAIKU,
    ),
    Rule(
        "AttributeError",
        r"'function' object has no attribute '(?P<name>init|apply)'",
        "A plain function has no `{name}`. Transform it first: `model = hk.transform(f)`, then `model.{name}(...)`.",
        HAIKU,
    ),
    Rule(
        "ValueError",
        r"not passing `params` when calling `update`",
        "This optimiser also needs the parameters, for example for weight decay: "
        "`optimiser.update(gradients, state, params)`.",
        OPTAX,
    ),
    Rule(
        "ValueError",
        r"number of updates and states has to be the same in chain",
        "`update` takes the gradients first and the state second: `optimiser.update(gradients, state)`. The state is "
        "what `optimiser.init(params)` returned.",
        OPTAX,
    ),
    Rule(
        "TypeError",
        r"subdtype of <class 'numpy\.integer'>, got (?P<dtype>\w+)",
        "The labels must be whole numbers, one class number for each example, and these are {dtype}. For one-hot "
        "labels use `optax.softmax_cross_entropy`; else `labels.astype(int)`.",
        OPTAX,
    ),
    Rule(
        "ValueError",
        r"pytree structure error: different types.*subtree of different type\s+<class 'tuple'>",
        "A tuple was given where parameters are wanted. `optimiser.update` returns two things: "
        "`updates, state = optimiser.update(gradients, state)`; then `optax.apply_updates(params, updates)`.",
        OPTAX,
    ),
    Rule(
        "TypeError",
        r"GraphsTuple\.__new__\(\) missing \d+ required positional arguments?: (?P<names>.*)",
        "A `jraph.GraphsTuple` needs all seven fields: nodes, edges, senders, receivers, n_node, n_edge, globals. "
        "Missing: {names}. A field that is not used is `None`.",
        GRAPHS,
    ),
    Rule(
        "AttributeError",
        r"can't set attribute",
        "A `GraphsTuple` (like every named tuple) can't be changed. `graph = graph._replace(nodes=...)` makes a new "
        "one.",
        GRAPHS,
    ),
    Rule(
        "RuntimeError",
        r"Given graph is too large for the given padding\. difference: n_node (?P<nodes>-?\d+)",
        "The padded sizes must leave room for one more node and one more graph than there are: the padding goes into "
        "a graph of its own. The difference here is {nodes} nodes.",
        GRAPHS,
    ),
    Rule(
        "ValueError",
        r"Incompatible types for broadcasting: input type=\w+(?P<one>\[.*?\]) and requested type=\w+(?P<two>\[.*?\])",
        "Data of shape {one} was to be spread to shape {two}. In `segment_sum(data, segment_ids, num_segments)` there "
        "is one id for each row of the data.",
        GRAPHS,
    ),
    Rule(
        "ConcretizationTypeError",
        r"segment_sum\(\) `num_segments`",
        "Inside `jit` the number of segments must be known: `segment_sum(data, ids, num_segments=n)` with `n` from a "
        "`.shape`, for example `nodes.shape[0]`.",
        GRAPHS,
    ),
    Rule(
        "EinopsError",
        r"expected (?P<want>\d+) dims\. Received (?P<got>\d+)-dim",
        "The left side of the pattern names {want} axes, and the array has {got}. Name every axis once.",
        SHAPES,
    ),
    Rule(
        "EinopsError",
        r"can't divide axis of length (?P<size>\d+) in chunks of (?P<chunk>\d+)",
        "An axis of size {size} can't be cut into pieces of {chunk}. Check which axis stands in the brackets.",
        SHAPES,
    ),
    Rule("EinopsError", "", "The pattern does not fit the array. Compare its left side with `x.shape`.", CONTRACTION),
    Rule(
        "ValueError",
        r"x and y must have same first dimension, but have shapes (?P<x>\(.*?\)) and (?P<y>\(.*?\))",
        "A plot needs one y for each x; here x has shape {x} and y has shape {y}.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"Invalid shape (?P<shape>\(.*?\)) for image data",
        "`imshow` shows (rows, columns), or (rows, columns, 3) for colours; this array has shape {shape}.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"(?P<function>\w+) requires ndarray or scalar arguments, got <class '(?P<type>[^']+)'>",
        "`{function}` takes arrays, and a `{type}` was given. Turn it into an array first: `jnp.array(...)`.",
        JAX,
    ),
)
