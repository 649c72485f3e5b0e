"""What the 2022 notebooks use that has changed since: recognised in code and in tracebacks, each with its fix."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from runners.errors.rules import JAX, KEYS, LEARNING, Rule

_TREE = {
    name: (f"`jax.tree_{name}` is gone from newer versions of JAX. Write `jax.tree.{name}`.", JAX)
    for name in ("map", "leaves", "flatten", "unflatten", "structure", "reduce")
}
_OPTIMIZERS = "is gone from newer versions of JAX. Use Optax: `import optax`."
_FACE = (
    "`scipy.misc.face` has moved to `scipy.datasets.face()`, which needs the package pooch and a download. Any image "
    "of shape (768, 1024, 3) works instead: `np.random.randint(0, 256, (768, 1024, 3), dtype=np.uint8)`."
)
_INDEX = "is gone from newer versions of JAX. Write `x = x.at[index].set(value)` (or `.add(value)`)."
_SHUFFLE = "`jax.random.shuffle` is gone from newer versions of JAX. Write `jax.random.permutation(key, x)`."
_COLAB_GPU = (
    "The environment variable `COLAB_GPU` only exists in Colab. Use `os.environ.get('COLAB_GPU', 0)`, or ask JAX: "
    "`jax.default_backend()`."
)
_CLIP = (
    "In newer versions of JAX the arguments of `clip` are `min` and `max`: `jnp.clip(x, min=..., max=...)`, or give "
    "them by position."
)
_GYM = (
    "`gym` is now called `gymnasium`: `import gymnasium as gym`. Its `reset` returns `(observation, info)`, and its "
    "`step` returns five values."
)
_SEED = "In `gymnasium`, environments have no `seed`. Seed the first reset: `obs, info = env.reset(seed=42)`."
_RESET = "In `gymnasium`, `reset` returns two values. Write `obs, info = env.reset()`."
_STEP = (
    "In `gymnasium`, `step` returns five values. Write `obs, reward, terminated, truncated, info = env.step(action)` "
    "and `done = terminated or truncated`."
)
_COLOURS = (
    "`_get_lines.color_cycle` is gone from Matplotlib. Pass `color=...`, or use `ax._get_lines.get_next_color()`."
)
_BOOL = "`np.bool` works with NumPy 2, but not with NumPy 1.24 to 1.26. Plain `bool` works everywhere."
THREEFRY = 'jax.config.update("jax_threefry_partitionable", False)'

MOVED: dict[tuple[str, str], tuple[str, str]] = {
    **{("jax", f"tree_{name}"): said for name, said in _TREE.items()},
    ("jax", "tree_multimap"): (
        "`jax.tree_multimap` is gone from newer versions of JAX. Write `jax.tree.map`: it takes several trees.",
        JAX,
    ),
    ("jax.numpy", "DeviceArray"): (
        "`jnp.DeviceArray` is gone from newer versions of JAX. Write `jax.Array`.",
        JAX,
    ),
    ("jax", "partial"): ("`jax.partial` is gone. Write `from functools import partial`.", JAX),
    ("jax.tools", "colab_tpu"): (
        "This line set up a TPU in older notebooks and is not needed any more. Delete it.",
        "",
    ),
    ("jax.config", "config"): ("Write `import jax` and `jax.config.update(...)`.", JAX),
    ("jax.experimental", "optimizers"): (f"`jax.experimental.optimizers` {_OPTIMIZERS}", f"{JAX}: Optax"),
    ("jax.experimental", "stax"): (
        "`jax.experimental.stax` is gone from newer versions of JAX. Use Haiku: `import haiku as hk`.",
        f"{JAX}: Haiku",
    ),
    **{("jax.ops", f"index_{name}"): (f"`jax.ops.index_{name}` {_INDEX}", JAX) for name in ("update", "add", "mul")},
    ("jax.random", "shuffle"): (_SHUFFLE, KEYS),
    ("jax.numpy", "trapz"): ("`jnp.trapz` is gone. Write `jax.scipy.integrate.trapezoid(y, x)`.", JAX),
    ("jax.numpy", "row_stack"): ("`jnp.row_stack` is gone. Write `jnp.vstack`.", JAX),
    ("numpy", "bool8"): (
        "`np.bool8` is gone since NumPy 2. Write `np.bool_`. If `gym` raises it, use `gymnasium` instead.",
        "",
    ),
    ("numpy", "float_"): ("`np.float_` is gone since NumPy 2. Write `np.float64`.", ""),
    ("numpy", "product"): ("`np.product` is gone since NumPy 2. Write `np.prod`.", ""),
    ("numpy", "trapz"): ("`np.trapz` is gone since NumPy 2. Write `np.trapezoid`.", ""),
    ("numpy", "int"): ("`np.int` is gone since NumPy 1.24. Write `int`.", ""),
    ("numpy", "float"): ("`np.float` is gone since NumPy 1.24. Write `float`.", ""),
    ("numpy", "object"): ("`np.object` is gone since NumPy 1.24. Write `object`.", ""),
    ("scipy.misc", "face"): (_FACE, ""),
    ("transformers", "FlaxDistilBertModel"): (
        "Newer versions of `transformers` have no Flax models. Use `transformers<5`, or the PyTorch class "
        "`DistilBertModel`.",
        "Transformers & Attention",
    ),
}
"""Module and name of what is gone: the fix, and the section."""

_ALIASES = {"jnp": "jax.numpy", "np": "numpy", "onp": "numpy", "random": "jax.random"}


def _moved_rules() -> Iterator[Rule]:
    for (module, name), (fix, see) in MOVED.items():
        patterns = [
            rf"module '{module}' has no attribute '{name}'(?!\w)",
            rf"cannot import name '{name}' from '{module}'",
            rf"No module named '{module}\.{name}'",
        ]
        if module == "numpy":
            patterns.append(rf"`np\.{name}` was removed")
        yield Rule("AttributeError|ImportError|ModuleNotFoundError", "|".join(patterns), fix, see)


DRIFT_RULES = (
    *_moved_rules(),
    Rule("ModuleNotFoundError", r"No module named 'jax\.config'", MOVED[("jax.config", "config")][0], JAX),
    Rule("TypeError", r"clip\(\) got an unexpected keyword argument 'a_(?:min|max)'", _CLIP, JAX),
    Rule("KeyError", r"COLAB_GPU", _COLAB_GPU),
    Rule("ModuleNotFoundError", r"No module named 'gym'", _GYM, LEARNING),
    Rule("AttributeError", r"object has no attribute 'seed'", _SEED, LEARNING),
    Rule("ImportError", r"pooch", _FACE),
    Rule("AttributeError", r"no attribute 'color_cycle'", _COLOURS),
    Rule("AttributeError", r"module 'numpy' has no attribute 'bool'(?!\w)", _BOOL),
    Rule(
        "TypeError",
        r"(?:dot|matmul) requires ndarray or scalar arguments, got <class 'tuple'>",
        "A tuple was given where an array is needed. If it comes from `env.reset()`: `gymnasium` returns two values "
        "there, so write `obs, info = env.reset()`. Else take the array out of the tuple first, for example `x[0]`.",
        LEARNING,
    ),
    Rule(
        "ValueError",
        r"too many values to unpack \(expected 4\)",
        f"There are more values on the right than the 4 names on the left. {_STEP}",
        LEARNING,
    ),
    Rule(
        "AssertionError",
        r"is not calculated correctly|Something seems wrong|Something is wrong|Your function is incorrect",
        "This is the notebook's own check. Where it draws random numbers, it expects those of an older JAX, and can "
        f"refuse a right answer. `/check` tells you whether yours is right. `{THREEFRY}` before any random call brings "
        "the old numbers back.",
        KEYS,
    ),
)


@dataclass(frozen=True)
class Drift:
    """A line of code that uses what has changed: 1-based, what to write instead, and whether it works here all the
    same."""

    line: int
    fix: str
    works: bool = False


def in_code(code: str) -> tuple[Drift, ...]:
    """What the code uses that has changed, in its order, each once; () when Python can't read it."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    aliases = _ALIASES | _imported(tree)
    has_gymnasium = any(full.partition(".")[0] == "gymnasium" for full in aliases.values())
    found = [drift for node in ast.walk(tree) for drift in _drifts(node, aliases, has_gymnasium)]
    first = {drift.fix: drift for drift in sorted(found, key=lambda drift: -drift.line)}
    return tuple(sorted(first.values(), key=lambda drift: drift.line))


def _imported(tree: ast.Module) -> dict[str, str]:
    """The full name behind each name that an import binds."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
            names |= {
                alias.name.partition(".")[0]: alias.name.partition(".")[0] for alias in node.names if not alias.asname
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _drifts(node: ast.AST, aliases: dict[str, str], has_gymnasium: bool) -> Iterator[Drift]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _imports(node)
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield from _attribute(node, aliases)
    elif isinstance(node, ast.Call):
        yield from _call(node, aliases, has_gymnasium)
    elif isinstance(node, ast.Subscript) and ast.unparse(node).endswith("environ['COLAB_GPU']"):
        yield Drift(node.lineno, _COLAB_GPU)
    elif isinstance(node, ast.Assign) and has_gymnasium:
        yield from _assignment(node)


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[Drift]:
    module = getattr(node, "module", None)
    for alias in node.names:
        full = f"{module}.{alias.name}" if module else alias.name
        before, _, name = full.rpartition(".")
        if full.partition(".")[0] == "gym":
            yield Drift(node.lineno, _GYM)
        elif (before, name) in MOVED:
            yield Drift(node.lineno, MOVED[(before, name)][0])


def _attribute(node: ast.Attribute, aliases: dict[str, str]) -> Iterator[Drift]:
    module = _full_name(node.value, aliases)
    if (module, node.attr) in MOVED:
        yield Drift(node.lineno, MOVED[(module, node.attr)][0])
    elif (module, node.attr) == ("numpy", "bool"):
        yield Drift(node.lineno, _BOOL, works=True)
    elif node.attr == "color_cycle" and isinstance(node.value, ast.Attribute) and node.value.attr == "_get_lines":
        yield Drift(node.lineno, _COLOURS)


def _call(node: ast.Call, aliases: dict[str, str], has_gymnasium: bool) -> Iterator[Drift]:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return
    owner = _full_name(function.value, aliases)
    keywords = {keyword.arg for keyword in node.keywords}
    if function.attr == "clip" and keywords & {"a_min", "a_max"} and owner != "numpy":
        yield Drift(node.lineno, _CLIP)
    if function.attr == "seed" and has_gymnasium and owner.rpartition(".")[2] in ("env", "environment"):
        yield Drift(node.lineno, _SEED)


def _assignment(node: ast.Assign) -> Iterator[Drift]:
    target, called = node.targets[0], node.value
    if not isinstance(called, ast.Call) or not isinstance(called.func, ast.Attribute):
        return
    if "env" not in ast.unparse(called.func.value):
        return
    if called.func.attr == "reset" and isinstance(target, ast.Name | ast.Attribute):
        yield Drift(node.lineno, _RESET)
    if called.func.attr == "step" and isinstance(target, ast.Tuple) and len(target.elts) == 4:
        yield Drift(node.lineno, _STEP)


def _full_name(node: ast.expr, aliases: dict[str, str]) -> str:
    """`jnp.linalg` is `jax.numpy.linalg`; '' for what is no dotted name."""
    if isinstance(node, ast.Name):
        return aliases.get(node.id, node.id)
    if isinstance(node, ast.Attribute) and (before := _full_name(node.value, aliases)):
        return f"{before}.{node.attr}"
    return ""
