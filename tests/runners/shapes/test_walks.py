"""Walks against the real computations: `jax.eval_shape` gives the shape, or raises where the walk clashes."""

from __future__ import annotations

import random
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from runners.shapes import operations, walk
from runners.values import ShapeWalk, UsageError

Shape = tuple[int, ...]


def typed(shape: Shape) -> str:
    return ",".join(map(str, shape)) if shape else "()"


def real_shape(compute: Callable[..., jax.Array], *shapes: Shape) -> Shape | None:
    """The shape of the real result, None where it raises."""
    try:
        return jax.eval_shape(compute, *(jax.ShapeDtypeStruct(shape, jnp.float32) for shape in shapes)).shape
    except (TypeError, ValueError):
        return None


def same(found: ShapeWalk, real: Shape | None) -> None:
    if real is None:
        assert found.problem is not None, found.steps[-1]
        assert found.problem.cause.endswith(".") and found.problem.fix and found.problem.operands
    else:
        assert found.problem is None, found.problem
        assert found.steps[-1].shape == real
    for step in found.steps:
        assert len(step.axes) == len(step.shape) and all(step.axes)


def attention(q: jax.Array, k: jax.Array, v: jax.Array, *mask: jax.Array, heads: int | None = None) -> jax.Array:
    def split(x: jax.Array) -> jax.Array:
        return x.reshape(*x.shape[:-1], heads, x.shape[-1] // heads).swapaxes(-3, -2) if heads else x

    q, k, v = split(q), split(k), split(v)
    scores = jnp.matmul(q, k.swapaxes(-1, -2)) / jnp.sqrt(q.shape[-1])
    scores = jnp.where(mask[0] > 0, scores, -jnp.inf) if mask else scores
    values = jnp.matmul(jax.nn.softmax(scores, -1), v)
    return values.swapaxes(-3, -2).reshape(*values.shape[:-3], values.shape[-2], -1) if heads else values


@pytest.mark.parametrize("seed", range(150))
def test_attention_of_random_shapes(seed: int) -> None:
    pick = random.Random(seed)
    rank = pick.choice([2, 3, 3, 4])
    lead = tuple(pick.choice([1, 2, 3]) for _ in range(rank - 2))
    queries, keys, width = pick.choice([4, 5]), pick.choice([5, 7]), pick.choice([6, 12])
    q, k, v = (*lead, queries, width), (*lead, keys, width), (*lead, keys, pick.choice([6, 12, 18]))
    shapes = [_disturbed(pick, shape) for shape in (q, k, v)]
    heads = pick.choice([None, 2, 3]) if rank < 4 and all(len(shape) < 4 for shape in shapes) else None
    if pick.random() < 0.5:
        shapes.append(_disturbed(pick, pick.choice([(queries, keys), (1, keys), (*lead, queries, keys)])))
    names = [f"{name}={typed(shape)}" for name, shape in zip(("q", "k", "v", "mask"), shapes, strict=False)]
    found = walk("attention", [*names, *([f"heads={heads}"] if heads else [])])
    same(found, real_shape(lambda *arrays: attention(*arrays, heads=heads), *shapes))


def _disturbed(pick: random.Random, shape: Shape) -> Shape:
    """The shape as it is, or with an axis changed: to another multiple of 6 where heads split it, and never
    to a rank that the operation refuses."""
    if pick.random() < 0.75:
        return shape
    axis = pick.randrange(len(shape))
    last = axis == len(shape) - 1 and shape[axis] % 6 == 0
    return (*shape[:axis], pick.choice([6, 12] if last else [1, 2, 3, 5, 7]), *shape[axis + 1 :])


@pytest.mark.parametrize("seed", range(150))
def test_matmul_of_random_shapes(seed: int) -> None:
    pick = random.Random(seed)
    a, b = (tuple(pick.choice([1, 2, 3]) for _ in range(pick.randint(1, 4))) for _ in range(2))
    same(walk("matmul", [f"a={typed(a)}", f"b={typed(b)}"]), real_shape(jnp.matmul, a, b))


@pytest.mark.parametrize("seed", range(150))
def test_broadcast_of_random_shapes(seed: int) -> None:
    pick = random.Random(seed)
    shapes = [tuple(pick.choice([1, 1, 2, 3]) for _ in range(pick.randint(0, 4))) for _ in range(pick.randint(2, 4))]
    try:
        real: Shape | None = np.broadcast_shapes(*shapes)
    except ValueError:
        real = None
    same(walk("broadcast", [typed(shape) for shape in shapes]), real)


@pytest.mark.parametrize("seed", range(150))
def test_einsum_of_random_equations(seed: int) -> None:
    pick = random.Random(seed)
    sizes = {letter: pick.choice([1, 2, 3]) for letter in "abcd"}
    terms = ["".join(pick.choice("abcd") for _ in range(pick.randint(1, 3))) for _ in range(pick.randint(1, 3))]
    shapes = [tuple(pick.choice([sizes[x], sizes[x], sizes[x], 4]) for x in term) for term in terms]
    result = "".join(pick.sample(sorted(set("".join(terms))), pick.randint(0, len(set("".join(terms))))))
    equation = ",".join(terms) + pick.choice(["", f"->{result}"])
    try:
        real: Shape | None = np.einsum(equation, *(np.ones(shape) for shape in shapes)).shape
    except ValueError:
        real = None
    same(walk("einsum", [f"equation={equation}", *(typed(shape) for shape in shapes)]), real)


@pytest.mark.parametrize("seed", range(60))
def test_layers_of_random_shapes(seed: int) -> None:
    pick = random.Random(seed)
    x = tuple(pick.choice([2, 3, 4]) for _ in range(pick.randint(1, 3)))
    w, b = (pick.choice([2, 3, 4]), pick.choice([2, 5])), (pick.choice([1, 2, 5]),)
    found = walk("linear", [f"x={typed(x)}", f"w={typed(w)}", f"b={typed(b)}"])
    same(found, real_shape(lambda x, w, b: x @ w + b, x, w, b))
    found = walk("layer_norm", [f"x={typed(x)}", f"scale={typed(b)}"])
    same(found, real_shape(lambda x, s: (x - x.mean(-1, keepdims=True)) * s, x, b))
    ids, positions = x, (pick.choice([1, 2, 3]), 2)
    found = walk("embedding", [f"table={typed((9, 2))}", f"ids={typed(ids)}", f"positions={typed(positions)}"])
    same(found, real_shape(lambda t, i, p: t[i.astype(int)] + p, (9, 2), ids, positions))


@pytest.mark.parametrize("seed", range(80))
def test_rearranging_random_shapes(seed: int) -> None:
    pick = random.Random(seed)
    x = tuple(pick.choice([1, 2, 3, 4]) for _ in range(pick.randint(1, 4)))
    to = tuple(pick.choice([-1, 1, 2, 3, 4]) for _ in range(pick.randint(1, 3)))
    if to.count(-1) < 2:
        same(walk("reshape", [f"x={typed(x)}", f"to={typed(to)}"]), real_shape(lambda x: x.reshape(to), x))
    order = tuple(pick.choice([pick.randrange(-len(x), len(x)), axis]) for axis in range(len(x)))
    same(walk("transpose", [f"x={typed(x)}", f"axes={typed(order)}"]), real_shape(lambda x: x.transpose(order), x))
    b = tuple(pick.choice([size, size, 5]) for size in x)[: pick.choice([len(x), len(x), 1])]
    axis = pick.randrange(len(x))
    found = walk("concatenate", [f"a={typed(x)}", f"b={typed(b)}", f"axis={axis}"])
    same(found, real_shape(lambda a, b: jnp.concatenate([a, b], axis), x, b))


@pytest.mark.parametrize("seed", range(80))
def test_convolutions_of_random_shapes(seed: int) -> None:
    pick = random.Random(seed)
    spatial = pick.choice([1, 2])
    x = (pick.choice([1, 2]), *(pick.choice([3, 4, 7, 8]) for _ in range(spatial)), pick.choice([1, 3]))
    w = (*(pick.choice([1, 2, 3, 5]) for _ in range(spatial)), pick.choice([x[-1], x[-1], 3]), 4)
    stride, dilation, padding = pick.choice([1, 2, 3]), pick.choice([1, 1, 2]), pick.choice(["SAME", "VALID", "1"])
    names = ("NWC", "WIO", "NWC") if spatial == 1 else ("NHWC", "HWIO", "NHWC")
    pads: object = [(1, 1)] * spatial if padding == "1" else padding

    def compute(x: jax.Array, w: jax.Array) -> jax.Array:
        if padding != "SAME" and any(
            size + 2 * (padding == "1") < (k - 1) * dilation + 1
            for size, k in zip(x.shape[1:-1], w.shape, strict=False)
        ):
            raise ValueError("JAX gives an empty array here")
        return jax.lax.conv_general_dilated(
            x, w, (stride,) * spatial, pads, rhs_dilation=(dilation,) * spatial, dimension_numbers=names
        )

    words = [f"x={typed(x)}", f"w={typed(w)}", f"stride={stride}", f"dilation={dilation}", f"padding={padding}"]
    same(walk("conv", words), real_shape(compute, x, w))


@pytest.mark.parametrize("seed", range(80))
def test_choosing_and_summing_of_random_shapes(seed: int) -> None:
    pick = random.Random(seed)
    x = tuple(pick.choice([2, 3, 4]) for _ in range(pick.randint(1, 3)))
    index = tuple(pick.choice([1, 2, 5]) for _ in range(pick.randint(0, 2)))
    axis = pick.randrange(-len(x), len(x))
    real = real_shape(lambda x, i: jnp.take(x, i.astype(int), axis), x, index)
    same(walk("gather", [f"x={typed(x)}", f"index={typed(index)}", f"axis={axis}"]), real)
    along = tuple(pick.choice([size, size, 1, 6]) for size in x)[: pick.choice([len(x), len(x), len(x), 1])]
    real = real_shape(lambda x, i: jnp.take_along_axis(x, i.astype(int), axis), x, along)
    same(walk("take_along_axis", [f"x={typed(x)}", f"index={typed(along)}", f"axis={axis}"]), real)
    a, b = (tuple(pick.choice([2, 2, 3]) for _ in range(3)) for _ in range(2))
    order_a, order_b = pick.sample(range(3), 2), pick.sample(range(3), 2)
    dims = (((order_a[0],), (order_b[0],)), ((order_a[1],), (order_b[1],)))
    words = [f"contract_a={order_a[0]}", f"contract_b={order_b[0]}", f"batch_a={order_a[1]}", f"batch_b={order_b[1]}"]
    real = real_shape(lambda a, b: jax.lax.dot_general(a, b, dims), a, b)
    same(walk("dot_general", [f"a={typed(a)}", f"b={typed(b)}", *words]), real)


@pytest.mark.parametrize("seed", range(20))
def test_graph_layers_of_random_sizes(seed: int) -> None:
    pick = random.Random(seed)
    n, e, f, heads = pick.choice([1, 5]), pick.choice([1, 7]), pick.choice([2, 3]), pick.choice([1, 2])
    w = (pick.choice([f, f, 4]), pick.choice([2, 4, 3]))
    ends = jnp.zeros(e, int), jnp.arange(e) % n

    def gcn(nodes: jax.Array, w: jax.Array) -> jax.Array:
        senders, receivers = (jnp.concatenate([end, jnp.arange(n)]) for end in ends)
        degree = jax.ops.segment_sum(jnp.ones(e + n), receivers, n)
        messages = (nodes @ w)[senders] / jnp.sqrt(degree[senders] * degree[receivers])[:, None]
        return jax.ops.segment_sum(messages, receivers, n)

    def gat(nodes: jax.Array, w: jax.Array) -> jax.Array:
        h = (nodes @ w).reshape(n, heads, -1)
        pairs = jnp.concatenate([h[ends[0]], h[ends[1]]], axis=-1)
        scores = jax.nn.leaky_relu((pairs * jnp.ones(pairs.shape[-1])).sum(-1))
        messages = jnp.exp(scores)[..., None] * h[ends[0]]
        return jax.ops.segment_sum(messages, ends[1], n).reshape(n, -1)

    words = [f"nodes={n},{f}", f"edges={e}", f"w={typed(w)}"]
    same(walk("gcn", words), real_shape(gcn, (n, f), w))
    same(walk("gat", [*words, f"heads={heads}"]), real_shape(gat, (n, f), w))


@pytest.mark.parametrize("seed", range(20))
def test_unet_of_random_sizes(seed: int) -> None:
    pick = random.Random(seed)
    x = (2, pick.choice([8, 16, 12, 9]), pick.choice([8, 16, 20]), 3)
    channels = tuple(pick.choice([2, 4]) for _ in range(pick.choice([2, 3])))

    def conv(x: jax.Array, count: int) -> jax.Array:
        w = jnp.ones((3, 3, x.shape[-1], count))
        return jax.lax.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))

    def compute(x: jax.Array) -> jax.Array:
        skips = []
        for level, count in enumerate(channels):
            if level:
                x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
            x = conv(x, count)
            skips.append(x)
        for level in range(len(channels) - 2, -1, -1):
            x = jnp.concatenate([x.repeat(2, 1).repeat(2, 2), skips[level]], axis=-1)
            x = conv(x, channels[level])
        return conv(x, 3)

    same(walk("unet", [f"x={typed(x)}", f"channels={typed(channels)}"]), real_shape(compute, x))


def test_every_example_of_the_catalogue_walks_to_its_end() -> None:
    for operation in operations():
        name, *words = operation.example.split()
        assert walk(name, words).problem is None, operation.example


def test_the_steps_of_attention_have_named_axes() -> None:
    steps = walk("attention", ["q=2,10,64", "k=2,12,64", "v=2,12,64", "heads=8", "mask=10,12"]).steps
    scores = next(step for step in steps if step.expression == "scores = q @ kᵀ / √d_k")
    assert (scores.shape, scores.axes) == ((2, 8, 10, 12), ("batch", "head", "query position", "key position"))
    assert (steps[-1].shape, steps[-1].axes) == ((2, 10, 64), ("batch", "query position", "d_v"))


@pytest.mark.parametrize(
    ("words", "cause", "fix"),
    [
        (
            "q=2,10,64 k=2,12,32 v=2,12,64",
            "q's last axis is 64 but k's is 32: the dot product needs the same d_k.",
            "Project q and k",
        ),
        ("q=2,10,64 k=3,12,64 v=3,12,64", "The batch axes differ: q has 2 and k has 3.", "the same batch size"),
        ("q=2,10,64 k=2,12,64 v=2,13,64", "weights for 12 keys but v has 13 positions", "Make v as long as k"),
        ("q=2,10,64 k=2,12,64 v=2,12,64 mask=12,10", "The mask has 10 along the key position axis", "Swap the mask's"),
        ("q=2,10,64 k=2,12,64 v=2,12,64 mask=20,20", "The mask has 20 along", "Cut the mask to the scores"),
        ("q=2,10,64 k=2,12,64 v=2,12,64 heads=8 mask=2,10,12", "along the head axis", "mask[:, None]"),
        ("q=2,10,64 k=2,12,64 v=2,12,64 mask=2,12", "along the query position axis", "mask[:, None, :]"),
        ("q=2,10,64 k=2,12,64 v=2,12,64 heads=7", "q's last axis is 64, which 7 heads can't share", "such as 8"),
    ],
)
def test_a_clash_says_one_cause_and_one_way_out(words: str, cause: str, fix: str) -> None:
    problem = walk("attention", words.split()).problem
    assert problem is not None
    assert cause in problem.cause and fix in problem.fix


@pytest.mark.parametrize(
    ("operation", "words", "says"),
    [
        ("atention", "", "Did you mean attention?"),
        ("zzz", "", "There are: attention, linear"),
        ("attention", "", "attention needs q: add q=2,10,64"),
        ("attention", "q=2,10,64 k=2,10,64", "attention needs v"),
        ("attention", "q=2,10,64 k=2,10,64 v=2,10,64 head=8", "no argument 'head'"),
        ("attention", "q=2,ten,64 k=2,10,64 v=2,10,64", "'ten' is not a whole number"),
        ("attention", "q=2,10,64 k=2,10,64 v=2,10,64 heads=0", "must be between 1 and"),
        ("attention", "q=2,10,64 k=2,10,64 v=2,10,64 heads=two", "'two' is not a whole number"),
        ("attention", "q=1,2,3,4,5 k=2,10,64 v=2,10,64", "has 5 axes: give 2 to 4 axes"),
        ("attention", "q=0,10 k=1,1 v=1,1", "every axis must be at least 1, not 0"),
        ("attention", "q=-2,10 k=1,1 v=1,1", "at least 1, not -2"),
        ("attention", "q=999999999999,1 k=1,1 v=1,1", "an axis may be at most 10,000,000"),
        ("attention", "q=9999999,9999999 k=1,1 v=1,1", "it would hold more than"),
        ("attention", "q=" + "9" * 199 + " k=1,1 v=1,1", "too much at once"),
        ("attention", "q=1,1 q=1,1", "q is given twice"),
        ("attention", "q= k=1,1 v=1,1", "q is empty"),
        ("matmul", "2,3 3,4 4,5", "what is '4,5'?"),
        ("linear", "x=2,3", "linear needs w or out"),
        ("broadcast", "2,3", "at least two shapes"),
        ("einsum", "equation=ij,jk 2,3", "2 operands, but 1 were given"),
        ("einsum", "equation=i;j 2,3", "is not an equation"),
        ("einsum", "equation=ij->ijk 2,3", "is in none of the operands"),
        ("reshape", "x=2,3 to=-1,-1", "at most one may be -1"),
        ("layer_norm", "x=2,3 axis=2", "axis=2 is outside x"),
        ("conv", "x=8,32,3 w=3,3,3,16", "x has 3 axes and w has 4"),
        ("conv", "x=8,9,9,3 w=3,3,3,16 padding=much", "write SAME, VALID"),
        ("unet", "x=1,4,4,3 channels=1,2,3,4", "too small for so many levels"),
        ("unet", "x=1,4,4,3 channels=0,2", "2 to 8 counts"),
        ("gcn", "nodes=4,3 edges=5", "Give w or out"),
        ("gather", "x=4,3 index=5 axis=2", "axis=2 is outside x"),
        ("dot_general", "a=4,3 b=5,3 contract_a=1 contract_b=1 batch_a=0", "name axes in pairs"),
    ],
)
def test_bad_input_is_one_clear_sentence(operation: str, words: str, says: str) -> None:
    with pytest.raises(UsageError) as raised:
        walk(operation, words.split())
    assert says in str(raised.value)
    assert len(str(raised.value)) < 400 and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "words",
    [
        ["q=(2, 10, 64)", "k=[2,12,64]", "v=2x12x64"],
        ["q", "=", "2,", "10,", "64", "k=2,12,64", "v=2,12,64"],
        ["2,10,64"] * 3,
    ],
)
def test_shapes_may_be_written_in_several_ways(words: list[str]) -> None:
    assert walk("attention", words).steps[0].shape == (2, 10, 64)
