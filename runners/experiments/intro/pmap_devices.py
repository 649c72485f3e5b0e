"""One program on several devices: which device holds which slice, and how they average a gradient.

Data parallelism: each device takes the gradient of the mean squared error on its own slice of the rows, and `pmean`
averages these, which is the gradient on all rows, since the slices are equally long. `jax.pmap` is what the practical
teaches; since 2025 it is called "the old way of doing parallel map" in JAX's own documentation, and is built on what
is used today: `jax.shard_map`, or `jax.jit` on arrays with a sharding. The same step is done both ways here.

Departure: there is one CPU. XLA is told to pretend that it is several devices, which share its cores, so that nothing
gets faster. Elsewhere that is the flag --xla_force_host_platform_device_count, set before JAX starts; here JAX has
started already, and its backend is started anew.

Axes: p devices, n rows on each, d features.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.extend.backend
import jax.numpy as jnp
import numpy as np
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as P
from matplotlib.patches import Rectangle

from runners.experiments import pictures
from runners.experiments.intro.timing import relative
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEATURES = 2
AXIS = "devices"


def force_host_devices(count: int) -> list[jax.Device]:
    """Start JAX's CPU backend anew with `count` pretended devices. No array made before can be used after it."""
    jax.extend.backend.clear_backends()  # type: ignore[no-untyped-call]
    jax.config.update("jax_num_cpu_devices", count)  # type: ignore[no-untyped-call]
    return jax.devices()


class Data(NamedTuple):
    """x (p, n, d) and y (p, n), a slice for each device, and the parameters w, (d,), which all share."""

    x: jax.Array
    y: jax.Array
    w: jax.Array


def make_data(key: jax.Array, *, devices: int, rows: int) -> Data:
    """y = x · (2, -1) with a little noise; w is zero."""
    x_key, noise_key = jax.random.split(key)
    x = jax.random.normal(x_key, (devices, rows, FEATURES))  # (p, n, d)
    y = x @ jnp.array([2.0, -1.0]) + 0.1 * jax.random.normal(noise_key, (devices, rows))  # (p, n)
    return Data(x, y, jnp.zeros(FEATURES))


def loss(w: jax.Array, x: jax.Array, y: jax.Array) -> jax.Array:
    """Mean squared error: w (d,), x (n, d), y (n,) -> ()."""
    return jnp.mean((x @ w - y) ** 2)


def device_step(w: jax.Array, x: jax.Array, y: jax.Array) -> tuple[jax.Array, jax.Array]:
    """What each device does with its slice: its own gradient and the mean over all devices, both (d,)."""
    own = jax.grad(loss)(w, x, y)  # (d,)
    return own, jax.lax.pmean(own, AXIS)  # type: ignore[no-untyped-call]  # (d,)


def with_pmap(data: Data) -> tuple[jax.Array, jax.Array]:
    """The step by `jax.pmap`: own gradients and their mean, both (p, d), a row on each device."""
    step = jax.pmap(device_step, axis_name=AXIS, in_axes=(None, 0, 0))
    own, mean = step(data.w, data.x, data.y)
    return own, mean


def with_shard_map(data: Data, devices: list[jax.Device]) -> tuple[jax.Array, jax.Array]:
    """The same step by `jax.shard_map`, whose function sees a slice (1, n, d): own gradients (p, d), mean (d,)."""
    mesh = Mesh(np.array(devices), (AXIS,))
    split, whole = P(AXIS), P()  # type: ignore[no-untyped-call]

    @jax.jit
    @partial(jax.shard_map, mesh=mesh, in_specs=(whole, split, split), out_specs=(split, whole))
    def step(w: jax.Array, x: jax.Array, y: jax.Array) -> tuple[jax.Array, jax.Array]:
        w = jax.lax.pcast(w, AXIS, to="varying")  # else grad sums over the devices by itself
        own, mean = device_step(w, x[0], y[0])  # (d,), (d,)
        return own[None], mean  # (1, d), (d,)

    x, y = (jax.device_put(part, NamedSharding(mesh, split)) for part in (data.x, data.y))
    own, mean = step(jax.device_put(data.w, NamedSharding(mesh, whole)), x, y)
    return own, mean


def on_one_device(data: Data) -> jax.Array:
    """The gradient on all rows at once, (d,)."""
    gradient = jax.jit(jax.grad(loss))(data.w, data.x.reshape(-1, FEATURES), data.y.reshape(-1))
    return jnp.asarray(gradient)


def holders(array: jax.Array) -> list[tuple[int, slice]]:
    """The number of each device with the slice of the first axis that it holds, in the order of the slices."""
    shards = [(shard.device.id, shard.index[0]) for shard in array.addressable_shards]
    return sorted(shards, key=lambda shard: shard[1].start or 0)


def run(*, devices: int, rows: int, seed: int, progress: Progress = silent) -> Reading:
    """Average a gradient over the devices in both ways, and draw who holds what."""
    forced = force_host_devices(devices)
    progress(0.1, f"JAX now sees {len(forced)} devices")
    data = make_data(jax.random.key(seed), devices=devices, rows=rows)
    own, mean = with_pmap(data)
    progress(0.5, "pmap is done")
    _, again = with_shard_map(data, forced)
    found = Found(
        held=[device for device, _ in holders(own)],
        x=np.asarray(data.x),
        own=np.asarray(own),
        mean=np.asarray(mean),
        by_shard_map=np.asarray(again),
        alone=np.asarray(on_one_device(data)),
    )
    progress(0.8, "drawing")
    outcome = Outcome(found)
    draw(found, title=outcome.title)
    return Reading(text=outcome.text(seed), alts=(outcome.alt,), numbers=outcome.numbers)


class Found(NamedTuple):
    """`held[k]` is the device that holds slice k of x, (p, n, d); `own` gradients and their `mean`, both (p, d), by
    pmap; the mean `by_shard_map` and the gradient of all rows `alone`, both (d,)."""

    held: list[int]
    x: np.ndarray
    own: np.ndarray
    mean: np.ndarray
    by_shard_map: np.ndarray
    alone: np.ndarray


class Outcome:
    """What a run shows, in words."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.devices, self.rows, _ = found.x.shape
        differences = [np.abs(found.mean - found.alone).max(), np.abs(found.by_shard_map - found.alone).max()]
        self.difference = float(max(differences))

    @property
    def title(self) -> str:
        mean = f"{self.found.mean[0, 0]:.2f}"
        if self.devices == 1:
            return f"1 forced device holds {_rows(self.rows)}:\nits gradient, {mean}, is the mean already"
        return f"{self.devices} forced devices hold {_rows(self.rows)} each:\nafter pmean all have the gradient {mean}"

    def text(self, seed: int) -> str:
        return f"{self._forced} {self._means(seed)} {self._today}"

    @property
    def _forced(self) -> str:
        cores = os.cpu_count() or 1
        shared = f"{cores} real core" if cores == 1 else f"{cores} real cores"
        pretends = "device" if self.devices == 1 else "devices"
        return (
            f"XLA was told to pretend that this CPU is {self.devices} {pretends} (forced host devices), which share "
            f"{shared}, so expect no speed-up."
        )

    def _means(self, seed: int) -> str:
        total = self.devices * self.rows
        whole = f"the gradient of {'all ' if total > 1 else ''}{_rows(total)} on one device"
        return (
            "pmap gave slice k of the data to device k, and pmean made every device's gradient the same: it differs "
            f"from {whole} by at most {relative(self.difference)} (seed {seed})."
        )

    @property
    def _today(self) -> str:
        return "Today jax.shard_map, or jit with shardings, is used in place of pmap: it gave the same mean."

    @property
    def alt(self) -> str:
        first, last = self.found.own[:, 0].min(), self.found.own[:, 0].max()
        return (
            f"Left: {_rows(self.devices * self.rows)} of numbers in blocks of {self.rows}, each block marked with the "
            f"device that holds it, from {self.found.held[0]} to {self.found.held[-1]}. Right: the gradient of w₁ on "
            f"each device, from {first:.2f} to {last:.2f}, and a dashed line at their mean, "
            f"{self.found.mean[0, 0]:.2f}, which every device has after pmean."
        )

    @property
    def numbers(self) -> dict[str, str]:
        gradient = ", ".join(f"{part:.4f}" for part in self.found.mean[0])
        return {
            "devices": f"{self.devices}, forced on {os.cpu_count() or 1} real cores",
            "rows on each device": str(self.rows),
            "mean gradient by pmap": gradient,
            "mean gradient by shard_map": ", ".join(f"{part:.4f}" for part in self.found.by_shard_map),
            "gradient on one device": ", ".join(f"{part:.4f}" for part in self.found.alone),
        }


def draw(found: Found, *, title: str) -> Figure:
    """The data with the devices that hold it, and each device's gradient beside the mean."""
    devices, rows, _ = found.x.shape
    figure, axes = pictures.new_figure(
        title, columns=2, height=min(2.2 + 0.3 * devices * rows, 7.5), gridspec_kw={"width_ratios": [1.1, 1.0]}
    )
    _draw_slices(axes[0, 0], found)
    _draw_gradients(axes[0, 1], found)
    return figure


def _colour(device: int) -> str:
    return pictures.COLOURS[device % len(pictures.COLOURS)]


def _draw_slices(axes: Axes, found: Found) -> None:
    devices, rows, features = found.x.shape
    for place, device in enumerate(found.held):
        top = place * (rows + 0.3)
        for (row, column), value in np.ndenumerate(found.x[place]):
            box = Rectangle((column, top + row), 1, 1, facecolor=_colour(device), alpha=0.25, edgecolor="#777777")
            axes.add_patch(box)
            if devices * rows <= 24:
                axes.text(column + 0.5, top + row + 0.5, f"{value:.1f}", ha="center", va="center", fontsize=10)
        border = Rectangle((0, top), features, rows, fill=False, edgecolor=_colour(device), linewidth=2.5)
        axes.add_patch(border)
        axes.text(features + 0.15, top + rows / 2, f"device {device}", ha="left", va="center", fontsize=11)
    axes.set(xlim=(-0.1, features + 1.3), ylim=(devices * (rows + 0.3), -0.3), title="x: which device holds which rows")
    axes.set_axis_off()


def _draw_gradients(axes: Axes, found: Found) -> None:
    places = np.arange(len(found.held))
    colours = [_colour(device) for device in found.held]
    axes.barh(places, found.own[:, 0], color=colours, alpha=0.6, edgecolor=pictures.BLACK)
    mean = float(found.mean[0, 0])
    axes.axvline(mean, linestyle="--", color=pictures.BLACK)
    axes.axvline(0.0, color=pictures.BLACK, linewidth=0.8)
    axes.set_yticks(places, [f"device {device}" for device in found.held])
    axes.invert_yaxis()
    axes.set(xlabel="gradient of the loss for w₁", title=f"own gradient; dashed: mean {mean:.2f}")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
