"""Attempts at the smaller exercises as learners write them: the exercise, the slugs to name, and the code."""

from __future__ import annotations

RELU, RELU_JIT, ERROR = "intro.relu_python", "intro.relu_jit", "intro.squared_error"
PATCH, NORM, LOSS = "transformers.image_to_patch", "transformers.add_norm", "transformers.sequence_loss_fn"

_LOSS = """
def sequence_loss_fn(logits, data):
  targets = jax.nn.one_hot(data['target'], 128)
  assert logits.shape == targets.shape
  mask = jnp.greater(data['input'], 0)
  loss = -jnp.sum(targets * jax.nn.log_softmax(logits), axis=-1)
  loss = jnp.sum(loss * mask) / jnp.sum(mask)
  return loss
"""

_NORM = """
class AddNorm(hk.Module):
  def __init__(self, name=None):
    super().__init__(name=name)

  def __call__(self, x, processed_x):
    added = x + processed_x
    normalised = hk.LayerNorm(axis=-1, create_scale=True, create_offset=True)
    return normalised(added)
"""


def _patch(order: str = "0, 1, 3, 2, 4, 5") -> str:
    return f"""
def image_to_patch(image, patch_size):
    B, H, W, C = image.shape
    image = image.reshape(B, H // patch_size, patch_size, W // patch_size, patch_size, C)
    image = image.transpose({order})
    image_patches = image.reshape(B, -1, patch_size, patch_size, C)
    return image_patches
"""


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (RELU, ("identity",), "def relu(x):\n  if x > 0:\n    return x\n  else:\n    return x\n"),
    (RELU, ("absolute_value",), "def relu(x):\n  if x > 0:\n    return x\n  else:\n    return -x\n"),
    (RELU, ("condition_inverted",), "def relu(x):\n  if x < 0:\n    return x\n  return 0\n"),
    (RELU, ("returns_nothing",), "def relu(x):\n  if x > 0:\n    print(x)\n  else:\n    print(0)\n"),
    (RELU, ("step_function",), "def relu(x):\n  return x > 0\n"),
    (RELU_JIT, ("condition_inverted",), "def relu(x):\n  return jnp.where(x > 0, 0, x)\n"),
    (RELU_JIT, ("leaky",), "def relu(x):\n  return jnp.where(x > 0, x, 0.01 * x)\n"),
    (RELU_JIT, ("not_jittable",), "def relu(x):\n  return np.maximum(x, 0)\n"),
    (RELU_JIT, ("not_jittable",), "def relu(x):\n  return x if x > 0 else 0\n"),
    (RELU_JIT, ("wrong_sign",), "def relu(x):\n  return -jnp.maximum(x, 0)\n"),
    (ERROR, ("not_squared",), "def squared_error(b, w, x, y):\n  yhat = w * x + b\n  return yhat - y\n"),
    (ERROR, ("not_squared",), "def squared_error(b, w, x, y):\n  yhat = w * x + b\n  return y - yhat\n"),
    (ERROR, ("absolute_error",), "def squared_error(b, w, x, y):\n  return jnp.abs(w * x + b - y)\n"),
    (ERROR, ("bias_missing",), "def squared_error(b, w, x, y):\n  return (w * x - y) ** 2\n"),
    (ERROR, ("b_and_w_swapped",), "def squared_error(b, w, x, y):\n  return (b * x + w - y) ** 2\n"),
    (ERROR, ("halved",), "def squared_error(b, w, x, y):\n  return 0.5 * jnp.square(w * x + b - y)\n"),
    (ERROR, ("not_squared", "bias_missing"), "def squared_error(b, w, x, y):\n  return y - w * x\n"),
    (ERROR, ("target_added",), "def squared_error(b, w, x, y):\n  return (w * x + b + y) ** 2\n"),
    (ERROR, ("difference_of_squares",), "def squared_error(b, w, x, y):\n  return (w * x + b) ** 2 - y ** 2\n"),
    (PATCH, ("patches_in_column_order",), _patch("0, 3, 1, 2, 4, 5")),
    (PATCH, ("patches_mirrored",), _patch("0, 1, 3, 4, 2, 5")),
    (
        PATCH,
        ("reshaped_only",),
        "def image_to_patch(image, patch_size):\n  p = patch_size\n"
        "  return image.reshape(image.shape[0], -1, p, p, image.shape[-1])\n",
    ),
    (PATCH, ("wrong_shape",), _patch().replace("(B, -1, patch_size", "(-1, patch_size")),
    (NORM, ("x_not_added",), _NORM.replace("normalised(added)", "normalised(processed_x)")),
    (NORM, ("added_after_norm",), _NORM.replace("normalised(added)", "x + normalised(processed_x)")),
    (NORM, ("not_normalised",), _NORM.replace("normalised(added)", "added")),
    (NORM, ("wrong_norm_axis",), _NORM.replace("axis=-1", "axis=1")),
    (NORM, ("multiplied",), _NORM.replace("x + processed_x", "x * processed_x")),
    (NORM, ("subtracted", "wrong_norm_axis"), _NORM.replace("x + p", "x - p").replace("axis=-1", "axis=1")),
    (LOSS, ("mask_not_used",), _LOSS.replace("jnp.sum(loss * mask) / jnp.sum(mask)", "jnp.mean(loss)")),
    (
        LOSS,
        ("divided_by_all_positions",),
        _LOSS.replace("jnp.sum(loss * mask) / jnp.sum(mask)", "jnp.mean(loss * mask)"),
    ),
    (LOSS, ("not_divided",), _LOSS.replace(" / jnp.sum(mask)", "")),
    (LOSS, ("log_missing",), _LOSS.replace("log_softmax", "softmax")),
    (LOSS, ("sign_missing",), _LOSS.replace("-jnp.sum(targets", "jnp.sum(targets")),
    (LOSS, ("mask_from_target",), _LOSS.replace("greater(data['input']", "greater(data['target']")),
    (LOSS, ("not_divided", "sign_missing"), _LOSS.replace(" / jnp.sum(mask)", "").replace("-jnp.sum(t", "jnp.sum(t")),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (RELU, "def relu(x):\n  if x > 0:\n    return x\n  else:\n    return 0\n"),
    (RELU, "relu = lambda x: max(0, x)\n"),
    (RELU, "import jax\nrelu = jax.nn.relu\n"),
    (RELU_JIT, "def relu(x):\n  return jnp.maximum(x, 0)\n"),
    (RELU_JIT, "@jax.jit\ndef relu(x):\n  return x * (x > 0)\n"),
    (RELU_JIT, "def relu(x):\n  return jnp.where(x > 0, x, 0)\n"),
    (ERROR, "def squared_error(b, w, x, y):\n  yhat = jnp.dot(w, x) + b\n  return jnp.square(yhat - y)\n"),
    (ERROR, "squared_error = lambda b, w, x, y: (y - (b + x * w)) ** 2\n"),
    (PATCH, _patch()),
    (
        PATCH,
        "def image_to_patch(image, p):\n  B, H, W, C = image.shape\n"
        "  rows = [image[:, i:i + p, j:j + p] for i in range(0, H, p) for j in range(0, W, p)]\n"
        "  return jnp.stack(rows, axis=1)\n",
    ),
    (
        PATCH,
        "import einops\ndef image_to_patch(image, s):\n"
        "  return einops.rearrange(image, 'b (h p) (w q) c -> b (h w) p q c', p=s, q=s)\n",
    ),
    (NORM, _NORM),
    (
        NORM,
        "class AddNorm(hk.Module):\n  def __call__(self, x, processed_x):\n    y = x + processed_x\n"
        "    g = hk.get_parameter('g', y.shape[-1:], init=jnp.ones)\n"
        "    return g * (y - y.mean(-1, keepdims=True)) / jnp.sqrt(y.var(-1, keepdims=True) + 1e-5)\n",
    ),
    (LOSS, _LOSS),
    (
        LOSS,
        "import optax\ndef sequence_loss_fn(logits, data):\n"
        "  losses = optax.softmax_cross_entropy_with_integer_labels(logits, data['target'])\n"
        "  return jnp.average(losses, weights=data['input'] > 0)\n",
    ),
)
