"""Attempts at the exercises of Introduction to Reinforcement Learning as learners write them."""

from __future__ import annotations

Wrong = tuple[tuple[str, tuple[str, ...], str], ...]
POLICY, EPISODE, CHOOSE, WEIGHTS, LEARN = (
    "rl.linear_policy",
    "rl.run_episode",
    "rl.rps_choose_action",
    "rl.get_new_random_weights",
    "rl.rps_learn",
)
LOG_PROB, TO_GO, SAMPLE, LOSS = (
    "rl.weighted_log_prob",
    "rl.rewards_to_go",
    "rl.sample_action",
    "rl.policy_gradient_loss",
)
GREEDY, SQUARED, TARGET, Q_LOSS = "rl.greedy_action", "rl.squared_error", "rl.bellman_target", "rl.q_learning_loss"
RANDOM, EPSILON, EPSILON_GREEDY = "rl.random_action", "rl.get_epsilon", "rl.epsilon_greedy"


def _one(function: str, arguments: str, body: str) -> str:
    """A function of one expression, or of several lines with the last one returned."""
    *lines, last = body.split("; ")
    return "\n".join([f"def {function}({arguments}):", *(f"  {line}" for line in lines), f"  return {last}"]) + "\n"


def _policy(body: str) -> str:
    return _one("linear_policy", "params, obs", body)


def _episode(first: str = "env.reset()", step: str = "obs, reward, done, info = env.step(action)",
             add: str = "episode_return = episode_return + reward", action: str = "linear_policy(params, obs)",
             end: str = "  return episode_return") -> str:  # fmt: skip
    return f"""
def run_episode(env):
  episode_return = 0
  done = False
  params = jnp.array([1,-2,2,-1])
  obs = {first}
  while not done:
    action = {action}
    action = np.array(action)
    {step}
    {add}
{end}
"""


def _choose(*arguments: str, end: str = "action, actor_state") -> str:
    return f"""
def random_policy_search_choose_action(key, params, actor_state, obs, evaluation=False):
  best_action = linear_policy(params.best, obs)
  current_action = linear_policy(params.current, obs)
  action = jax.lax.select({", ".join(arguments)})
  return {end}
"""


def _weights(draw: str) -> str:
    return f"""
def get_new_random_weights(random_key, old_weights, minval=-2.0, maxval=2.0):
    new_weights_shape = old_weights.shape
    new_weights_dtype = old_weights.dtype
    new_params = {draw}
    return new_params
"""


def _learn(best: str = "better, current_params, best_params", average: str = "better, now, before",
           new: str = "get_new_random_weights(key, current_params)", test: str = "now > before") -> str:  # fmt: skip
    return f"""
def random_policy_search_learn(key, params, learn_state, memory):
    best_params = params.best
    current_params = params.current
    now = memory
    before = learn_state.best_average_episode_return
    better = {test}
    best_params = jax.lax.select({best})
    before = jax.lax.select({average})
    new_params = {new}
    params = RandomPolicySearchParams(current=new_params, best=best_params)
    return params, RandomPolicyLearnState(before)
"""


def _log_prob(body: str) -> str:
    return _one("compute_weighted_log_prob", "action_prob, episode_return", body)


def _to_go(step: str, start: str = "rewards_to_go = []", loop: str = "i in range(len(rewards))",
           end: str = "rewards_to_go") -> str:  # fmt: skip
    return f"def compute_rewards_to_go(rewards):\n  {start}\n  for {loop}:\n    {step}\n  return {end}\n"


def _sample(body: str) -> str:
    return _one("sample_action", "random_key, logits", body)


def _loss(probs: str = "jax.nn.softmax(logits)", pick: str = "all_action_probs[action]",
          weight: str = "compute_weighted_log_prob(action_prob, reward_to_go)",
          end: str = "- weighted_log_prob") -> str:  # fmt: skip
    return f"""
def policy_gradient_loss(action, logits, reward_to_go):
  all_action_probs = {probs}
  action_prob = {pick}
  weighted_log_prob = {weight}
  loss = {end}
  return loss
"""


def _greedy(body: str) -> str:
    return _one("select_greedy_action", "q_values", body)


def _squared(body: str) -> str:
    return _one("compute_squared_error", "pred, target", body)


def _target(body: str) -> str:
    return _one("compute_bellman_target", "reward, done, next_q_values", body)


def _q_loss(chosen: str = "q_values[action]", target: str = "compute_bellman_target(reward, done, next_q_values)",
            error: str = "compute_squared_error(chosen, target)") -> str:  # fmt: skip
    return f"""
def q_learning_loss(q_values, action, reward, done, next_q_values):
    chosen = {chosen}
    target = {target}
    squared_error = {error}
    return squared_error
"""


def _random(body: str) -> str:
    return _one("select_random_action", "key, num_actions", body)


def _epsilon(line: str = "1.0 - num_timesteps / EPSILON_DECAY_TIMESTEPS",
             select: str = "epsilon < EPSILON_MIN, EPSILON_MIN, epsilon") -> str:  # fmt: skip
    return f"def get_epsilon(num_timesteps):\n  epsilon = {line}\n  return jax.lax.select({select})\n"


def _epsilon_greedy(coin: str = "jax.random.uniform(key, (1,))[0] < epsilon",
                    explore: str = "select_random_action(key, num_actions)",
                    exploit: str = "select_greedy_action(q_values)",
                    epsilon: str = "get_epsilon(num_timesteps)") -> str:  # fmt: skip
    return f"""
def select_epsilon_greedy_action(key, q_values, num_timesteps):
    num_actions = len(q_values)
    epsilon = {epsilon}
    should_explore = {coin}
    return jax.lax.select(should_explore, {explore}, {exploit})
"""


WRONG: Wrong = (
    (POLICY, ("branches_swapped",), _policy("jax.lax.select(jnp.dot(params, obs) > 0, 0, 1)")),
    (POLICY, ("zero_counts_as_positive",), _policy("jnp.where(jnp.dot(params, obs) >= 0, 1, 0)")),
    (POLICY, ("dot_product_returned",), _policy("jnp.dot(params, obs)")),
    (POLICY, ("element_by_element",), _policy("jnp.where(params * obs > 0, 1, 0)")),
    (POLICY, ("plus_or_minus_one",), _policy("1 if params @ obs > 0 else -1")),
    (POLICY, ("select_branches_differ",), _policy("jax.lax.select(jnp.dot(params, obs) > 0, 1.0, 0)")),
    (POLICY, ("select_branches_differ",), _policy("jax.lax.select(jnp.dot(params, obs) > 0, [1], [0])")),
    (POLICY, ("returns_nothing",), "def linear_policy(params, obs):\n  print(jnp.dot(params, obs) > 0)\n"),
    (EPISODE, ("first_observation_only",), _episode(step="next_obs, reward, done, info = env.step(action)")),
    (EPISODE, ("last_reward_only",), _episode(add="episode_return = reward")),
    (EPISODE, ("steps_counted",), _episode(add="episode_return += 1")),
    (EPISODE, ("random_actions",), _episode(action="env.action_space.sample()")),
    (EPISODE, ("one_step_only",), _episode(end="    return episode_return")),
    (EPISODE, ("done_ignored",), _episode(step="obs, reward, finished, info = env.step(action)")),
    (EPISODE, ("reset_in_loop",), _episode(add="episode_return += reward; obs = env.reset(); done = False")),
    (EPISODE, ("never_reset",), _episode(first="jnp.zeros(4)")),
    (
        EPISODE,
        ("steps_counted", "first_observation_only"),
        _episode(step="next_obs, reward, done, info = env.step(action)", add="episode_return += 1"),
    ),
    (CHOOSE, ("branches_swapped",), _choose("evaluation", "current_action", "best_action")),
    (CHOOSE, ("best_always",), _choose("evaluation", "best_action", "best_action")),
    (CHOOSE, ("condition_not_first",), _choose("params.best", "best_action", "current_action")),
    (CHOOSE, ("missing_output",), _choose("evaluation", "best_action", "current_action", end="action")),
    (CHOOSE, ("outputs_swapped",), _choose("evaluation", "best_action", "current_action", end="actor_state, action")),
    (WEIGHTS, ("limits_not_used",), _weights("jax.random.uniform(random_key, new_weights_shape)")),
    (WEIGHTS, ("normal_for_uniform",), _weights("jax.random.normal(random_key, new_weights_shape)")),
    (WEIGHTS, ("wrong_weights_shape",), _weights("jax.random.uniform(random_key, minval=minval, maxval=maxval)")),
    (
        WEIGHTS,
        ("key_not_used",),
        _weights("jax.random.uniform(jax.random.PRNGKey(42), new_weights_shape, minval=minval, maxval=maxval)"),
    ),
    (WEIGHTS, ("not_reproducible",), _weights("np.random.uniform(minval, maxval, new_weights_shape)")),
    (WEIGHTS, ("limit_as_dtype",), _weights("jax.random.uniform(random_key, new_weights_shape, minval, maxval)")),
    (
        WEIGHTS,
        ("limits_fixed", "old_weights_added"),
        _weights("old_weights + jax.random.uniform(random_key, new_weights_shape, minval=-2, maxval=2)"),
    ),
    (LEARN, ("best_always_replaced",), _learn(best="True, current_params, best_params")),
    (LEARN, ("comparison_inverted",), _learn(test="now < before")),
    (LEARN, ("average_always_updated",), _learn(average="True, now, before")),
    (LEARN, ("parameters_swapped",), _learn(best="better, best_params, current_params")),
    (LEARN, ("current_not_renewed",), _learn(new="current_params")),
    (
        LEARN,
        ("best_never_replaced", "average_never_updated"),
        _learn(best="better, best_params, best_params", average="better, before, before"),
    ),
    (LOG_PROB, ("log_missing",), _log_prob("action_prob * episode_return")),
    (LOG_PROB, ("log_of_product",), _log_prob("jnp.log(action_prob * episode_return)")),
    (LOG_PROB, ("log_base_10",), _log_prob("jnp.log10(action_prob) * episode_return")),
    (LOG_PROB, ("return_missing",), _log_prob("log_prob = jnp.log(action_prob); log_prob")),
    (LOG_PROB, ("negated",), _log_prob("-jnp.log(action_prob) * episode_return")),
    (LOG_PROB, ("return_added",), _log_prob("jnp.log(action_prob) + episode_return")),
    (TO_GO, ("summed_from_the_start",), _to_go("rewards_to_go.append(sum(rewards[:i + 1]))")),
    (TO_GO, ("total_everywhere",), _to_go("rewards_to_go.append(sum(rewards))")),
    (TO_GO, ("this_reward_left_out",), _to_go("rewards_to_go.append(sum(rewards[i + 1:]))")),
    (TO_GO, ("last_reward_left_out",), _to_go("rewards_to_go.append(sum(rewards[i:-1]))")),
    (
        TO_GO,
        ("order_not_turned_back",),
        _to_go("total += r; out.append(total)", "total, out = 0, []", "r in rewards[::-1]", "out"),
    ),
    (
        TO_GO,
        ("discounted",),
        _to_go("total = r + 0.99 * total; out.insert(0, total)", "total, out = 0, []", "r in reversed(rewards)", "out"),
    ),
    (TO_GO, ("total_only",), "def compute_rewards_to_go(rewards):\n  return sum(rewards)\n"),
    (SAMPLE, ("greedy",), _sample("jnp.argmax(logits)")),
    (SAMPLE, ("softmax_first",), _sample("jax.random.categorical(random_key, jax.nn.softmax(logits))")),
    (SAMPLE, ("key_not_used",), _sample("jax.random.categorical(jax.random.PRNGKey(42), logits)")),
    (SAMPLE, ("uniform",), _sample("jax.random.randint(random_key, (), 0, len(logits))")),
    (SAMPLE, ("action_has_axes",), _sample("jax.random.categorical(random_key, logits, shape=(1,))")),
    (
        SAMPLE,
        ("not_reproducible",),
        _sample("p = np.exp(logits) / np.exp(logits).sum(); np.random.choice(len(logits), p=p / p.sum())"),
    ),
    (LOSS, ("softmax_missing",), _loss(probs="logits")),
    (LOSS, ("minus_missing",), _loss(end="weighted_log_prob")),
    (LOSS, ("all_actions_returned",), _loss(pick="all_action_probs")),
    (LOSS, ("likeliest_action",), _loss(pick="jnp.max(all_action_probs)")),
    (LOSS, ("log_missing",), _loss(weight="action_prob * reward_to_go")),
    (LOSS, ("return_missing",), _loss(weight="jnp.log(action_prob)")),
    (LOSS, ("log_twice",), _loss(probs="jax.nn.log_softmax(logits)")),
    (LOSS, ("likeliest_action", "minus_missing"), _loss(pick="jnp.max(all_action_probs)", end="weighted_log_prob")),
    (GREEDY, ("smallest_value",), _greedy("jnp.argmin(q_values)")),
    (GREEDY, ("smallest_value",), _greedy("jnp.argsort(q_values)[0]")),
    (GREEDY, ("value_for_index",), _greedy("jnp.max(q_values)")),
    (GREEDY, ("extra_axis",), _greedy("jnp.argmax(q_values, keepdims=True)")),
    (GREEDY, ("counted_from_one",), _greedy("jnp.argmax(q_values) + 1")),
    (GREEDY, ("whole_ranking",), _greedy("jnp.argsort(-q_values)")),
    (SQUARED, ("absolute_error",), _squared("jnp.abs(pred - target)")),
    (SQUARED, ("not_squared",), _squared("target - pred")),
    (SQUARED, ("halved",), _squared("0.5 * (pred - target) ** 2")),
    (SQUARED, ("difference_of_squares",), _squared("jnp.square(pred) - jnp.square(target)")),
    (SQUARED, ("square_of_target_only",), _squared("pred - target ** 2")),
    (TARGET, ("reward_lost_at_end",), _target("(1 - done) * (reward + jnp.max(next_q_values))")),
    (TARGET, ("done_ignored",), _target("reward + jnp.max(next_q_values)")),
    (TARGET, ("done_inverted",), _target("reward + done * jnp.max(next_q_values)")),
    (TARGET, ("mean_for_max",), _target("reward + (1 - done) * next_q_values.mean()")),
    (TARGET, ("argmax_for_max",), _target("reward + (1 - done) * jnp.argmax(next_q_values)")),
    (TARGET, ("discounted",), _target("reward + 0.99 * (1 - done) * jnp.max(next_q_values)")),
    (TARGET, ("max_missing",), _target("reward + (1 - done) * next_q_values")),
    (TARGET, ("done_inverted", "mean_for_max"), _target("reward + done * jnp.mean(next_q_values)")),
    (TARGET, ("missing_parameter",), "def compute_bellman_target(reward, next_q_values):\n  return reward\n"),
    (Q_LOSS, ("target_from_q_values",), _q_loss(target="compute_bellman_target(reward, done, q_values)")),
    (Q_LOSS, ("reward_and_done_swapped",), _q_loss(target="compute_bellman_target(done, reward, next_q_values)")),
    (Q_LOSS, ("not_squared",), _q_loss(error="chosen - target")),
    (Q_LOSS, ("largest_q_value",), _q_loss(chosen="jnp.max(q_values)")),
    (Q_LOSS, ("all_actions_compared",), _q_loss(chosen="q_values")),
    (Q_LOSS, ("done_ignored",), _q_loss(target="reward + jnp.max(next_q_values)")),
    (
        Q_LOSS,
        ("largest_q_value", "done_ignored"),
        _q_loss(chosen="jnp.max(q_values)", target="reward + jnp.max(next_q_values)"),
    ),
    (RANDOM, ("last_action_never",), _random("jax.random.randint(key, (), 0, num_actions - 1)")),
    (RANDOM, ("action_has_axes",), _random("jax.random.randint(key, (1,), 0, num_actions)")),
    (RANDOM, ("not_an_integer",), _random("jax.random.uniform(key, (), minval=0, maxval=num_actions)")),
    (RANDOM, ("not_reproducible",), _random("np.random.randint(num_actions)")),
    (RANDOM, ("key_not_used",), _random("jax.random.randint(jax.random.PRNGKey(0), (), 0, num_actions)")),
    (RANDOM, ("action_out_of_range",), _random("jax.random.randint(key, (), 0, num_actions + 1)")),
    (
        EPSILON,
        ("no_minimum",),
        "def get_epsilon(num_timesteps):\n  return 1 - num_timesteps / EPSILON_DECAY_TIMESTEPS\n",
    ),
    (EPSILON, ("grows",), _epsilon("num_timesteps / EPSILON_DECAY_TIMESTEPS")),
    (EPSILON, ("whole_division",), _epsilon("1.0 - num_timesteps // EPSILON_DECAY_TIMESTEPS")),
    (EPSILON, ("branches_swapped",), _epsilon(select="epsilon < EPSILON_MIN, epsilon, EPSILON_MIN")),
    (EPSILON, ("minimum_is_zero",), _epsilon(select="epsilon < 0.0, 0.0, epsilon")),
    (
        EPSILON,
        ("grows", "no_minimum"),
        "def get_epsilon(num_timesteps):\n  return num_timesteps / EPSILON_DECAY_TIMESTEPS\n",
    ),
    (EPSILON_GREEDY, ("choice_inverted",), _epsilon_greedy(coin="jax.random.uniform(key) > epsilon")),
    (EPSILON_GREEDY, ("compared_with_a_half",), _epsilon_greedy(coin="jnp.asarray(epsilon) > 0.5")),
    (EPSILON_GREEDY, ("always_explores",), _epsilon_greedy(coin="jax.random.randint(key, (), 0, 1) < epsilon")),
    (EPSILON_GREEDY, ("epsilon_fixed",), _epsilon_greedy(epsilon="EPSILON_MIN")),
    (
        EPSILON_GREEDY,
        ("choice_inverted",),
        _epsilon_greedy(explore="select_greedy_action(q_values)", exploit="select_random_action(key, num_actions)"),
    ),
    (EPSILON_GREEDY, ("coin_has_axes",), _epsilon_greedy(coin="jax.random.uniform(key, (1,)) < epsilon")),
    (
        EPSILON_GREEDY,
        ("action_has_axes",),
        _epsilon_greedy(explore="jax.random.randint(key, (1,), 0, num_actions)"),
    ),
    (
        EPSILON_GREEDY,
        ("choice_inverted", "worst_action"),
        _epsilon_greedy(coin="jax.random.uniform(key) > epsilon", exploit="jnp.argmin(q_values)"),
    ),
)

_CARTPOLE = """
def run_episode(env):
  obs, info = env.reset()
  total, done = 0.0, False
  while not done:
    a = int(linear_policy(jnp.array([1, -2, 2, -1]), obs))
    obs, r, terminated, truncated, info = env.step(a)
    done = terminated or truncated
    total += r
  return total
"""
_SPLIT = """
def select_epsilon_greedy_action(key, q_values, num_timesteps):
    coin, choice = jax.random.split(key)
    epsilon = jnp.maximum(EPSILON_MIN, 1 - num_timesteps / EPSILON_DECAY_TIMESTEPS)
    if jax.random.uniform(coin) < epsilon:
        return int(jax.random.choice(choice, len(q_values)))
    return int(np.argmax(q_values))
"""

RIGHT: tuple[tuple[str, str], ...] = (
    (POLICY, _policy("jax.lax.select(jnp.dot(params, obs) > 0, 1, 0)")),
    (POLICY, _policy("1 if sum(p * o for p, o in zip(params, obs)) > 0 else 0")),
    (POLICY, _policy("(params * obs).sum() > 0")),
    (EPISODE, _episode()),
    (EPISODE, "def linear_policy(p, o):\n  return int(np.dot(p, o) > 0)\n" + _episode(add="episode_return += reward")),
    (EPISODE, _CARTPOLE),
    (CHOOSE, _choose("evaluation", "best_action", "current_action")),
    (
        CHOOSE,
        "def random_policy_search_choose_action(key, params, actor_state, obs, evaluation=False):\n"
        "  weights = params.best if evaluation else params.current\n"
        "  return linear_policy(weights, obs), actor_state\n",
    ),
    (
        WEIGHTS,
        _weights("jax.random.uniform(random_key, new_weights_shape, new_weights_dtype, minval=minval, maxval=maxval)"),
    ),
    (WEIGHTS, _weights("minval + (maxval - minval) * jax.random.uniform(random_key, new_weights_shape)")),
    (WEIGHTS, _weights("np.asarray(jax.random.uniform(random_key, new_weights_shape)) * (maxval - minval) + minval")),
    (LEARN, _learn()),
    (LEARN, _learn(test="memory >= before")),
    (
        LEARN,
        "def random_policy_search_learn(key, params, learn_state, memory):\n"
        "  best, average = params.best, learn_state.best_average_episode_return\n"
        "  if memory > average:\n    best, average = params.current, memory\n"
        "  new = jax.random.uniform(key, (4,), minval=-2, maxval=2)\n"
        "  return RandomPolicySearchParams(new, best), RandomPolicyLearnState(average)\n",
    ),
    (LOG_PROB, _log_prob("jnp.log(action_prob) * episode_return")),
    (LOG_PROB, "import math\n" + _log_prob("episode_return * math.log(action_prob)")),
    (TO_GO, _to_go("rewards_to_go.append(sum(rewards[i:]))")),
    (TO_GO, "def compute_rewards_to_go(rewards):\n  return jnp.cumsum(jnp.array(rewards)[::-1])[::-1]\n"),
    (SAMPLE, _sample("jax.random.categorical(random_key, logits)")),
    (SAMPLE, _sample("int(jax.random.choice(random_key, len(logits), p=jax.nn.softmax(logits)))")),
    (SAMPLE, _sample("jnp.argmax(logits + jax.random.gumbel(random_key, logits.shape))")),
    (LOSS, _loss()),
    (LOSS, _one("policy_gradient_loss", "a, logits, r", "-r * jax.nn.log_softmax(logits)[a]")),
    (GREEDY, _greedy("jnp.argmax(q_values)")),
    (GREEDY, _greedy("int(np.argsort(q_values)[-1])")),
    (SQUARED, _squared("jnp.square(target - pred)")),
    (SQUARED, "compute_squared_error = lambda p, t: (p - t) * (p - t)\n"),
    (TARGET, _target("reward + (1.0 - done) * jnp.max(next_q_values)")),
    (TARGET, _target("reward if done else reward + max(next_q_values)")),
    (TARGET, _one("compute_bellman_target", "r, d, q", "jnp.where(d == 1.0, r, r + q.max())")),
    (Q_LOSS, _q_loss()),
    (
        Q_LOSS,
        "import optax\ndef q_learning_loss(q, a, r, d, nq):\n"
        "  return 2 * optax.l2_loss(jnp.take(q, a), r + (1 - d) * nq.max())\n",
    ),
    (RANDOM, _random("jax.random.randint(key, shape=(), minval=0, maxval=num_actions)")),
    (RANDOM, _random("jax.random.choice(key, jnp.arange(num_actions))")),
    (RANDOM, _random("jnp.floor(jax.random.uniform(key) * num_actions).astype(int)")),
    (EPSILON, _epsilon()),
    (EPSILON, "def get_epsilon(n):\n  return max(0.1, 1 - n / 3000)\n"),
    (EPSILON_GREEDY, _epsilon_greedy()),
    (EPSILON_GREEDY, _SPLIT),
)
