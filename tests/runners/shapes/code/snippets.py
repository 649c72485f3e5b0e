"""Code as learners write it, that runs to its end."""

from __future__ import annotations

_ALL = r"""
### attention
import jax
import jax.numpy as jnp

def attention(q, k, v, mask=None):
    d_k = q.shape[-1]
    scores = q @ k.swapaxes(-1, -2) / jnp.sqrt(d_k)
    if mask is not None:
        scores = jnp.where(mask, scores, -1e9)
    weights = jax.nn.softmax(scores, axis=-1)
    return weights @ v, weights

q = jnp.ones((2, 5, 8))
k = jnp.ones((2, 7, 8))
v = jnp.ones((2, 7, 6))
out, weights = attention(q, k, v)
masked, _ = attention(q[0], k[0], v[0], jnp.tril(jnp.ones((5, 7))))

### arithmetic
x = np.arange(12).reshape(3, 4)
y = x * 2 + 1.5
z = (x > 3) & (y < 10)
w = -y.T

### broadcasting
a = jnp.ones((4, 1, 3))
b = jnp.ones((5, 3))
c = a - b
d = c / c.sum(axis=-1, keepdims=True)

### reductions
x = np.ones((2, 3, 4))
a = x.mean(0)
b = np.max(x, axis=(0, 2))
c = x.sum()
d = x.argmax(-1)

### indexing
x = np.ones((6, 5, 4))
a = x[0]
b = x[:, 1:3]
c = x[..., None, 0]
d = x[[0, 2, 4]]
e = x[x > 2]

### slices with steps
x = jnp.arange(10)
a = x[::2]
b = x[::-1]
c = x[:-3]
d = x[None, :, None]

### einsum
a = np.ones((2, 3, 4))
b = np.ones((2, 5, 4))
c = np.einsum('bqd,bkd->bqk', a, b)
t = np.einsum('bqq->b', c[:, :, :3])

### joining
a, b = np.ones((2, 3)), np.zeros((4, 3))
c = np.concatenate([a, b])
d = np.stack([a, a], axis=1)
e = np.vstack((a, b))

### splitting
x = np.ones((4, 12))
q, k, v = np.split(x, 3, axis=-1)
first, *rest = x
r = rest[0]

### heads
B, T, D, H = 2, 5, 12, 3
x = jnp.zeros((B, T, D))
h = x.reshape(B, T, H, D // H).transpose(0, 2, 1, 3)
m = h.swapaxes(1, 2).reshape(B, T, -1)

### a growing loop
x = np.zeros((0, 2))
for i in range(5):
    row = np.ones((i + 1, 2))
    x = np.concatenate([x, row])

### a while loop
x = np.ones(64)
while x.size > 4:
    x = x[::2]
y = x + 1

### a comprehension
xs = [np.ones((i, 3)) for i in range(1, 4)]
total = np.concatenate([x.T for x in xs], axis=1)

### augmented
x = np.ones((3, 2))
x += np.ones(2)
x *= 2
y = np.ones(2)
y = y @ x.T

### in place
x = np.zeros((3, 4))
x[:, 1] = np.ones(3)
x[0] += 2
y = jnp.zeros((3, 4)).at[:, 0].set(1.0)

### lambdas
f = lambda x, w: x @ w
y = f(np.ones((4, 3)), np.ones((3, 2)))

### vmap
def dot(a, b):
    c = a * b
    return c.sum()
x = jnp.ones((6, 3))
y = jax.vmap(dot)(x, x)
z = jax.vmap(dot, in_axes=(0, None))(x, x[0])

### nested vmap
def f(a, b):
    d = a - b
    return (d ** 2).sum()
x, y = jnp.ones((4, 3)), jnp.ones((5, 3))
d = jax.vmap(lambda a: jax.vmap(lambda b: f(a, b))(y))(x)

### jit
@jax.jit
def layer(x, w, b):
    h = x @ w
    return jax.nn.relu(h + b)
y = layer(jnp.ones((4, 3)), jnp.ones((3, 2)), jnp.zeros(2))

### grad
def loss(w, x, y):
    p = x @ w
    return jnp.mean((p - y) ** 2)
w, x, y = jnp.zeros(3), jnp.ones((8, 3)), jnp.ones(8)
g = jax.grad(loss)(w, x, y)
value, g2 = jax.value_and_grad(loss)(w, x, y)
h = jax.hessian(loss)(w, x, y)

### scan
def step(carry, x):
    new = jnp.tanh(carry + x)
    return new, new[:2]
last, all_ = jax.lax.scan(step, jnp.zeros(3), jnp.ones((7, 3)))

### random
key = jax.random.PRNGKey(0)
k1, k2 = jax.random.split(key)
x = jax.random.normal(k1, (4, 3))
i = jax.random.randint(k2, (5,), 0, 4)
y = x[i]

### recursion
def halve(x):
    if x.shape[0] < 2:
        return x
    y = x[: x.shape[0] // 2]
    return halve(y)
z = halve(np.ones((9, 2)))

### closures
def make(n):
    w = np.ones((n, 2))
    def apply(x):
        y = x @ w
        return y
    return apply
out = make(3)(np.ones((5, 3)))

### classes
class Layer:
    def __init__(self, n, m):
        self.w = np.ones((n, m))
    def __call__(self, x):
        y = x @ self.w
        return y
layer = Layer(3, 4)
y = layer(np.ones((2, 3)))

### super
class A:
    def f(self, x):
        y = x.T
        return y
class B(A):
    def f(self, x):
        z = super().f(x)
        return z
r = B().f(np.ones((2, 3)))

### generators
def rows(x):
    for row in x:
        yield row[:2]
s = sum(rows(np.ones((4, 3))))

### walrus and conditional
x = np.ones((4, 3))
if (n := x.shape[0]) > 3:
    y = x[:n] if n else x.T
z = y[np.newaxis]

### try and with
try:
    x = np.ones((2, 3)) @ np.ones((2, 3))
except ValueError as e:
    x = np.ones((2, 2))
with np.errstate(all='ignore'):
    y = x / 0

### docstring and defaults
def f(x, n=2, *, scale=np.ones(3)):
    'Doubles.'
    y = x * n * scale
    return y
z = f(np.ones((4, 3)))
assert f.__doc__ == 'Doubles.'

### f-strings and dicts
p = {'w': np.ones((3, 2)), 'b': np.zeros(2)}
y = np.ones((4, 3)) @ p['w'] + p['b']
s = f'{y.shape} {y.sum():.1f}'

### starred calls
def f(*xs, **kw):
    y = np.concatenate(xs, **kw)
    return y
args = [np.ones((2, 3)), np.ones((1, 3))]
z = f(*args, axis=0)

### matching
x = np.ones((2, 3))
match x.shape:
    case (a, b):
        y = x.reshape(b, a)
    case _:
        y = x

### unpacked targets
(a, b), c = (np.ones(2), np.ones(3)), np.ones(4)
for i, row in enumerate(np.ones((3, 5))):
    s = row * i

### tree
params = {'w': jnp.ones((3, 2)), 'b': jnp.zeros(2)}
opt = optax.adam(1e-3)
state = opt.init(params)
new = jax.tree.map(lambda a: a * 2, params)
w = new['w']

### haiku
def net(x):
    h = hk.Linear(5)(x)
    return jax.nn.relu(h)
model = hk.without_apply_rng(hk.transform(net))
x = jnp.ones((4, 3))
params = model.init(jax.random.PRNGKey(0), x)
y = model.apply(params, x)

### jraph
nodes = jnp.ones((4, 5))
graph = jraph.GraphsTuple(
    nodes=nodes,
    edges=jnp.ones((6, 2)),
    senders=jnp.array([0, 1, 2, 3, 0, 1]),
    receivers=jnp.array([1, 2, 3, 0, 2, 3]),
    n_node=jnp.array([4]),
    n_edge=jnp.array([6]),
    globals=None,
)
messages = graph.nodes[graph.senders]
summed = jax.ops.segment_sum(messages, graph.receivers, num_segments=4)

### one hot and take
ids = jnp.array([[0, 2], [1, 1], [3, 0]])
x = jax.nn.one_hot(ids, 4)
t = jnp.ones((9, 5))
e = jnp.take(t, ids, axis=0)
g = jnp.take_along_axis(x, ids[..., None], axis=-1)

### image
x = jnp.ones((2, 8, 8, 3))
w = jnp.ones((3, 3, 3, 4))
y = jax.lax.conv_general_dilated(x, w, (2, 2), 'SAME', dimension_numbers=('NHWC', 'HWIO', 'NHWC'))

### einops
import einops
x = jnp.ones((2, 6, 4))
y = einops.rearrange(x, 'b (h t) d -> b h t d', h=3)

### magics
%matplotlib inline
!pip install x
x = np.ones((2, 3))  # [rows, columns]
%time y = x.T
"""

RUNNING: dict[str, str] = {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in _ALL.split("### ")[1:]}
ATTENTION = RUNNING["attention"]
