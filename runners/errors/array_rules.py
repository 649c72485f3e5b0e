"""Exceptions about shapes, axes and dtypes."""

from __future__ import annotations

from runners.errors.rules import AGGREGATION, BROADCASTING, CONTRACTION, JAX, PURE, SHAPES, Rule

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
    Rule(
        "ValueError",
        r"Incompatible types for matmul arguments: \w+(?P<left>\[.*?\]) and \w+(?P<right>\[.*?\])",
        "`a @ b` multiplies the last two axes, and the axes in front of them must be equal or 1. Here the shapes are "
        "{left} and {right}.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"Einstein sum subscript '(?P<letters>\w+)' does not contain the correct number of indices",
        "In `einsum` each axis gets one letter, and `{letters}` has another number of letters than its array has axes.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"Output character '(?P<letter>.)' did not appear in the input",
        "The letter `{letter}` stands on the right of `->` and nowhere on the left, so `einsum` can't know its size.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"Number of einsum subscripts, (?P<letters>\d+), must be equal to the number of operands, (?P<arrays>\d+)",
        "The pattern on the left of `->` is for {letters} arrays (commas separate them), and {arrays} came.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"inconsistent size for core dimension",
        "The two arrays do not belong to one system of equations: a matrix of shape (n, n) goes with n rows on the "
        "right.",
        CONTRACTION,
    ),
    Rule(
        "LinAlgError",
        r"Singular matrix",
        "This matrix has no inverse: a row can be made from the others. Adding a small number on its diagonal "
        "(`+ alpha * jnp.eye(n)`) makes it invertible.",
        CONTRACTION,
    ),
    Rule(
        "ValueError",
        r"assignment destination is read-only",
        "`np.asarray` of a JAX array only looks at its numbers and can't change them. Make a copy (`np.array(x)`), or "
        "stay in JAX: `x = x.at[index].set(value)`.",
        PURE,
    ),
    Rule(
        "TypeError",
        r"unsupported operand type\(s\) for .*_IndexUpdateRef",
        "`x.at[index]` is followed by a call such as `.set(value)` or `.add(value)`. To read write `x[index]`.",
        PURE,
    ),
    Rule(
        "IndexError",
        r"[Tt]oo many indices.*array is (?P<axes>\d+)-dimensional, but (?P<given>\d+) were",
        "The array has {axes} axes, and {given} indices stand in the brackets.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"Using a non-tuple sequence for multidimensional indexing",
        "A JAX array is not indexed with a list. Write `x[jnp.array([0, 1])]`.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"unsupported operand type\(s\) for (?P<sign>\S+): '.*ArrayImpl' and '(?P<type>list|tuple)'",
        "A JAX array and a {type} can't be combined with `{sign}`. Make an array of it first: `jnp.array([...])`.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"Did you accidentally write `jax\.numpy\.(?P<name>\w+)\(",
        "The shape is one argument, in brackets of its own: `jnp.{name}((2, 3))`.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"Cannot interpret '(?P<what>.*?)' as a data type",
        "`{what}` stands where a dtype is wanted. A shape and the numbers of an array are one argument, in brackets of "
        "their own: `jnp.array([1, 2, 3])`, `jnp.zeros((2, 3))`.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"inhomogeneous shape",
        "The rows are not equally long, so they make no array. Look at the length of each inner list.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"can only specify one unknown axis size",
        "Only one size of a reshape may be -1: it is worked out from the others.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"axes don't match array",
        "`transpose` needs every axis of the array once. Compare the list of axes with `x.ndim`.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"cannot select an axis to squeeze out which has size not equal to one",
        "`squeeze` removes an axis of size 1 only. To drop a longer one choose an element of it (`x[0]`) or reduce it "
        "(`x.mean(axis=0)`).",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"Zero-dimensional arrays cannot be concatenated",
        "`concatenate` takes one list of arrays with at least one axis: `jnp.concatenate([a, b])`. Numbers are put "
        "together with `jnp.stack` or `jnp.array`.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"indices and arr must have the same number of dimensions; (?P<one>\d+) vs\. (?P<two>\d+)",
        "`take_along_axis` needs indices with as many axes as the array: here {one} and {two}. `indices[:, None]` adds "
        "one, and the result is squeezed afterwards.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"does not result in an equal division: rest is (?P<rest>\d+)",
        "The axis can't be cut into equal parts: {rest} would be left over.",
        SHAPES,
    ),
    Rule(
        "ValueError",
        r"conv_general_dilated lhs feature dimension",
        "The number of channels of the image and of the kernel differ. Check the order of axes: NCHW or NHWC.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"Only (?:integer )?scalar arrays can be converted",
        "One number is wanted here, and this array has several. Choose one (`x[0]`), reduce it (`x.sum()`), or use a "
        "function of `jnp` that works on all of them.",
        SHAPES,
    ),
    Rule(
        "TypeError",
        r"iteration over a 0-d array|len\(\) of unsized object",
        "This array holds one number and has no axis, so it has no length and no elements to go through. For numbers "
        "up to n write `range(n)`.",
        SHAPES,
    ),
    Rule(
        "TypeError|ValueError",
        r"Only arrays of numeric types are supported by JAX|not a valid value for jnp\.array|as a JAX value",
        "JAX arrays hold numbers and True/False only: no text, no None, no objects.",
        JAX,
    ),
    Rule(
        "ValueError",
        r"p must be None or a 1D vector",
        "The probabilities `p` need one number for each thing to choose from.",
        SHAPES,
    ),
)
