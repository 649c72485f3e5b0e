"""Convolutions, channels last, and the sizes of a U-Net's blocks (Ronneberger et al. 2015)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runners.shapes.arguments import Parameter
from runners.shapes.arrays import Array, Axes, Recorder, clash, shape_text
from runners.shapes.operation import Operation
from runners.values import UsageError

_SPATIAL: dict[int, Axes] = {3: ("length",), 4: ("height", "width"), 5: ("depth", "height", "width")}


def conv(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through a convolution of x `[batch, ..., channels in]` with w `[..., channels in, channels out]`."""
    x, w = _operands(recorder, arguments)
    stride, dilation = arguments.get("stride", 1), arguments.get("dilation", 1)
    padding = str(arguments.get("padding", "SAME")).upper()
    expression = f"conv(x, w, stride={stride}, padding={padding})"
    if x.shape[-1] != w.shape[-2]:
        clash(
            expression,
            (x, w),
            f"x has {x.shape[-1]} channels on its last axis, but w reads {w.shape[-2]} (its last but one axis).",
            f"Make w {shape_text((*w.shape[:-2], x.shape[-1], w.shape[-1]))}, or put x's channels last.",
        )
    sizes = [
        _window(expression, (x, w), size, kernel, stride, dilation, padding)
        for size, kernel in zip(x.shape[1:-1], w.shape, strict=False)
    ]
    recorder.step(f"y = {expression}", Array("y", (x.shape[0], *sizes, w.shape[-1]), (*x.axes[:-1], "channels out")))


def _operands(recorder: Recorder, arguments: Mapping[str, Any]) -> tuple[Array, Array]:
    shape, kernel = arguments["x"], arguments["w"]
    if len(shape) != len(kernel):
        raise UsageError(
            f"x has {len(shape)} axes and w has {len(kernel)}: for images give both 4, such as x=8,32,32,3 w=3,3,3,16."
        )
    spatial = _SPATIAL[len(shape)]
    x = recorder.take(Array("x", shape, ("batch", *spatial, "channels in")))
    names = (*(f"kernel {name}" for name in spatial), "channels in", "channels out")
    return x, recorder.take(Array("w", kernel, names))


def _window(
    expression: str, operands: Sequence[Array], size: int, kernel: int, stride: int, dilation: int, padding: str
) -> int:
    """How many places a window of `kernel` has on an axis."""
    if padding == "SAME":
        return -(-size // stride)
    if padding != "VALID" and not padding.isdigit():
        raise UsageError(f"padding={padding} can't be: write SAME, VALID, or how many zeros to add at each end.")
    padded = size + (0 if padding == "VALID" else 2 * int(padding))
    reach = (kernel - 1) * dilation + 1
    if padded < reach:
        clash(
            expression,
            operands,
            f"The kernel reaches over {reach} places, but that axis of x has only {padded}.",
            "Use a smaller kernel, or padding=SAME.",
        )
    return (padded - reach) // stride + 1


def unet(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk down a U-Net by halves and up again; each level on the way up gets the map of its level on the way down."""
    x = recorder.take(Array("x", arguments["x"], ("batch", "height", "width", "channels")))
    channels = arguments.get("channels", (32, 64, 128))
    if len(channels) < 2 or len(channels) > 8 or any(count < 1 for count in channels):
        raise UsageError("channels needs 2 to 8 counts of at least 1, one for each level: for example 32,64,128.")
    skips = []
    for level, count in enumerate(channels):
        if level:
            x = _resized(recorder, f"down {level} = max_pool(x, 2)", x, [size // 2 for size in x.shape[1:3]])
        x = _block(recorder, f"block {level + 1} = conv, relu, conv, relu", x, count)
        skips.append(x)
    for level in range(len(channels) - 2, -1, -1):
        x = _resized(recorder, f"up {level + 1} = upsample(x, 2)", x, [size * 2 for size in x.shape[1:3]])
        x = _joined(recorder, f"concatenate([up {level + 1}, block {level + 1}], axis=-1)", x, skips[level], channels)
        x = _block(recorder, f"up block {level + 1} = conv, relu, conv, relu", x, channels[level])
    _block(recorder, "y = conv(x)", x, arguments.get("out", arguments["x"][-1]))


def _resized(recorder: Recorder, expression: str, x: Array, sizes: list[int]) -> Array:
    if 0 in sizes:
        raise UsageError(f"x is too small for so many levels: {shape_text(x.shape)} can't be halved again.")
    return recorder.step(expression, Array(expression.partition(" =")[0], (x.shape[0], *sizes, x.shape[3]), x.axes))


def _block(recorder: Recorder, expression: str, x: Array, channels: int) -> Array:
    return recorder.step(expression, Array(expression.partition(" =")[0], (*x.shape[:3], channels), x.axes))


def _joined(recorder: Recorder, expression: str, x: Array, skip: Array, channels: Sequence[int]) -> Array:
    if x.shape[1:3] != skip.shape[1:3]:
        step = 2 ** (len(channels) - 1)
        clash(
            expression,
            (x, skip),
            f"Going down and up again made {' × '.join(map(str, x.shape[1:3]))} of "
            f"{' × '.join(map(str, skip.shape[1:3]))}: an odd size can't be halved and doubled back.",
            f"Pad the picture first: with {len(channels)} levels height and width must be multiples of {step}.",
        )
    return recorder.step(expression, Array("joined", (*x.shape[:3], x.shape[3] + skip.shape[3]), x.axes))


OPERATIONS = (
    Operation(
        "conv",
        "a convolution, channels last, in 1, 2 or 3 dimensions",
        "conv x=8,32,32,3 w=3,3,3,16 stride=2 padding=SAME",
        conv,
        (
            Parameter("x", least_axes=3, most_axes=5),
            Parameter("w", least_axes=3, most_axes=5, aliases=("kernel", "weights")),
            Parameter("stride", "count", required=False, aliases=("strides",)),
            Parameter("padding", "text", required=False),
            Parameter("dilation", "count", required=False),
        ),
        ("conv1d", "conv2d", "conv3d", "convolution"),
    ),
    Operation(
        "unet",
        "the sizes of a U-Net's blocks, down and up",
        "unet x=4,64,64,3 channels=32,64,128",
        unet,
        (
            Parameter("x", least_axes=4, most_axes=4),
            Parameter("channels", "sizes", required=False),
            Parameter("out", "count", required=False),
        ),
        ("u_net",),
    ),
)
