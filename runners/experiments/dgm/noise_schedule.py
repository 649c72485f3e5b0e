"""How much of the data is left after t steps of noise, for the linear and the cosine schedule.

Ho, Jain and Abbeel (2020), sections 2 and 4; Nichol and Dhariwal (2021), section 3.2. Departure: the number of steps
and the last beta can be chosen, so that the signal need not be gone at the end.

Axes: T time steps, p pictures, n points.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments import pictures
from runners.experiments.dgm import diffusion
from runners.experiments.dgm.points import sample_points
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 400
PICTURES = 5
NAMES = ("linear", "cosine")
FAINT = 0.1
"""Below this factor of the signal a picture is called pure noise."""


class Decay(NamedTuple):
    """What a schedule does. `signal` and `noise` are the factors of x_0 and of the noise after 1 ... T steps."""

    signal: np.ndarray
    noise: np.ndarray

    @property
    def left(self) -> float:
        """The factor of the signal after the last step."""
        return float(self.signal[-1])

    @property
    def crossing(self) -> int | None:
        """The first step after which there is more noise than signal, if there is one."""
        drowned = self.noise > self.signal
        return int(drowned.argmax()) + 1 if drowned.any() else None

    @property
    def wasted(self) -> float:
        """The share of steps after which less than FAINT of the signal is left."""
        return float((self.signal < FAINT).mean())


@partial(jax.jit, static_argnames=("timesteps", "data"))
def decays_and_pictures(
    key: jax.Array, chosen: jax.typing.ArrayLike, beta_last: jax.typing.ArrayLike, *, timesteps: int, data: str
) -> tuple[jax.Array, jax.Array]:
    """The factors of signal and noise of both schedules, (2, 2, T), and points of the data before the first step and
    after some of the steps of the chosen schedule, (p, n, 2)."""
    of_data, of_noise = jax.random.split(key)
    x_0 = sample_points(of_data, data, POINTS)  # (n, 2)
    noise = jax.random.normal(of_noise, (PICTURES - 1, POINTS, 2))  # (p - 1, n, 2)
    betas = diffusion.linear_betas(timesteps, last=beta_last), diffusion.cosine_betas(timesteps)  # (T,) each
    schedules = [diffusion.make_schedule(each) for each in betas]
    factors = jnp.stack([jnp.stack(diffusion.signal_and_noise(each)) for each in schedules])  # (2, 2, T)
    used = jax.tree.map(lambda *both: jnp.stack(both)[chosen], *schedules)
    diffuse = jax.vmap(diffusion.q_sample, in_axes=(None, None, 0, 0))
    noisy = diffuse(used, x_0, jnp.asarray(shown_steps(timesteps)[1:] - 1), noise)  # (p - 1, n, 2)
    return factors, jnp.concatenate([x_0[None], noisy])


def shown_steps(timesteps: int) -> np.ndarray:
    """After how many steps the data is drawn, (p,)."""
    return np.linspace(0, timesteps, PICTURES).round().astype(int)


def run(
    *, schedule: str, timesteps: int, beta_last: float, data: str, seed: int, progress: Progress = silent
) -> Reading:
    """Draw both schedules, and the data on its way to noise."""
    place = NAMES.index(schedule)
    computed, noised = decays_and_pictures(jax.random.key(seed), place, beta_last, timesteps=timesteps, data=data)
    decays = {name: Decay(*factors) for name, factors in zip(NAMES, np.asarray(computed), strict=True)}
    progress(0.5, "drawing")
    draw(decays, np.asarray(noised), schedule, title=_finding(decays[schedule], schedule))
    return Reading(
        text=_reading(decays, schedule, beta_last, seed),
        alts=(_alt(decays[schedule], schedule, data),),
        numbers=_numbers(decays[schedule]),
    )


def draw(decays: dict[str, Decay], noised: np.ndarray, schedule: str, *, title: str) -> None:
    """The factors over time above, the noised points (p, n, 2) below."""
    figure, axes = pictures.new_figure(title, rows=2, columns=PICTURES, height=6.2, height_ratios=(1.7, 1.0))
    grid = axes[0, 0].get_gridspec()
    for unused in axes[0]:
        unused.remove()
    _draw_factors(figure.add_subplot(grid[0, :]), decays, schedule)
    widest = min(float(np.abs(noised).max()) * 1.05, 4.0)
    for place, (step, points) in enumerate(zip(shown_steps(decays[schedule].signal.size), noised, strict=True)):
        small = axes[1, place]
        small.plot(*points.T, ".", color=pictures.BLACK, markersize=2.5, alpha=0.6)
        small.set(xlim=(-widest, widest), ylim=(-widest, widest), xticks=[], yticks=[], aspect="equal")
        small.set_title("data" if step == 0 else f"t = {step}", fontsize=11)
    axes[1, 0].set_ylabel(f"{schedule}\nschedule")


def _draw_factors(axes: Axes, decays: dict[str, Decay], schedule: str) -> None:
    steps = np.arange(1, decays[schedule].signal.size + 1)
    for name, colour in zip(NAMES, (pictures.BLUE, pictures.VERMILION), strict=True):
        width = 2.8 if name == schedule else 1.3
        axes.plot(steps, decays[name].signal, "-", color=colour, linewidth=width, label=f"signal, {name}")
        axes.plot(steps, decays[name].noise, "--", color=colour, linewidth=width, label=f"noise, {name}")
    crossing = decays[schedule].crossing
    if crossing is not None:
        axes.plot(crossing, decays[schedule].signal[crossing - 1], "o", color=pictures.BLACK, label="as much of both")
    axes.set(xlabel="time step t", ylabel="factor in x_t", ylim=(-0.03, 1.03), xlim=(0, steps[-1]))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=3, frameon=False)


def _finding(decay: Decay, schedule: str) -> str:
    name = f"{schedule.capitalize()} schedule, T = {decay.signal.size}"
    if decay.left >= FAINT:
        return f"{name}: at the last step\nthe signal's factor is still {decay.left:.2f}"
    mostly = f"almost only noise in the last {decay.wasted:.0%} of the steps"
    return f"{name}: more noise than signal\nfrom step {decay.crossing} on, {mostly}"


def _reading(decays: dict[str, Decay], schedule: str, beta_last: float, seed: int) -> str:
    decay, (other,) = decays[schedule], [name for name in NAMES if name != schedule]
    total = decay.signal.size
    ends = f" up to a last beta of {beta_last:g}" if schedule == "linear" else ""
    start = f"The {schedule} schedule with {total} steps{ends}"
    if decay.crossing is None:
        first = f"{start} never has more noise than signal."
    else:
        first = f"{start} has more noise than signal from step {decay.crossing} on; with the {other} one it is "
        first += f"step {decays[other].crossing}." if decays[other].crossing else "never so."
    if decay.left >= FAINT:
        second = (
            f"At the end the signal's factor is still {decay.left:.2f}, so x_T is not the pure noise that sampling "
            "starts from: take more steps, larger betas or the cosine schedule."
        )
    else:
        second = (
            f"Less than a tenth of the signal is left in {decay.wasted:.0%} of the steps ({decays[other].wasted:.0%} "
            f"with the {other} one): there is little to learn in these."
        )
    return f"{first} {second} The row below shows the points drown (seed {seed})."


def _alt(decay: Decay, schedule: str, data: str) -> str:
    crossing = "they never cross" if decay.crossing is None else f"they cross at step {decay.crossing}"
    return (
        f"Above, signal and noise factors over {decay.signal.size} time steps for the linear and the cosine schedule. "
        f"For the {schedule} one the signal falls from 1 to {decay.left:.2f} and the noise rises to "
        f"{decay.noise[-1]:.2f}; {crossing}. Below, five pictures of the {data} data, each with more noise."
    )


def _numbers(decay: Decay) -> dict[str, str]:
    ratio = (decay.left / decay.noise[-1]) ** 2
    return {
        "signal factor at the last step": f"{decay.left:.3f}",
        "signal-to-noise ratio at the last step": f"{ratio:.2g}",
        "first step with more noise than signal": "none" if decay.crossing is None else f"{decay.crossing}",
        "steps with less than a tenth of the signal": f"{decay.wasted:.0%}",
    }
