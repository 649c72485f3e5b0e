"""The path of gradient descent, with or without momentum, on a quadratic loss surface.

The surface is a valley, L(theta) = 1/2 theta^T H theta, whose Hessian H has eigenvalues (curvatures) 1 along the
valley and kappa, the condition number, across it; its minimum is at 0. Near a minimum every smooth loss looks like
this. Momentum is that of Polyak, "Some methods of speeding up the convergence of iteration methods" (1964), as
`optax.sgd` has it: v <- beta v + g, theta <- theta - eta v. Along an eigenvector with curvature lambda one step is

    (theta, v) <- M (theta, v),  M = [[1 - eta lambda, -eta beta], [lambda, beta]],

so the steps converge exactly if the spectral radius of M is below 1, that is if eta < 2 (1 + beta) / lambda
(Goh, "Why Momentum Really Works" (2017), "The Dynamics of Momentum").

Axes: d parameters (2), s steps, r learning rates.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from matplotlib.ticker import MaxNLocator

from runners.experiments import pictures
from runners.experiments.intro.scales import log_scale
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_STEPS = 500
VALLEY_DEGREES = 25.0
"""How far the valley is turned from the first axis: a step then moves both parameters."""
REACHED = 1e-3
"""The minimum counts as reached when this part of the first loss remains."""
ROUNDING = 1e-12


def hessian(condition: jax.typing.ArrayLike) -> jax.Array:
    """Curvature 1 along the valley and `condition` across it. Shape (2, 2)."""
    angle = math.radians(VALLEY_DEGREES)
    turn = jnp.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])  # (d, d)
    return turn @ jnp.diag(jnp.stack([jnp.asarray(1.0), jnp.asarray(condition)])) @ turn.T  # (d, d)


def loss(theta: jax.Array, curvature: jax.Array) -> jax.Array:
    """theta (2,), curvature (2, 2): the loss, a scalar."""
    return 0.5 * theta @ curvature @ theta  # (d,) @ (d, d) @ (d,) -> ()


def start(key: jax.Array) -> jax.Array:
    """A point 2 away from the minimum, well off the valley's floor: within 20 degrees of a diagonal. Shape (2,)."""
    quadrant_key, angle_key = jax.random.split(key)
    quarter = jax.random.randint(quadrant_key, (), 0, 4)
    degrees = VALLEY_DEGREES + 45.0 + 90.0 * quarter + jax.random.uniform(angle_key, (), minval=-20.0, maxval=20.0)
    return 2.0 * jnp.stack([jnp.cos(jnp.radians(degrees)), jnp.sin(jnp.radians(degrees))])


def descend(
    theta: jax.Array,
    curvature: jax.Array,
    learning_rate: jax.typing.ArrayLike,
    momentum: jax.typing.ArrayLike = 0.0,
    *,
    steps: int,
) -> tuple[jax.Array, jax.Array]:
    """The parameters before the first step and after each, (s + 1, 2), and their losses, (s + 1,)."""

    def step(state: tuple[jax.Array, jax.Array], _: None) -> tuple[tuple[jax.Array, jax.Array], tuple[jax.Array, ...]]:
        theta, velocity = state  # (d,), (d,)
        value, gradient = jax.value_and_grad(loss)(theta, curvature)  # (), (d,)
        velocity = momentum * velocity + gradient  # (d,)
        return (theta - learning_rate * velocity, velocity), (theta, value)

    _, (path, losses) = jax.lax.scan(step, (theta, jnp.zeros_like(theta)), None, length=steps + 1)
    return path, losses


@jax.jit
def descend_each(
    key: jax.Array, condition: jax.typing.ArrayLike, learning_rates: jax.Array, momenta: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """One descent for each pair of learning rate and momentum, both (r,), all from the same start.

    Returns (r, s + 1, 2) and (r, s + 1) with s = MOST_STEPS, so that it serves any fewer."""

    def one(learning_rate: jax.Array, momentum: jax.Array) -> tuple[jax.Array, jax.Array]:
        return descend(start(key), hessian(condition), learning_rate, momentum, steps=MOST_STEPS)

    return jax.vmap(one)(learning_rates, momenta)


def largest_stable(condition: float, momentum: float) -> float:
    """Below this learning rate the steps converge."""
    return 2.0 * (1.0 + momentum) / condition


def fastest(condition: float) -> float:
    """The learning rate that shrinks the distance fastest without momentum: both curvatures then shrink alike."""
    return 2.0 / (1.0 + condition)


def shrinkage(learning_rate: float, momentum: float, condition: float) -> float:
    """The spectral radius of M, the worse of both curvatures: by what factor a late step multiplies the distance."""
    curvatures = np.array([1.0, condition])
    steps = np.array(
        [[[1 - learning_rate * each, -learning_rate * momentum], [each, momentum]] for each in curvatures]
    )  # (d, 2, 2)
    return float(np.abs(np.linalg.eigvals(steps)).max())


def run(
    *,
    condition: float,
    learning_rate: float,
    momentum: float,
    steps: int,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Draw the path on the surface, and the loss beside that of the fastest plain learning rate."""
    rates, momenta = np.array([learning_rate, fastest(condition)]), np.array([momentum, 0.0])
    computed = descend_each(jax.random.key(seed), condition, jnp.asarray(rates), jnp.asarray(momenta))
    paths, losses = (np.asarray(part)[:, : steps + 1] for part in computed)  # (r, s + 1, 2), (r, s + 1)
    progress(0.5, "drawing")
    outcome = Outcome(losses, condition=condition, learning_rate=learning_rate, momentum=momentum)
    draw(paths[0], losses, np.asarray(hessian(condition)), title=outcome.title, others_rate=rates[1])
    return Reading(text=outcome.text(seed), alts=(outcome.alt(paths[0]),), numbers=outcome.numbers)


class Outcome:
    """What a run shows, in words. losses: (2, s + 1), the run's own and those of the fastest plain rate."""

    def __init__(self, losses: np.ndarray, *, condition: float, learning_rate: float, momentum: float) -> None:
        self.losses = losses
        self.condition, self.rate, self.momentum = condition, learning_rate, momentum
        self.steps = losses.shape[1] - 1
        self.limit = largest_stable(condition, momentum)
        self.factor = shrinkage(learning_rate, momentum, condition)
        own = losses[0].astype(float)
        self.left = float(own[-1] / own[0]) if np.isfinite(own[-1]) else math.inf
        below = own <= REACHED * own[0]
        self.reached = int(np.argmax(below)) if below.any() else None

    @property
    def diverges(self) -> bool:
        return self.rate >= self.limit

    @property
    def swings(self) -> bool:
        """At the limit itself the steps go from side to side for ever."""
        return math.isclose(self.rate, self.limit, rel_tol=1e-6)

    @property
    def _name(self) -> str:
        return f"Learning rate {self.rate:g}" + (f" with momentum {self.momentum:g}" if self.momentum else "")

    @property
    def title(self) -> str:
        if self.swings:
            return f"{self._name} swings for ever:\nit is just at the limit of the stable ones"
        if self.diverges:
            return f"{self._name} diverges:\nthe largest stable one is {self.limit:.3g}"
        if self.reached is not None:
            return f"{self._name} is near the minimum\nafter {_steps(self.reached)}"
        return f"{self._name} is slow:\n{_part(self.left)} of the loss remains after {_steps(self.steps)}"

    def text(self, seed: int) -> str:
        first = f"From the start that seed {seed} gives, {_steps(self.steps)} took the loss {self._course}."
        return f"{first} {self._stability} {self._manner}"

    @property
    def _course(self) -> str:
        if not math.isfinite(self.left):
            return f"from {self.losses[0, 0]:.3g} beyond what float32 can hold"
        return f"from {self.losses[0, 0]:.3g} to {self.losses[0, -1]:.3g}"

    @property
    def _stability(self) -> str:
        limit = f"2{f' (1 + {self.momentum:g})' if self.momentum else ''}/λ = {self.limit:.3g}"
        side = "at" if self.swings else "above" if self.diverges else "below"
        return (
            f"The learning rate {self.rate:g} is {side} the limit {limit}, where λ = {self.condition:g} is the "
            f"largest curvature: in the long run each step multiplies the distance by about {self.factor:.3g}."
        )

    @property
    def _manner(self) -> str:
        best = fastest(self.condition)
        if self.swings:
            return "Across the valley the path jumps from side to side and never comes closer."
        if self.diverges:
            return "The path jumps from side to side of the valley, each time higher up."
        if self.momentum:
            plain = shrinkage(best, 0.0, self.condition)
            return f"The best learning rate without momentum, {best:.3g}, multiplies it by {plain:.3g}."
        if self.condition == 1.0:
            return "The bowl is round, so the path is straight."
        if self.rate < 0.5 * best:
            return f"That is small: {best:.3g} is the fastest learning rate, and the path creeps along the valley."
        if self.rate * self.condition > 1.0:
            return "The path zigzags across the valley, since each step passes over its floor."
        return "The path falls to the valley's floor first, and then follows it to the minimum."

    def alt(self, path: np.ndarray) -> str:
        long = f"a valley {math.sqrt(self.condition):.2g} times as long as wide,"
        shape = "a round bowl" if self.condition == 1.0 else long
        away = math.hypot(*path[np.isfinite(path).all(axis=1)][-1].tolist())
        return (
            f"Left: contours of {shape} with its minimum at (0, 0). The path starts at ({path[0, 0]:.2f}, "
            f"{path[0, 1]:.2f}) and ends {away:.2g} from the minimum. Right: the loss goes {self._course} in "
            f"{_steps(self.steps)}, beside a dashed line for the fastest learning rate without momentum."
        )

    @property
    def numbers(self) -> dict[str, str]:
        return {
            "largest stable learning rate": f"{self.limit:.4g}",
            "fastest learning rate without momentum": f"{fastest(self.condition):.4g}",
            "factor of the distance in a late step": f"{self.factor:.4g}",
            "part of the loss that remains": _part(self.left) if math.isfinite(self.left) else "diverged",
        }


def draw(path: np.ndarray, losses: np.ndarray, curvature: np.ndarray, *, title: str, others_rate: float) -> Figure:
    """The surface with the path, (s + 1, 2), and both losses, (2, s + 1)."""
    figure, axes = pictures.new_figure(title, columns=2, height=4.6)
    _draw_path(axes[0, 0], path, curvature)
    _draw_losses(axes[0, 1], losses, others_rate)
    return figure


def _draw_path(axes: Axes, path: np.ndarray, curvature: np.ndarray) -> None:
    far = np.flatnonzero(~(np.abs(path).max(axis=1) < 100.0))  # what is not a number is far too
    shown = path[: far[0]] if len(far) else path  # (t, d), t <= s + 1
    side = float(np.clip(1.15 * np.abs(shown).max(), 2.3, 8.0))
    if len(far) and np.isfinite(path[far[0]]).all():
        leaving = path[far[0]] * (100.0 / np.abs(path[far[0]]).max())  # (d,), in the same direction
        shown = np.concatenate([shown, leaving[None]])
    line = np.linspace(-side, side, 70)
    grid = np.stack(np.meshgrid(line, line), axis=-1)  # (70, 70, d)
    surface = 0.5 * np.einsum("yxi,ij,yxj->yx", grid, curvature, grid)
    levels = surface.max() * np.linspace(0.02, 1.0, 12) ** 2
    axes.contourf(line, line, surface, levels=[0.0, *levels], cmap=pictures.SEQUENTIAL, alpha=0.45)
    axes.contour(line, line, surface, levels=levels, colors=pictures.BLACK, linewidths=0.4)
    axes.plot(*shown.T, "-o", color=pictures.VERMILION, linewidth=1.3, markersize=3.5, label="path")
    axes.plot(*path[0], "s", color=pictures.BLUE, markersize=8, label="start")
    axes.plot(0, 0, "*", color=pictures.BLACK, markersize=13, label="minimum")
    axes.set(xlim=(-side, side), ylim=(-side, side), xlabel="parameter θ₁", ylabel="parameter θ₂", aspect="equal")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3, columnspacing=1.0, handletextpad=0.3)


def _draw_losses(axes: Axes, losses: np.ndarray, others_rate: float) -> None:
    own, other = (each[np.isfinite(each)].astype(float) for each in losses)
    marker = "o" if len(own) < 50 else None
    axes.plot(np.maximum(own, ROUNDING), color=pictures.VERMILION, marker=marker, markersize=3.5, label="this run")
    axes.plot(np.maximum(other, ROUNDING), "--", color=pictures.BLACK, label=f"fastest plain: {others_rate:.2g}")
    axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", integer=True))
    axes.set(xlabel="step", ylabel="loss")
    log_scale(axes, "y")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=2, columnspacing=1.0, handletextpad=0.3)


def _part(part: float) -> str:
    if part < 1e-6:
        return "less than 0.0001%"
    if part > 10.0:
        return f"{part:,.0f} times as much" if part < 1e6 else f"{part:.2g} times as much"
    return f"{part:.0%}" if part >= 0.095 else f"{100 * part:.2g}%"


def _steps(count: int) -> str:
    return f"{count:,} step" if count == 1 else f"{count:,} steps"
