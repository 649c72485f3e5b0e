"""A pasted traceback: its error, the call that failed, the shapes in it, and the cause in one or two sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Failure", "cause_of", "read_failure"]

_ERROR_LINE = re.compile(r"^\s*(?:E\s+)?((?:\w+\.)*\w*(?:Error|Exception|Warning|Interrupt))\b:?\s*(.*)$")
_FRAME = re.compile(r"^\s*File \"(?P<file>[^\"]+)\", line \d+|^(?P<cell><ipython-input[^>]*>|Cell In\s*\[\d+\])")
_POINTED = re.compile(r"^\s*-+>\s*\d+\s+(.*)$")
_LIBRARY = re.compile(r"site-packages|dist-packages|/lib/python|<frozen")
_SHAPE = re.compile(r"\(\d+(?:, ?\d+)*,?\)|\[\d+(?:,\d+)*\]|\b(?:float|int|f|i|bf)\d+\[[\d,]*\]")
_CALL = re.compile(r"[A-Za-z_][\w.]*(?=\()")


@dataclass(frozen=True)
class Failure:
    """`error` is the exception's type, `said` its message, `call` the line of the person's code that failed."""

    error: str
    said: str
    call: str = ""
    shapes: tuple[str, ...] = ()

    def search_text(self) -> str:
        """What is searched: type, message and the names called, without the numbers of one run."""
        calls = dict.fromkeys(_CALL.findall(self.call))
        return " ".join([self.error, self.said, *calls]).strip()


def read_failure(message: str) -> Failure | None:
    """The last exception of a message; None when it holds none."""
    for line in reversed(message.splitlines()):
        found = _ERROR_LINE.match(line.strip("` "))
        if found and (found[2] or "Traceback" in message):
            said = found[2].strip()
            return Failure(found[1].rsplit(".", 1)[-1], said, _failing_call(message), tuple(_SHAPE.findall(said)))
    return None


def _failing_call(message: str) -> str:
    """The last line of code that is not a library's."""
    lines = message.splitlines()
    pointed = [found[1] for found in map(_POINTED.match, lines) if found]
    calls = [
        following.strip()
        for line, following in zip(lines, lines[1:], strict=False)
        if (frame := _FRAME.match(line)) and frame["file"] and not _LIBRARY.search(line)
    ]
    return (calls or pointed[:1] or [""])[-1]


_CAUSES = (
    (r"Gradient only defined for scalar", "`grad` needs a function that returns one number, and yours returns {shape}."
     " Reduce it first, for example with `jnp.mean` or `jnp.sum`."),
    (r"TracerBoolConversion|truth value of an? (?:array|traced)|Attempted boolean conversion",
     "An `if` or `while` asks for the value of a traced array, and inside `jit` it has none yet."),
    (r"ConcretizationTypeError|Abstract tracer value|TracerIntegerConversion|TracerArrayConversion",
     "Something inside `jit`, `grad` or `vmap` needs the value of a traced array, and there it has only a shape."),
    (r"UnexpectedTracer|[Ll]eaked trace", "A traced value was kept outside the function that was being traced."),
    (r"NonHashable|unhashable", "A static argument must be hashable: a tuple, not a list or an array."),
    (r"arrays are immutable|does not support item assignment",
     "JAX arrays cannot be changed in place. Write `x = x.at[index].set(value)`."),
    (r"dot_general requires contracting|matmul: Input operand|shapes? .* not aligned",
     "The axes that the product sums over have different sizes{shapes}."),
    (r"[Ii]ncompatible shapes for broadcasting|could not be broadcast|got incompatible shapes",
     "Two shapes do not broadcast{shapes}: from the right, each pair of sizes must be equal or hold a 1."),
    (r"vmap (?:got|was requested|in_axes)", "The arguments of `vmap` and its `in_axes` do not agree."),
    (r"must be used as part of an `?hk\.transform|hk\.transform",
     "A Haiku module is made outside a function that `hk.transform` has transformed."),
    (r"no attribute 'tree_map'", "`jax.tree_map` is gone from JAX. Write `jax.tree.map`."),
    (r"no attribute 'DeviceArray'", "`jnp.DeviceArray` is gone from JAX. Write `jax.Array`."),
    (r"clip\(\) got an unexpected keyword", "`clip` takes `min=` and `max=` today, no longer `a_min=` and `a_max=`."),
    (r"jax\.tools", "`jax.tools` is gone from JAX. Delete the line: a TPU runtime needs no set-up."),
    (r"COLAB_GPU", "`COLAB_GPU` is set in Colab only. Write `os.environ.get('COLAB_GPU', 0)`."),
    (r"No module named 'gym'", "`gym` is not installed any more. Install `gymnasium`, and `import gymnasium as gym`."),
    (r"no attribute 'bool8'", "`gym` 0.25 does not work with NumPy 2. Use `gymnasium`."),
    (r"has no attribute 'seed'", "`gymnasium` has no `env.seed`. Write `obs, info = env.reset(seed=42)`."),
    (r"too many values to unpack \(expected 4\)", "`env.step` returns five values in `gymnasium`:"
     " `obs, reward, terminated, truncated, info`."),
    (r"got <class 'tuple'>", "`env.reset()` returns a pair in `gymnasium`: `obs, info = env.reset()`."),
    (r"has no attribute 'face'", "`scipy.misc.face` is gone. Write `scipy.datasets.face()`."),
    (r"FlaxDistilBert", "The Flax models are gone from `transformers` 5. Install `transformers<5`."),
    (r"for ==: 'ArrayImpl' and 'list'", "A JAX array cannot be compared with a list. Use `jnp.array([...])`."),
    (r"No module named '(?P<name>[\w.]+)'", "The module `{name}` is not installed here."),
)  # fmt: skip


def cause_of(failure: Failure) -> str:
    """The cause in one or two sentences; empty when the error is not one that we know."""
    text = f"{failure.error}: {failure.said}"
    for pattern, cause in _CAUSES:
        found = re.search(pattern, text)
        if found:
            shape = failure.shapes[0] if failure.shapes else "an array"
            shapes = f", {' and '.join(failure.shapes[:2])}" if len(failure.shapes) > 1 else ""
            return cause.format(shape=f"shape {shape}" if failure.shapes else shape, shapes=shapes, **found.groupdict())
    return ""
