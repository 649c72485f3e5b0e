"""REINFORCE learns to balance CartPole, and a picture of how it learns.

Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning" (1992), section 4,
with discounted returns-to-go (Sutton and Barto, "Reinforcement Learning" (2018), section 13.3, without the factor γ^t)
and a baseline (section 13.4). Departures: the gradient is averaged over the steps of a batch of episodes; advantages
are divided by their root mean square; Adam takes the step; the state is scaled before it enters the network; an
entropy bonus may be added.

Axes: b episodes side by side, t steps of an episode, a actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np
import optax

from runners.experiments import training
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.rl import cartpole, showing
from runners.experiments.rl.animation import animate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HIDDEN = 32
EPISODES = 32
UPDATES_A_CHUNK = 5
BASELINES = ("none", "mean", "step")
Params = Any


class Settings(NamedTuple):
    """Scalars that the compiled loop is given, so that other values need no compiling. `episodes` of the batch are
    learned from; `baseline` is a place in BASELINES."""

    learning_rate: jax.typing.ArrayLike
    gamma: jax.typing.ArrayLike
    baseline: jax.typing.ArrayLike
    entropy_bonus: jax.typing.ArrayLike
    episodes: jax.typing.ArrayLike


class Learner(NamedTuple):
    params: Params
    optimiser: Any
    settings: Settings
    key: jax.Array


class Record(NamedTuple):
    """What is told of each update, all (): mean return of the batch, mean return of the most probable actions in the
    evaluation episodes, environment steps taken, and the policy's mean entropy in nats."""

    training: jax.Array
    evaluation: jax.Array
    steps: jax.Array
    entropy: jax.Array


policy_network: Any = hk.without_apply_rng(
    hk.transform(lambda s: hk.nets.MLP([HIDDEN, 2], activation=jnp.tanh)(s * cartpole.SCALE))
)
"""From the state, (..., 4), to a logit for each action, (..., 2)."""
adam = optax.scale_by_adam()


def sample_action(params: Params, s: jax.Array, noise: jax.Array) -> jax.Array:
    """Right with the probability that the policy gives it. `noise` is uniform in [0, 1)."""
    probability = jax.nn.softmax(policy_network.apply(params, s))[cartpole.RIGHT]
    return (noise < probability).astype(jnp.int32)


def best_action(params: Params, s: jax.Array) -> jax.Array:
    """The most probable action."""
    return jnp.argmax(policy_network.apply(params, s))


def play_batch(params: Params, key: jax.Array) -> cartpole.Episode:
    """EPISODES episodes with sampled actions: s (b, t, 4), action and alive (b, t)."""
    key_start, key_noise = jax.random.split(key)
    starts = cartpole.resets(key_start, EPISODES)
    noise = jax.random.uniform(key_noise, (EPISODES, cartpole.MOST_STEPS))  # (b, t)
    return jax.vmap(lambda start, one: cartpole.record(lambda s, u: sample_action(params, s, u), start, one))(
        starts, noise
    )


def returns_to_go(rewards: jax.Array, gamma: jax.typing.ArrayLike) -> jax.Array:
    """The discounted sum of each step's reward and all later ones: (t,) -> (t,)."""

    def back(later: jax.Array, reward: jax.Array) -> tuple[jax.Array, jax.Array]:
        now = reward + gamma * later
        return now, now

    return jax.lax.scan(back, jnp.zeros(()), rewards, reverse=True)[1]


def advantages(to_go: jax.Array, mask: jax.Array, baseline: jax.typing.ArrayLike) -> jax.Array:
    """How much better it went than the baseline says, in units of the batch's root mean square; 0 outside the mask.

    to_go and mask (b, t) -> (b, t). The baseline is 0 ("none"), the mean over all steps of the batch ("mean"), or at
    each step t the mean over the episodes that are still running ("step").
    """
    to_go = to_go * mask  # (b, t)
    mean = to_go.sum() / mask.sum()  # ()
    step_mean = to_go.sum(axis=0) / jnp.maximum(mask.sum(axis=0), 1.0)  # (t,)
    subtracted = jnp.stack([jnp.zeros_like(step_mean), jnp.full_like(step_mean, mean), step_mean])[baseline]  # (t,)
    better = (to_go - subtracted) * mask  # (b, t)
    size = jnp.sqrt((better**2).sum() / mask.sum())  # ()
    return better / (size + 1e-8)


def loss(
    params: Params, episode: cartpole.Episode, weight: jax.Array, mask: jax.Array, entropy_bonus: jax.typing.ArrayLike
) -> tuple[jax.Array, jax.Array]:
    """Minus the mean of log-probability times weight, minus the entropy bonus; and the mean entropy. Both ().

    episode: s (b, t, 4), action (b, t); weight and mask (b, t).
    """
    log_probs = jax.nn.log_softmax(policy_network.apply(params, episode.s))  # (b, t, a)
    taken = jnp.take_along_axis(log_probs, episode.action[..., None], axis=-1)[..., 0]  # (b, t)
    entropy = -(jnp.exp(log_probs) * log_probs).sum(axis=-1)  # (b, t)
    mean_entropy = (entropy * mask).sum() / mask.sum()
    return -(taken * weight * mask).sum() / mask.sum() - entropy_bonus * mean_entropy, mean_entropy


def update(learner: Learner, number: jax.Array) -> tuple[Learner, Record]:
    """Play a batch of episodes with the current policy, take one step uphill, and evaluate."""
    params, optimiser, settings, key = learner
    key_play, key_evaluate = jax.random.split(jax.random.fold_in(key, number))
    episode = play_batch(params, key_play)
    used = jnp.arange(EPISODES)[:, None] < settings.episodes  # (b, 1)
    mask = (episode.alive & used).astype(jnp.float32)  # (b, t), and each entry is that step's reward
    to_go = jax.vmap(returns_to_go, (0, None))(mask, settings.gamma)  # (b, t)
    weight = advantages(to_go, mask, settings.baseline)  # (b, t)
    gradient, entropy = jax.grad(loss, has_aux=True)(params, episode, weight, mask, settings.entropy_bonus)
    direction, optimiser = adam.update(gradient, optimiser)
    params = jax.tree.map(lambda old, up: old - settings.learning_rate * up, params, direction)
    evaluation = cartpole.evaluate(lambda s: best_action(params, s), key_evaluate, cartpole.VALIDATION_EPISODES)
    record = Record(mask.sum() / settings.episodes, evaluation.mean(), mask.sum(), entropy)
    return Learner(params, optimiser, settings, key), record


@jax.jit
def new_learner(seed: jax.typing.ArrayLike, settings: Settings) -> Learner:
    key_params, key_training = jax.random.split(jax.random.key(seed))
    params = policy_network.init(key_params, jnp.zeros(4))
    return Learner(params, adam.init(params), settings, key_training)


def train(learner: Learner, updates: int, progress: Progress) -> tuple[Learner, Record]:
    """Each array of the record has the updates as its first axis: fewer than `updates` when the run was stopped."""

    def words(record: Record) -> str:
        return f"mean return {record.training.mean():.0f}"

    return training.train(
        update,
        learner,
        updates,
        chunk=UPDATES_A_CHUNK,
        progress=progress,
        words=words,
    )


@jax.jit
def final_test(learner: Learner) -> tuple[jax.Array, cartpole.Episode]:
    key = jax.random.fold_in(learner.key, cartpole.TEST)
    return cartpole.final_test(lambda s: best_action(learner.params, s), key)


def run(
    *,
    updates: int,
    episodes: int,
    learning_rate: float,
    gamma: float,
    baseline: str,
    entropy_bonus: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train, draw the learning curve, and show the policy."""
    settings = Settings(learning_rate, gamma, BASELINES.index(baseline), entropy_bonus, episodes)
    learner, record = train(new_learner(seed, settings), updates, progress)
    returns, episode = jax.tree.map(np.asarray, final_test(learner))
    curve = showing.Curve(
        steps=np.cumsum(record.steps),
        training=np.asarray(record.training),
        evaluation=np.asarray(record.evaluation),
    )
    draw(
        curve,
        record,
        title=f"{showing.finding('REINFORCE', returns, curve)}\n({_settings(learning_rate, gamma, baseline, seed)})",
    )
    done = len(record.training)
    return Reading(
        text=_reading(curve, returns, record, updates=updates, baseline=baseline, seed=seed),
        alts=(
            f"{showing.alt(curve, returns)} Below, the policy's entropy goes from {record.entropy[0]:.2f} to "
            f"{record.entropy[-1]:.2f} nats.",
        ),
        animations=(animate(episode, agent=f"REINFORCE, seed {seed}, after {done} updates"),),
        numbers={
            **showing.numbers(curve, returns),
            "updates": f"{done}",
            "policy entropy at the end": f"{record.entropy[-1]:.3f} nats",
        },
    )


def draw(curve: showing.Curve, record: Record, *, title: str) -> Figure:
    """The learning curve, and below it how sure the policy is."""
    figure, below = showing.draw_curve(curve, title=title, below="entropy (nats)")
    below.axhline(np.log(2.0), **showing.LIMIT)
    below.annotate("ln 2: both actions alike", (1.0, np.log(2.0)), **showing.NOTE)
    below.plot(curve.thousands, record.entropy, **showing.SECOND)
    below.set_ylim(0.0, 0.9)
    return figure


def _settings(learning_rate: float, gamma: float, baseline: str, seed: int) -> str:
    return f"learning rate {learning_rate:g}, γ = {gamma:g}, baseline {baseline}, seed {seed}"


def _reading(
    curve: showing.Curve, returns: np.ndarray, record: Record, *, updates: int, baseline: str, seed: int
) -> str:
    done, entropy = len(record.training), float(record.entropy[-1])
    so_far = f"stopped after update {done} of {updates}" if done < updates else f"after {done} updates"
    first = f"With seed {seed}, {so_far}, the policy's mean return is {showing.mean_and_spread(returns)}."
    return " ".join([first, showing.how_it_went(curve, returns), _why(curve, returns, entropy, baseline)])


def _why(curve: showing.Curve, returns: np.ndarray, entropy: float, baseline: str) -> str:
    sure = f"The entropy below is now {entropy:.2f} nats (0 is sure, 0.69 a coin)"
    if returns.mean() >= cartpole.SOLVED:
        return f"{sure}: the policy grew surer of its pushes as they brought more steps."
    if entropy < 0.05:
        return f"{sure}: it is sure too early, so that it no longer tries other actions; try a smaller learning rate."
    if curve.is_flat:
        return f"{sure}: it has hardly changed, so the gradient steps are too small, too few or too noisy."
    if baseline == "none":
        return f"{sure}; without a baseline every action taken is made more probable, and the gradient is noisy."
    return f"{sure}; each update sees other episodes, so the curve is noisy, and more updates may help."
