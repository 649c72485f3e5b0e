"""The snippets and attempts that are measured, in the sandbox and in the room."""

from __future__ import annotations

ARRAY = "import jax.numpy as jnp\njnp.arange(3) + 1"
FIGURE = """import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
plt.plot([1, 4, 9])
plt.title('Squares')"""
GRAD = """import jax, jax.numpy as jnp
def loss(w, x, y):
    hidden = jnp.tanh(x @ w[0])
    return jnp.mean((hidden @ w[1] - y) ** 2)
w = [jnp.ones((4, 16)), jnp.ones((16, 1))]
jax.grad(loss)(w, jnp.ones((8, 4)), jnp.ones((8, 1)))[0].shape"""
JITTED_GRAD = GRAD.replace("jax.grad(loss)", "jax.jit(jax.grad(loss))")
NEW_SHAPE = "import jax.numpy as jnp\njnp.tanh(jnp.ones((17, 29)) * {number}).sum()"
TRAINING = """import jax, jax.numpy as jnp, optax
x = jnp.linspace(0, 1, 100)
y = 3 * x + 1
def loss(p):
    return jnp.mean((p['w'] * x + p['b'] - y) ** 2)
optimiser = optax.adam(0.1)
p = {'w': jnp.zeros(()), 'b': jnp.zeros(())}
state = optimiser.init(p)
@jax.jit
def step(p, state):
    updates, state = optimiser.update(jax.grad(loss)(p), state)
    return optax.apply_updates(p, updates), state
for _ in range(200):
    p, state = step(p, state)
p['w']"""
GYMNASIUM_STEPS = 20_000
GYMNASIUM = f"""import gymnasium, numpy as np
generator = np.random.default_rng(0)
sizes = (4, 64, 64, 2)
layers = [
    ((generator.normal(size=(n, m)) / n**0.5).astype(np.float32), np.zeros(m, np.float32))
    for n, m in zip(sizes, sizes[1:])
]
environment = gymnasium.make('CartPole-v1')
s, _ = environment.reset(seed=0)
import time
started = time.perf_counter()
for _ in range({GYMNASIUM_STEPS}):
    x = s
    for w, b in layers[:-1]:
        x = np.maximum(x @ w + b, 0.0)
    s, _, terminated, truncated, _ = environment.step(int((x @ layers[-1][0] + layers[-1][1]).argmax()))
    if terminated or truncated:
        s, _ = environment.reset()
print(time.perf_counter() - started)"""
ATTEMPT = """import jax, jax.numpy as jnp
def scaled_dot_product_attention(query, key, value):
    scores = query @ jnp.swapaxes(key, -1, -2)
    weights = jax.nn.softmax(scores, axis=-1)
    return weights @ value, weights
"""
OWN_CHECK = """
import numpy as np
q = jax.random.normal(jax.random.key(0), (1, 2, 3))
_, weights = scaled_dot_product_attention(q, q, q)
scores = np.asarray(q @ jnp.swapaxes(q, -1, -2)) / np.sqrt(3)
wanted = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
print(np.allclose(weights, wanted))
"""
RIGHT_ATTEMPT = ATTEMPT.replace("-2)\n", "-2) / jnp.sqrt(key.shape[-1])\n", 1)
