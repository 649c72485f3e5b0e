"""Linear regression by gradient descent, beside the closed form.

One input: prediction w x + b, loss L(w, b) = mean((w x + b - y)^2), the mean squared error of the practical's part
"Linear regression and gradient descent". Gradient descent on all points: theta <- theta - eta grad L(theta), from
w = b = 0. The closed form solves the normal equations X^T X theta = X^T y (Bishop, "Pattern Recognition and Machine
Learning" (2006), section 3.1.1, equation 3.15). Departures: the data is generated, y = w x + b + noise.

Axes: n points, d parameters (w and b, so 2), s steps.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

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

MOST_STEPS = 1000
CLOSE = 0.01
"""A parameter this near to the closed form has arrived."""
ROUNDING = 1e-10
"""A loss below it is 0 up to float32's rounding."""


class Fit(NamedTuple):
    """x and y of shape (n,); `path` the parameters before the first step and after each, (s + 1, 2), with their
    `losses`, (s + 1,); the closed form `best`, (2,), with its loss; `curvatures`, the eigenvalues of the loss's
    Hessian, (2,), the smaller first."""

    x: np.ndarray
    y: np.ndarray
    path: np.ndarray
    losses: np.ndarray
    best: np.ndarray
    best_loss: np.ndarray
    curvatures: np.ndarray


def make_data(
    key: jax.Array, w: jax.Array | float, b: jax.Array | float, noise: jax.Array | float, *, points: int
) -> tuple[jax.Array, jax.Array]:
    """x from a standard normal, y = w x + b with normal noise of that standard deviation; both of shape (n,)."""
    x_key, noise_key = jax.random.split(key)
    x = jax.random.normal(x_key, (points,))  # (n,)
    return x, w * x + b + noise * jax.random.normal(noise_key, (points,))


def design_matrix(x: jax.Array) -> jax.Array:
    """A column of x for the weight and a column of ones for the bias: (n,) -> (n, 2)."""
    return jnp.stack([x, jnp.ones_like(x)], axis=1)


def loss(theta: jax.Array, x: jax.Array, y: jax.Array) -> jax.Array:
    """Mean squared error of the line theta = (w, b), a scalar."""
    return jnp.mean((design_matrix(x) @ theta - y) ** 2)  # (n, d) @ (d,) -> (n,) -> ()


def closed_form(x: jax.Array, y: jax.Array) -> jax.Array:
    """The (w, b) with the smallest mean squared error, shape (2,)."""
    design = design_matrix(x)  # (n, d)
    theta: jax.Array = jnp.linalg.solve(design.T @ design, design.T @ y)  # (d, d), (d,) -> (d,)
    return theta


def hessian(x: jax.Array) -> jax.Array:
    """Second derivatives of the loss, 2/n X^T X, shape (2, 2): the same at every theta."""
    design = design_matrix(x)  # (n, d)
    return 2.0 / len(x) * design.T @ design  # (d, d)


def descend(
    x: jax.Array, y: jax.Array, learning_rate: jax.typing.ArrayLike, *, steps: int
) -> tuple[jax.Array, jax.Array]:
    """Gradient descent from zero: the parameters, (s + 1, 2), and their losses, (s + 1,)."""

    def step(theta: jax.Array, _: None) -> tuple[jax.Array, tuple[jax.Array, jax.Array]]:
        value, gradient = jax.value_and_grad(loss)(theta, x, y)  # (), (d,)
        return theta - learning_rate * gradient, (theta, value)

    _, (path, losses) = jax.lax.scan(step, jnp.zeros(2), None, length=steps + 1)
    return path, losses


@partial(jax.jit, static_argnames="points")
def fit(
    key: jax.Array,
    w: jax.Array | float,
    b: jax.Array | float,
    noise: jax.Array | float,
    learning_rate: jax.Array | float,
    *,
    points: int,
) -> Fit:
    """Data, gradient descent and closed form in one program; always MOST_STEPS steps, so that it serves any fewer."""
    x, y = make_data(key, w, b, noise, points=points)
    path, losses = descend(x, y, learning_rate, steps=MOST_STEPS)
    best = closed_form(x, y)
    return Fit(x, y, path, losses, best, loss(best, x, y), jnp.linalg.eigvalsh(hessian(x)))  # type: ignore[arg-type]


def run(
    *,
    points: int,
    w: float,
    b: float,
    noise: float,
    learning_rate: float,
    steps: int,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Fit the line, draw it and the loss of each step."""
    fitted = Fit(*map(np.asarray, fit(jax.random.key(seed), w, b, noise, learning_rate, points=points)))
    fitted = fitted._replace(path=fitted.path[: steps + 1], losses=fitted.losses[: steps + 1])
    progress(0.5, "drawing")
    outcome = Outcome(fitted, learning_rate)
    draw(fitted, title=outcome.title, diverges=outcome.diverges)
    return Reading(text=outcome.text(seed), alts=(outcome.alt,), numbers=outcome.numbers)


class Outcome:
    """What a run shows, in words."""

    def __init__(self, fitted: Fit, learning_rate: float) -> None:
        self.fitted = fitted
        self.rate = learning_rate
        self.steps = len(fitted.path) - 1
        self.limit = 2.0 / float(fitted.curvatures[1])
        self.fastest = 2.0 / float(fitted.curvatures.sum())
        gaps = np.abs(fitted.path - fitted.best).max(axis=1)  # (s + 1,)
        self.gap = float(gaps[-1])
        far = np.flatnonzero(~(gaps < CLOSE))  # a gap that is not a number is far too
        self.arrived = int(far[-1]) + 1 if len(far) else 0

    @property
    def diverges(self) -> bool:
        return self.rate >= self.limit

    @property
    def has_arrived(self) -> bool:
        return not self.diverges and self.arrived <= self.steps

    @property
    def title(self) -> str:
        if self.diverges:
            return f"Learning rate {self.rate:g} is too large: above {self.limit:.3g} the steps diverge"
        if self.has_arrived:
            return f"Gradient descent reaches the best line in {_steps(self.arrived)}"
        return f"After {_steps(self.steps)} the line is still {self.gap:.2g} away from the best one"

    def text(self, seed: int) -> str:
        best = "w = {:.2f}, b = {:.2f}".format(*self.fitted.best)
        if self.diverges:
            return (
                f"With seed {seed}, the largest stable learning rate is {self.limit:.3g} = 2/λ, where λ is the largest "
                f"curvature of the loss; {self.rate:g} is above it. Along the steepest direction each step jumps over "
                f"the minimum to a place further away: the loss went {self._losses()} (closed form: {best}, loss "
                f"{_size(self.fitted.best_loss)})."
            )
        found = "w = {:.2f}, b = {:.2f}".format(*self.fitted.path[-1])
        first = (
            f"With seed {seed}, {_steps(self.steps)} of gradient descent end at {found}; the closed form gives {best}."
        )
        losses = f"The loss went {self._losses()}; {_size(self.fitted.best_loss)} is the smallest that a line can have."
        return f"{first} {losses} {self._advice()}"

    def _advice(self) -> str:
        if self.has_arrived:
            return f"Above a learning rate of {self.limit:.3g} (2/λ, λ the largest curvature) it would diverge."
        if self.rate < 0.5 * self.fastest:
            return f"The steps are small: a learning rate near {self.fastest:.2g} is the fastest, or take more steps."
        return "The learning rate is good, but it needs more steps."

    def _losses(self) -> str:
        first, last = self.fitted.losses[0], self.fitted.losses[-1]
        if np.isfinite(last):
            return f"from {_size(first)} to {_size(last)}"
        return f"from {_size(first)} beyond what float32 can hold after {_steps(_finite(self.fitted.losses))}"

    @property
    def alt(self) -> str:
        slope = "rises" if self.fitted.best[0] > 0 else "falls"
        return (
            f"Left: {len(self.fitted.x)} points and the best line, which {slope} with w = {self.fitted.best[0]:.2f}; "
            f"thin lines show gradient descent on its way. Right: the loss over {_steps(self.steps)} goes "
            f"{self._losses()}; a dashed line marks the closed form's {_size(self.fitted.best_loss)}."
        )

    @property
    def numbers(self) -> dict[str, str]:
        path, best = self.fitted.path[-1], self.fitted.best
        return {
            "w, b by gradient descent": f"{path[0]:.4g}, {path[1]:.4g}" if np.isfinite(path).all() else "diverged",
            "w, b by the closed form": f"{best[0]:.4g}, {best[1]:.4g}",
            "smallest loss (mean squared error)": f"{_size(self.fitted.best_loss)}",
            "largest stable learning rate": f"{self.limit:.4g}",
            "fastest learning rate": f"{self.fastest:.4g}",
        }


def draw(fitted: Fit, *, title: str, diverges: bool) -> Figure:
    """Points with the lines of some steps, and the loss of each step."""
    figure, axes = pictures.new_figure(title, columns=2)
    _draw_lines(axes[0, 0], fitted)
    _draw_losses(axes[0, 1], fitted, diverges)
    return figure


def _draw_lines(axes: Axes, fitted: Fit) -> None:
    x, y = fitted.x, fitted.y
    ends = np.array([x.min(), x.max()]) + np.array([-0.1, 0.1]) * np.ptp(x)  # (2,)
    axes.plot(x, y, "o", color=pictures.SKY, markeredgecolor=pictures.BLUE, markersize=5, label="data")
    last = len(fitted.path) - 1
    early = [step for step in (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512) if step < last][:6]
    for step in early:
        w, b = fitted.path[step]
        label = "early steps" if step == 0 else None
        axes.plot(ends, w * ends + b, color=pictures.BLACK, linewidth=0.8, alpha=0.5, label=label)
    w, b = fitted.path[-1]
    if np.isfinite([w, b]).all():
        name = "step" if last == 1 else "steps"
        axes.plot(ends, w * ends + b, color=pictures.VERMILION, label=f"after {last:,} {name}")
    axes.plot(ends, fitted.best[0] * ends + fitted.best[1], "--", color=pictures.BLACK, label="closed form")
    room = 0.15 * np.ptp(y) + 0.1
    axes.set(xlim=ends, ylim=(y.min() - room, y.max() + room), xlabel="input x", ylabel="target y")
    axes.legend(loc="best", framealpha=0.9)


def _draw_losses(axes: Axes, fitted: Fit, diverges: bool) -> None:
    losses = np.maximum(fitted.losses[: _finite(fitted.losses)].astype(float), ROUNDING)
    axes.plot(losses, color=pictures.VERMILION, marker="o" if len(losses) < 30 else None, label="gradient descent")
    best = max(float(fitted.best_loss), ROUNDING)
    axes.axhline(best, color=pictures.BLACK, linestyle="--", label="closed form")
    if losses.max() <= best:
        axes.set_ylim(best / 10.0, best * 10.0)
    log_scale(axes, "y")
    axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", integer=True))
    axes.set(xlabel="step", ylabel="loss (mean squared error)")
    axes.legend(loc="upper left" if diverges else "upper right")


def _finite(losses: np.ndarray) -> int:
    """How many losses come before the first that is not a finite number."""
    broken = np.flatnonzero(~np.isfinite(losses))
    return int(broken[0]) if len(broken) else len(losses)


def _steps(count: int) -> str:
    return f"{count:,} step" if count == 1 else f"{count:,} steps"


def _size(loss: Any) -> str:
    return "0" if loss < ROUNDING else f"{float(loss):.3g}"
