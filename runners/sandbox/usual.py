"""What snippets of the practicals usually do. The programs that XLA compiles for it are kept, so that learners'
snippets find them compiled."""

from __future__ import annotations

_HEAD = "import jax, jax.numpy as jnp, numpy as np, optax, haiku as hk, einops\n"

ARRAYS = """
VECTORS = [(3,), (4,), (5,), (10,), (100,)]
MATRICES = [(2, 3), (3, 2), (3, 3), (3, 4), (4, 3), (4, 4), (8, 4), (10, 3)]
for shape in VECTORS + MATRICES:
    x = jnp.ones(shape)
    jnp.zeros(shape), jnp.full(shape, 2.0), jnp.zeros_like(x), jnp.ones_like(x)
    x + x, x - x, x * x, x / x, x + 1, 1 - x, x * 2, 2.0 * x, x / 2, x ** 2, -x, x > 0, x == x, x @ x.T
    for f in (jnp.exp, jnp.log, jnp.sin, jnp.cos, jnp.tanh, jnp.sqrt, jnp.abs, jnp.square, jnp.cumsum,
              jax.nn.relu, jax.nn.sigmoid, jax.nn.softmax, jax.nn.log_softmax):
        f(x)
    for f in (jnp.sum, jnp.mean, jnp.max, jnp.min, jnp.std, jnp.argmax, jnp.prod, jnp.var, jnp.linalg.norm):
        f(x)
    x.reshape(-1), x[0], x[-1], x[1:], x[None], x[..., None], x.at[0].set(7.0), jnp.where(x > 0, x, 0.0)
    repr(x), list(x)[0], x.astype(int), x.T, jnp.concatenate([x, x]), jnp.stack([x, x])
for shape in MATRICES:
    x = jnp.ones(shape)
    for axis in (0, 1, -1):
        for f in (jnp.sum, jnp.mean, jnp.max, jnp.argmax, jax.nn.softmax):
            f(x, axis=axis)
        x.sum(axis=axis, keepdims=True)
    x[:, 0], x[:, None], x[0, 0], x + jnp.ones(shape[1]), x * jnp.ones((shape[0], 1)), x.flatten()
    x @ jnp.ones(shape[1]), x @ jnp.ones((shape[1], shape[0])), jnp.einsum('ij,kj->ik', x, x)
for n in (3, 4, 5, 6, 8, 10, 12, 24, 100):
    x = jnp.arange(n)
    x + 1, x * 2, x ** 2, x.sum(), x.mean(), jnp.arange(float(n)) * 2, jnp.eye(n), jnp.tril(jnp.ones((n, n)))
    jnp.array(list(range(n))) + 1, jnp.array([1.0] * n) * 2, x[::2], x[::-1], x[0], x[-1], x % 2, x > 1
for n, shapes in ((6, [(2, 3), (3, 2)]), (12, [(3, 4), (4, 3), (2, 2, 3)]), (24, [(2, 3, 4), (4, 6)])):
    for shape in shapes:
        x = jnp.arange(n).reshape(shape)
        x.T, x.sum(), x.sum(axis=0), x.sum(axis=1), x.sum(axis=-1), x.mean(axis=0)
        x @ x.swapaxes(-1, -2), x + 1, x * 2, x[0], x[:, 0]
        y = jnp.arange(float(n)).reshape(shape)
        y.T, y.sum(), y.sum(axis=0), y.sum(axis=1), y.mean(axis=-1), y @ y.swapaxes(-1, -2), y + 1, y * 2, y[0], y[:, 0]
for n in (5, 10, 11, 50, 100, 200, 1000):
    x = jnp.linspace(0, 1, n), jnp.linspace(-3, 3, n), jnp.linspace(-1.0, 1.0, n)
    jnp.sin(x[0]), jnp.exp(-x[0]), jnp.cos(x[0]), jnp.tanh(x[0]), x[0] ** 2, jax.nn.relu(x[0]), jax.nn.sigmoid(x[0])
"""

RANDOM = """
for key in (jax.random.PRNGKey(0), jax.random.key(0)):
    a, b = jax.random.split(key)
    jax.random.split(key, 3), jax.random.split(key, 4), jax.random.split(key, 10), jax.random.fold_in(key, 1)
    repr(key), repr(a)
    key, subkey = jax.random.split(key)
    for shape in [(), (1,), (3,), (4,), (5,), (10,), (100,), (1000,), (2, 3), (3, 2), (3, 3), (3, 4), (4, 4), (8, 4),
                  (5, 3), (10, 3), (100, 1), (100, 2), (32, 2), (2, 10, 64), (2, 12, 64)]:
        x = jax.random.normal(subkey, shape)
        x.mean(), x.std(), 2.0 * x, x + 1
        jax.random.uniform(subkey, shape)
    for shape in [(3,), (10,), (100,)]:
        jax.random.randint(subkey, shape, 0, 10), jax.random.bernoulli(subkey, 0.5, shape)
        jax.random.permutation(subkey, shape[0])
    jax.random.permutation(subkey, jnp.arange(10)), jax.random.choice(subkey, 10), jax.random.choice(subkey, 10, (3,))
    jax.random.categorical(subkey, jnp.zeros(4)), jax.random.categorical(subkey, jnp.zeros((3, 4)))
"""

DIFFERENTIATION = """
for f in (lambda x: x ** 2, lambda x: x ** 3, jnp.sin, jnp.tanh, jnp.exp, jnp.log, lambda x: 3 * x ** 2 + 2 * x + 1):
    jax.grad(f)(3.0), jax.grad(jax.grad(f))(3.0), jax.value_and_grad(f)(2.0), jax.jit(f)(3.0)
    for n in (3, 5, 10):
        jax.grad(lambda x: f(x).sum())(jnp.ones(n)), jax.vmap(f)(jnp.ones(n))
        jax.vmap(jax.grad(f))(jnp.arange(float(n)))
    jax.vmap(jax.grad(f))(jnp.linspace(-3, 3, 100))
jax.hessian(lambda x: (x ** 2).sum())(jnp.ones(3)), jax.jacobian(lambda x: x ** 2)(jnp.ones(3))
jax.vmap(jnp.dot)(jnp.ones((4, 3)), jnp.ones((4, 3)))
jax.vmap(jnp.dot, in_axes=(0, None))(jnp.ones((4, 3)), jnp.ones(3))
jax.lax.fori_loop(0, 10, lambda i, x: x + i, 0), jax.lax.scan(lambda c, x: (c + x, c), 0.0, jnp.arange(5.0))
jax.lax.cond(True, lambda x: x + 1, lambda x: x, 1.0)
"""

NETWORKS = """
for n, inputs, hidden, outputs in ((8, 4, 16, 1), (32, 2, 16, 1), (32, 2, 32, 2), (10, 3, 8, 1), (100, 1, 32, 1)):
    x, y = jnp.ones((n, inputs)), jnp.ones((n, outputs))
    for activation in (jnp.tanh, jax.nn.relu):
        w = [jnp.ones((inputs, hidden)), jnp.ones((hidden, outputs))]
        def plain(w, x, y):
            return jnp.mean((activation(x @ w[0]) @ w[1] - y) ** 2)
        p = {'w1': w[0], 'b1': jnp.zeros(hidden), 'w2': w[1], 'b2': jnp.zeros(outputs)}
        def biased(p, x, y):
            return jnp.mean((activation(x @ p['w1'] + p['b1']) @ p['w2'] + p['b2'] - y) ** 2)
        for loss, params in ((plain, w), (biased, p)):
            loss(params, x, y), jax.jit(loss)(params, x, y), jax.jit(jax.grad(loss))(params, x, y)
            g = jax.grad(loss)(params, x, y)
            jax.value_and_grad(loss)(params, x, y), jax.jit(jax.value_and_grad(loss))(params, x, y)
            jax.tree.map(lambda a, b: a - 0.1 * b, params, g), jax.tree.map(lambda a, b: a - 0.01 * b, params, g)
"""

TRAINING = """
def train(loss, params, x, y, optimiser):
    state = optimiser.init(params)
    @jax.jit
    def step(params, state, x, y):
        value, gradient = jax.value_and_grad(loss)(params, x, y)
        updates, state = optimiser.update(gradient, state, params)
        return optax.apply_updates(params, updates), state, value
    params, state, value = step(params, state, x, y)
    updates, state = optimiser.update(jax.grad(loss)(params, x, y), state, params)
    return optax.apply_updates(params, updates), float(value)
x = jnp.linspace(0, 1, 100)
y = 3 * x + 1 + 0.1 * jax.random.normal(jax.random.key(0), (100,))
line = lambda p, x, y: jnp.mean((p['w'] * x + p['b'] - y) ** 2)
for start in (0.0, jnp.zeros(()), jnp.zeros(1)):
    params = {'w': start, 'b': start}
    if not isinstance(start, float):
        for rate in (0.1, 0.01):
            train(line, params, x, y, optax.sgd(rate)), train(line, params, x, y, optax.adam(rate))
    g = jax.grad(line)(params, x, y)
    jax.tree.map(lambda a, b: a - 0.1 * b, params, g)
net = hk.without_apply_rng(hk.transform(lambda x: hk.Linear(3)(x)))
net.apply(net.init(jax.random.PRNGKey(0), jnp.ones((8, 4))), jnp.ones((8, 4)))
for n, inputs, sizes in ((8, 4, [16, 1]), (32, 2, [32, 2]), (100, 1, [32, 1])):
    net = hk.without_apply_rng(hk.transform(lambda x: hk.nets.MLP(sizes)(x)))
    x, y = jnp.ones((n, inputs)), jnp.ones((n, sizes[-1]))
    params = net.init(jax.random.PRNGKey(42), x)
    net.apply(params, x), jax.jit(net.apply)(params, x)
    mean = lambda p, x, y: jnp.mean((net.apply(p, x) - y) ** 2)
    for rate in (1e-2, 1e-3):
        train(mean, params, x, y, optax.adam(rate)), train(mean, params, x, y, optax.sgd(rate))
"""

ATTENTION = """
def attention(query, key, value, mask=None):
    scores = query @ jnp.swapaxes(key, -1, -2) / jnp.sqrt(key.shape[-1])
    if mask is not None:
        scores = jnp.where(mask, scores, -1e9)
    weights = jax.nn.softmax(scores, axis=-1)
    return weights @ value, weights
SHAPES = (
    ((10, 64), (12, 64)), ((2, 10, 64), (2, 12, 64)), ((4, 8), (4, 8)), ((1, 2, 3), (1, 2, 3)), ((5, 4), (5, 4)),
    ((2, 3, 7), (2, 5, 7)), ((1, 4, 3), (1, 6, 3)), ((3, 4), (5, 4)), ((1, 3), (6, 3)),
)
for shape, other in SHAPES:
    q, k = jnp.ones(shape), jnp.ones(other)
    mask = jnp.tril(jnp.ones((shape[-2], other[-2])))
    attention(q, k, k), attention(q, k, k, mask), jax.jit(attention)(q, k, k), attention(q, k, k, mask == 1)
    scores = jnp.matmul(q, k.swapaxes(-1, -2)); scores / 8.0, scores / 8, jnp.exp(scores)
    jnp.einsum('...qd,...kd->...qk', q, k), jax.nn.softmax(q @ k.swapaxes(-1, -2)) @ k, jnp.matmul(q, k.mT)
    q @ k.swapaxes(-1, -2) / (shape[-1] ** 0.5), q @ k.swapaxes(-1, -2) * shape[-1] ** -0.5
    if len(shape) == 3:
        k.transpose(0, 2, 1), jnp.transpose(k, (0, 2, 1)), jnp.einsum('bqd,bkd->bqk', q, k), q @ k.transpose(0, 2, 1)
x = jnp.ones((2, 10, 64))
x.reshape(2, 10, 8, 8).transpose(0, 2, 1, 3), einops.rearrange(x, 'b t (h d) -> b h t d', h=8)
for shape in ((2, 3, 5), (1, 4, 6), (2, 10, 64)):
    x = jnp.ones(shape)
    mean, variance = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    x + x, (x - mean) / jnp.sqrt(variance + 1e-5), (x - mean) / jnp.sqrt(variance + 1e-6)
    layer = hk.transform(lambda x: hk.LayerNorm(axis=-1, create_scale=True, create_offset=True)(x))
    layer.apply(layer.init(jax.random.PRNGKey(42), x), None, x)
for shape in ((2, 5), (1, 4)):
    logits, target = jnp.ones((*shape, 128)), jnp.ones(shape, int)
    losses = optax.softmax_cross_entropy_with_integer_labels(logits, target)
    (losses * (target > 0)).sum() / (target > 0).sum(), losses.mean()
    (jax.nn.log_softmax(logits) * jax.nn.one_hot(target, 128)).sum(axis=-1).mean()
jax.nn.one_hot(jnp.arange(4), 4), jax.nn.one_hot(jnp.arange(10), 10)
"""

SNIPPETS = tuple(_HEAD + code for code in (ARRAYS, RANDOM, DIFFERENTIATION, NETWORKS, TRAINING, ATTENTION))
