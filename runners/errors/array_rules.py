"""Exceptions about shapes, axes and dtypes."""

from __future__ import annotations

from runners.errors.rules import AGGREGATION, BROADCASTING, CONTRACTION, JAX, SHAPES, Rule

ARRAY_RULES = (
    Rule(
        "TypeError",
        r"dot_general requires contracting dimensions.*got \((?P<left>\d+),\) and \((?P<right>\d+),\)",
        "A product sums over one axis of each array, and these two axes must be equally long; here they are {left} and "
        "{right}. `a @ b` uses the last axis of `a` and the last but one of `b`. Perhaps one array should be "
        "transposed: `b.T`, or `jnp.swapaxes(b, -1, -2)` when there is a batch axis in front.",
        CONTRACTION,
    ),
    Rule(
        "TypeError",
        r"dot_general requires .*batch dimensions",
        "The batch axes in front of the two arrays must be equally long.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"matmul: Input operand.*size (?P<right>\d+) is different from (?P<left>\d+)",
        "`a @ b` sums over the last axis of `a` and the last but one of `b`, and these must be equally long; here they "
        "are {left} and {right}. Perhaps one array should be transposed.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"shapes (?P<left>\(.*?\)) and (?P<right>\(.*?\)) not aligned",
        "`a.dot(b)` sums over the last axis of `a` and the last but one of `b`. For shapes {left} and {right} these "
        "are not equally long. Perhaps one array should be transposed.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"matmul input operand \d must have ndim at least 1",
        "`@` multiplies arrays with at least one axis. To multiply with a number use `*`.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"Size of label '(?P<label>.)' for operand \d+ \((?P<one>\d+)\) does not match previous terms \((?P<two>\d+)\)",
        "In `einsum` a letter stands for one size, but `{label}` is {two} in one array and {one} in another. Check the "
        "order of the letters against each array's shape.",
        CONTRACTION,
    ),
    Rule(
        "ValueError|TypeError",
        r"[Ii]ncompatible shapes for broadcasting|could not be broadcast together",
        "Shapes are compared from the right; two sizes fit when they are equal or one of them is 1. Print both shapes. "
        "`x[:, None]` adds an axis of size 1 where one is missing.",
        BROADCASTING,
    ),
    Rule(
        "TypeError|ValueError",
        r"cannot reshape array of",
        "`reshape` keeps all elements, so the sizes of the new shape multiplied must give the number of elements. One "
        "size may be -1: it is worked out.",
        SHAPES,
    ),
    Rule(
        "TypeError|ValueError",
        r"Cannot concatenate arrays|all the input array dimensions except for the concatenation axis",
        "Arrays that are joined must agree in every axis except the one they are joined along. Look at the shapes and "
        "at `axis=`.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"All input arrays must have the same shape",
        "`stack` puts arrays side by side along a new axis, so they need the same shape. `concatenate` joins along an "
        "axis that is there.",
        SHAPES,
    ),
    Rule(
        "ValueError|AxisError",
        r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<count>\d+)",
        "The array has {count} axes, counted from 0, so there is no axis {axis}. The last one is -1.",
        AGGREGATION,
    ),
    Rule(
        "IndexError",
        r"tuple index out of range",
        "An axis or an element was asked for that is not there. Print the array's `.shape`: axes count from 0, and the "
        "last one is -1.",
        SHAPES,
    ),
    Rule(
        "TypeError|IndexError",
        r"Indexer must have integer or boolean type|only integers, slices",
        "An index must be a whole number, a slice or an array of whole numbers or True/False. Division with `/` gives "
        "a float: use `//`.",
        SHAPES,
    ),
    Rule(
        "IndexError",
        r"out of range|out of bounds",
        "The index is past the end. Indexes count from 0, so the last one is the length minus 1.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"truth value of an array with more than one element is ambiguous",
        "`if` needs one True or False, and this array has many. Use `.any()` or `.all()`, or `jnp.where` to choose "
        "element by element.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"Argument to \w+ must have shape \[\.\.\., n, n\], got (?P<shape>\(.*?\))",
        "This function needs square matrices: the last two axes equally long. The shape here is {shape}.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"unsupported operand type\(s\) for ==: 'ArrayImpl' and '(?P<type>\w+)'",
        "A JAX array is not compared with a {type}. Make an array of it: `x == jnp.array([...])`, or "
        "`jnp.allclose(x, jnp.array([...]))` for floats.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"unhashable type: '.*ArrayImpl'",
        "An array can't be a dictionary key or an element of a set. Use a number or a tuple: `tuple(x.tolist())`.",
        JAX,
    ),
)
