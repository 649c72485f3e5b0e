"""DQN learns to balance CartPole, with a replay buffer and a target network.

Mnih et al., "Human-level control through deep reinforcement learning" (2015), algorithm 1; `double` as in van Hasselt,
Guez and Silver, "Deep Reinforcement Learning with Double Q-learning" (2016), equation 4. Departures: four environments
side by side, with one learning step for every four environment steps; the squared error is not clipped, because a fall
is rare and its large error must count; Adam, with a learning rate that falls linearly to zero; the state is scaled
before it enters the network. And the network that is handed over is not the last one but the one with the best mean
return in validation episodes between the rounds, because DQN's greedy policy rises and falls while it trains; it is
then tested on new episodes.

Axes: e environments side by side, r rows of the replay buffer, b transitions of a batch, a actions, i learning steps of
a round.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
import optax

from runners.experiments import training
from runners.experiments.reading import Progress
from runners.experiments.rl import cartpole

HIDDEN = 64
ENVIRONMENTS = 4
BATCH = 64
LEARNING_STEPS = 250
ENVIRONMENT_STEPS_A_ROUND = ENVIRONMENTS * LEARNING_STEPS
ROUNDS_A_CHUNK = 2
MOST_ROWS = 12_500
WARM_UP = 250
"""Learning steps in which transitions are only collected."""
Params = Any


class Settings(NamedTuple):
    """Scalars that the compiled loop is given, so that other values need no compiling. `rows` of the replay buffer are
    used, each with ENVIRONMENTS transitions; ε falls to `epsilon_end` over `epsilon_steps` environment steps, and the
    learning rate to 0 over `steps`."""

    steps: jax.typing.ArrayLike
    learning_rate: jax.typing.ArrayLike
    gamma: jax.typing.ArrayLike
    double: jax.typing.ArrayLike
    rows: jax.typing.ArrayLike
    target_every: jax.typing.ArrayLike
    epsilon_end: jax.typing.ArrayLike
    epsilon_steps: jax.typing.ArrayLike


class Transition(NamedTuple):
    """s and next_s (..., 4); action, reward and terminated (...). In the replay buffer the axes are (r, e), in a batch
    (b,)."""

    s: jax.Array
    action: jax.Array
    reward: jax.Array
    next_s: jax.Array
    terminated: jax.Array


class Draws(NamedTuple):
    """All random numbers of a round, drawn at once: `explore` and `action` (i, e) uniform in [0, 1), `starts` (i, e, 4)
    of new episodes, `row` (i, b) uniform in [0, 1), `column` (i, b) a whole number under e."""

    explore: jax.Array
    action: jax.Array
    starts: jax.Array
    row: jax.Array
    column: jax.Array


class Learner(NamedTuple):
    """`best` are the parameters with the best validation so far, `best_return` ()."""

    online: Params
    target: Params
    optimiser: Any
    environments: cartpole.Environment
    replay: Transition
    best: Params
    best_return: jax.Array
    settings: Settings
    key: jax.Array


class Record(NamedTuple):
    """What is told of each round, all (): mean return of the episodes that ended (NaN if none did), of the validation
    episodes, the mean loss, max Q(s, a) at the start of the validation episodes on average, and the discounted return
    that then really followed."""

    training: jax.Array
    evaluation: jax.Array
    loss: jax.Array
    predicted: jax.Array
    followed: jax.Array


class Ended(NamedTuple):
    """Of the environments, all (e,): whether an episode ended, and its return."""

    done: jax.Array
    returns: jax.Array


q_network: Any = hk.without_apply_rng(hk.transform(lambda s: hk.nets.MLP([HIDDEN, HIDDEN, 2])(s * cartpole.SCALE)))
"""From the state, (..., 4), to Q(s, a) for each action, (..., 2)."""
adam = optax.scale_by_adam()


def greedy(params: Params, s: jax.Array) -> jax.Array:
    return jnp.argmax(q_network.apply(params, s), axis=-1)


def epsilon(settings: Settings, steps: jax.Array) -> jax.Array:
    """The part of random actions after that many environment steps: from 1 down to `epsilon_end`, linearly."""
    part = jnp.minimum(steps / settings.epsilon_steps, 1.0)
    return 1.0 + part * (settings.epsilon_end - 1.0)


def bellman_target(
    batch: Transition,
    online_next: jax.Array,
    target_next: jax.Array,
    gamma: jax.typing.ArrayLike,
    double: jax.typing.ArrayLike,
) -> jax.Array:
    """r + γ Q_target(s', a'), and only r where the episode terminated: (b,). The action a' is the best one for the
    online network if `double`, else for the target network. online_next and target_next: Q(s', a), (b, a)."""
    best = jnp.where(double, online_next.argmax(axis=-1), target_next.argmax(axis=-1))  # (b,)
    future = jnp.take_along_axis(target_next, best[:, None], axis=-1)[:, 0]  # (b,)
    return batch.reward + gamma * jnp.where(batch.terminated, 0.0, future)


def td_loss(online: Params, batch: Transition, target: jax.Array) -> jax.Array:
    """Half the mean squared TD error. target (b,) is a constant."""
    q = q_network.apply(online, batch.s)  # (b, a)
    taken = jnp.take_along_axis(q, batch.action[:, None], axis=-1)[:, 0]  # (b,)
    return 0.5 * jnp.mean((target - taken) ** 2)


def push(replay: Transition, new: Transition, row: jax.Array) -> Transition:
    """Write the transitions of the environments, (e, ...), over those of a row."""
    written: Transition = jax.tree.map(
        lambda store, one: jax.lax.dynamic_update_index_in_dim(store, one, row, 0), replay, new
    )
    return written


def act(learner: Learner, draws: Draws, steps: jax.Array) -> tuple[cartpole.Environment, Transition, Ended]:
    """One ε-greedy step of all environments; whose episode ends, starts again. `draws`: those of this step."""
    environments = learner.environments
    explores = draws.explore < epsilon(learner.settings, steps)  # (e,)
    at_random = (draws.action < 0.5).astype(jnp.int32)  # (e,)
    action = jnp.where(explores, at_random, greedy(learner.online, environments.s))  # (e,)
    after, outcome = jax.vmap(cartpole.step)(environments, action)
    fresh = cartpole.Environment(draws.starts, jnp.zeros_like(after.steps))
    transition = Transition(environments.s, action, outcome.reward, outcome.s, outcome.terminated)
    return jax.vmap(cartpole.restart)(after, outcome, fresh), transition, Ended(outcome.done, after.steps)


def learn(learner: Learner, draws: Draws, number: jax.Array) -> tuple[Learner, jax.Array]:
    """One gradient step on a batch from the replay buffer, and the loss before it."""
    settings = learner.settings
    filled = jnp.minimum(number + 1, settings.rows)
    row = (draws.row * filled).astype(jnp.int32)  # (b,)
    batch = jax.tree.map(lambda store: store[row, draws.column], learner.replay)  # each (b, ...)
    online_next = q_network.apply(learner.online, batch.next_s)  # (b, a)
    target_next = q_network.apply(learner.target, batch.next_s)  # (b, a)
    target = bellman_target(batch, online_next, target_next, settings.gamma, settings.double)  # (b,)
    value, gradient = jax.value_and_grad(td_loss)(learner.online, batch, target)
    direction, optimiser = adam.update(gradient, learner.optimiser)
    left = jnp.maximum(1.0 - number * ENVIRONMENTS / settings.steps, 0.0)
    rate = jnp.where(number < WARM_UP, 0.0, settings.learning_rate * left)
    online = jax.tree.map(lambda old, up: old - rate * up, learner.online, direction)
    copied = optax.periodic_update(online, learner.target, number, settings.target_every)
    return learner._replace(online=online, target=copied, optimiser=optimiser), value


def act_and_learn(learner: Learner, now: tuple[jax.Array, Draws]) -> tuple[Learner, tuple[jax.Array, Ended]]:
    number, draws = now
    environments, transition, ended = act(learner, draws, number * ENVIRONMENTS)
    replay = push(learner.replay, transition, number % learner.settings.rows)
    learner, value = learn(learner._replace(environments=environments, replay=replay), draws, number)
    return learner, (value, ended)


def draw(key: jax.Array) -> Draws:
    keys = jax.random.split(key, 5)
    acting, learning = (LEARNING_STEPS, ENVIRONMENTS), (LEARNING_STEPS, BATCH)
    return Draws(
        explore=jax.random.uniform(keys[0], acting),
        action=jax.random.uniform(keys[1], acting),
        starts=cartpole.resets(keys[2], LEARNING_STEPS * ENVIRONMENTS).s.reshape(*acting, 4),
        row=jax.random.uniform(keys[3], learning),
        column=jax.random.randint(keys[4], learning, 0, ENVIRONMENTS),
    )


def validate(learner: Learner, key: jax.Array) -> tuple[Learner, jax.Array, jax.Array, jax.Array]:
    """Keeps the online network if it is the best so far. Also gives the mean return of the validation episodes, the
    value that the network predicts for their starts, and the discounted return that followed. All ()."""
    starts = cartpole.resets(key, cartpole.VALIDATION_EPISODES)
    returns = jax.vmap(lambda start: cartpole.play(lambda s: greedy(learner.online, s), start))(starts)  # (b,)
    mean = returns.mean()
    predicted = q_network.apply(learner.online, starts.s).max(axis=-1).mean()
    powers = learner.settings.gamma ** jnp.arange(cartpole.MOST_STEPS)  # (t,)
    followed = jnp.cumsum(powers)[returns.astype(jnp.int32) - 1].mean()
    better = mean >= learner.best_return
    best = jax.tree.map(lambda new, old: jnp.where(better, new, old), learner.online, learner.best)
    kept = learner._replace(best=best, best_return=jnp.maximum(mean, learner.best_return))
    return kept, mean, predicted, followed


def play_round(learner: Learner, number: jax.Array) -> tuple[Learner, Record]:
    """LEARNING_STEPS steps of all environments, a gradient step after each, and then the validation."""
    key_draws, key_validation = jax.random.split(jax.random.fold_in(learner.key, number))
    numbers = number * LEARNING_STEPS + jnp.arange(LEARNING_STEPS)
    learner, (values, ended) = jax.lax.scan(act_and_learn, learner, (numbers, draw(key_draws)))
    training_return = (ended.returns * ended.done).sum() / ended.done.sum()  # 0 / 0 is NaN: no episode ended
    learner, evaluation, predicted, followed = validate(learner, key_validation)
    return learner, Record(training_return, evaluation, values.mean(), predicted, followed)


@jax.jit
def new_learner(seed: jax.typing.ArrayLike, settings: Settings) -> Learner:
    key_params, key_start, key_training = jax.random.split(jax.random.key(seed), 3)
    params = q_network.init(key_params, jnp.zeros(4))
    slots = (MOST_ROWS, ENVIRONMENTS)
    replay = Transition(
        s=jnp.zeros((*slots, 4)),
        action=jnp.zeros(slots, jnp.int32),
        reward=jnp.zeros(slots),
        next_s=jnp.zeros((*slots, 4)),
        terminated=jnp.zeros(slots, bool),
    )
    return Learner(
        online=params,
        target=params,
        optimiser=adam.init(params),
        environments=cartpole.resets(key_start, ENVIRONMENTS),
        replay=replay,
        best=params,
        best_return=jnp.zeros(()),
        settings=settings,
        key=key_training,
    )


def train(learner: Learner, steps: int, progress: Progress) -> tuple[Learner, Record]:
    """Each array of the record has the rounds as its first axis: fewer than `steps` need when the run was stopped."""
    return training.train(
        play_round,
        learner,
        -(-steps // ENVIRONMENT_STEPS_A_ROUND),
        chunk=ROUNDS_A_CHUNK,
        progress=progress,
        words=lambda record: f"mean return {record.evaluation[-1]:.0f} in validation",
    )


@jax.jit
def final_test(learner: Learner) -> tuple[jax.Array, jax.Array, cartpole.Episode]:
    """The returns of the last network and of the best one in the same new episodes, each (b,), and an episode of the
    best one."""
    key = jax.random.fold_in(learner.key, cartpole.TEST)
    last, _ = cartpole.final_test(lambda s: greedy(learner.online, s), key)
    best, episode = cartpole.final_test(lambda s: greedy(learner.best, s), key)
    return last, best, episode
