"""Attempts at the modules of Transformers & Attention as learners write them."""

from __future__ import annotations

FEED, QKV, POSITIONS, INTENT = (
    "transformers.feed_forward_block",
    "transformers.sequence_to_qkv",
    "transformers.position_embeddings_lookup",
    "transformers.intent_classifier",
)


def _feed(
    layer1: str = "hk.Linear(layer1_size, w_init=initializer)",
    layer2: str = "hk.Linear(d_m, w_init=initializer)",
    hidden: str = "jax.nn.gelu(layer1(x))",
    out: str = "layer2(x)",
) -> str:
    return f'''
class FeedForwardBlock(hk.Module):
  """A 2-layer MLP which widens then narrows the input."""

  def __init__(self,
               widening_factor: int = 4,
               name=None):
    super().__init__(name=name)
    self._init_scale = 0.25
    self._widening_factor = widening_factor

  def __call__(self, x):
    d_m = x.shape[-1]
    layer1_size = self._widening_factor * d_m

    initializer = hk.initializers.VarianceScaling(self._init_scale)
    layer1 = {layer1}
    layer2 = {layer2}

    x = {hidden}
    x = {out}
    return x
'''


def _qkv(
    layers: str = "hk.Linear(self.output_size, w_init=initializer)",
    key: str = "k_layer(X)",
    value: str = "v_layer(X)",
    out: str = "Q, K, V",
) -> str:
    return f"""
class SequenceToQKV(hk.Module):
  def __init__(self, output_size):
    super().__init__()
    self.output_size = output_size

  def __call__(self, X):
    initializer = hk.initializers.VarianceScaling(0.5)

    # this can also be one layer, how do you think you would do it?
    q_layer = {layers}
    k_layer = {layers}
    v_layer = {layers}

    Q = q_layer(X)
    K = {key}
    V = {value}

    return {out}
"""


def _positions(shape: str = "(self.max_sequence_len, self.d_model)", rows: str = "[:sequence.shape[0], :]") -> str:
    return f"""
class PositionEmbeddingsLookup(hk.Module):
    def __init__(self, max_sequence_len, d_model):
        super().__init__()
        self.max_sequence_len = max_sequence_len
        self.d_model = d_model

    def __call__(self, sequence):
        assert sequence.shape[0]<=self.max_sequence_len, f"Sequence to long, max lenght={{self.max_sequence_len}}"
        lookup_table = hk.get_parameter(
            name="position_embedding",
            shape={shape},
            init=jnp.zeros
        )
        return lookup_table{rows}
"""


def _intent(
    classes: str = "38",
    size: str = "embeddings.shape[-1]",
    layer: str = "hk.Linear(self.number_classes, w_init=initializer)",
    hidden: str = "jax.nn.relu(projection_layer(embeddings))",
    logits: str = "classification_layer(projections)",
) -> str:
    return f"""
class IntentClassifier(hk.Module):
  def __init__(self):
    super().__init__()
    self._init_scale = .5
    self.number_classes = {classes}

  def __call__(self, embeddings):
    embedding_size = {size}
    initializer = hk.initializers.VarianceScaling(self._init_scale)
    projection_layer = hk.Linear(embedding_size, w_init=initializer)
    classification_layer = {layer}

    projections = {hidden}

    logits = {logits}
    return logits
"""


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (FEED, ("not_narrowed",), _feed(layer2="hk.Linear(layer1_size, w_init=initializer)")),
    (FEED, ("no_activation",), _feed(hidden="layer1(x)")),
    (FEED, ("initializer_not_used",), _feed("hk.Linear(layer1_size)", "hk.Linear(d_m)")),
    (FEED, ("initializer_not_used",), _feed("hk.Linear(layer1_size, initializer)", "hk.Linear(d_m, initializer)")),
    (FEED, ("initializer_not_used",), _feed(layer2="hk.Linear(d_m)")),
    (FEED, ("not_widened",), _feed("hk.Linear(d_m, w_init=initializer)")),
    (FEED, ("widening_fixed",), _feed("hk.Linear(4 * d_m, w_init=initializer)")),
    (FEED, ("activation_twice",), _feed(out="jax.nn.gelu(layer2(x))")),
    (FEED, ("other_activation",), _feed(hidden="jax.nn.sigmoid(layer1(x))")),
    (FEED, ("one_layer",), _feed(out="x")),
    (FEED, ("no_activation", "initializer_not_used"), _feed("hk.Linear(layer1_size)", "hk.Linear(d_m)", "layer1(x)")),
    (QKV, ("initializer_not_used",), _qkv("hk.Linear(self.output_size)")),
    (QKV, ("initializer_not_used",), _qkv("hk.Linear(self.output_size, initializer)")),
    (QKV, ("key_from_query",), _qkv(key="k_layer(Q)")),
    (QKV, ("key_from_query",), _qkv(key="k_layer(Q)", value="v_layer(K)")),
    (QKV, ("layers_shared",), _qkv(key="q_layer(X)", value="q_layer(X)")),
    (QKV, ("layers_shared",), _qkv(value="k_layer(X)")),
    (QKV, ("layers_shared", "initializer_not_used"), _qkv("hk.Linear(self.output_size)", "q_layer(X)", "q_layer(X)")),
    (QKV, ("size_not_used",), _qkv("hk.Linear(X.shape[-1], w_init=initializer)")),
    (QKV, ("activation_added",), _qkv(out="jax.nn.relu(Q), jax.nn.relu(K), jax.nn.relu(V)")),
    (QKV, ("missing_output",), _qkv(out="Q, K")),
    (POSITIONS, ("table_axes_swapped",), _positions("(self.d_model, self.max_sequence_len)")),
    (POSITIONS, ("table_as_long_as_input",), _positions("(sequence.shape[0], self.d_model)")),
    (POSITIONS, ("whole_table",), _positions(rows="")),
    (POSITIONS, ("one_row",), _positions(rows="[sequence.shape[0], :]")),
    (POSITIONS, ("one_row_too_late",), _positions(rows="[1:sequence.shape[1] + 1, :]")),
    (POSITIONS, ("input_added",), _positions(rows="[:sequence.shape[1], :] + sequence")),
    (
        POSITIONS,
        ("not_learned",),
        _positions()
        .replace('hk.get_parameter(\n            name="position_embedding",\n            shape=', "jnp.zeros(")
        .replace(",\n            init=jnp.zeros\n", "\n"),
    ),
    (INTENT, ("wrong_number_of_classes",), _intent("77")),
    (INTENT, ("width_of_batch",), _intent(size="len(embeddings)")),
    (INTENT, ("hidden_not_used",), _intent(logits="classification_layer(embeddings)")),
    (INTENT, ("no_activation",), _intent(hidden="projection_layer(embeddings)")),
    (INTENT, ("softmax_added",), _intent(logits="jax.nn.softmax(classification_layer(projections))")),
    (INTENT, ("activation_twice",), _intent(logits="jax.nn.relu(classification_layer(projections))")),
    (
        INTENT,
        ("wrong_number_of_classes", "softmax_added"),
        _intent("77", logits="jax.nn.softmax(classification_layer(projections))"),
    ),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (FEED, _feed()),
    (FEED, _feed(hidden="jax.nn.relu(layer1(x))")),
    (
        FEED,
        "class FeedForwardBlock(hk.Module):\n  def __init__(self, widening_factor=4, name=None):\n"
        "    super().__init__(name=name)\n    self.f = widening_factor\n  def __call__(self, x):\n"
        "    init, d = hk.initializers.VarianceScaling(0.25), x.shape[-1]\n"
        "    return hk.nets.MLP([self.f * d, d], w_init=init, activation=jax.nn.gelu)(x)\n",
    ),
    (QKV, _qkv()),
    (QKV, _qkv("hk.Linear(self.output_size, with_bias=False, w_init=initializer)")),
    (
        QKV,
        "class SequenceToQKV(hk.Module):\n  def __init__(self, output_size):\n    super().__init__()\n"
        "    self.size = output_size\n  def __call__(self, X):\n"
        "    init = hk.initializers.VarianceScaling(0.5)\n"
        "    return jnp.split(hk.Linear(3 * self.size, w_init=init)(X), 3, axis=-1)\n",
    ),
    (POSITIONS, _positions()),
    (POSITIONS, _positions(rows="[:sequence.shape[1]]")),
    (
        POSITIONS,
        "class PositionEmbeddingsLookup(hk.Module):\n  def __init__(self, n, d):\n    super().__init__()\n"
        "    self.embed = hk.Embed(n, d)\n  def __call__(self, sequence):\n"
        "    return self.embed(jnp.arange(sequence.shape[-2]))\n",
    ),
    (INTENT, _intent()),
    (INTENT, _intent(size="768")),
    (
        INTENT,
        "class IntentClassifier(hk.Module):\n  def __init__(self):\n    super().__init__()\n"
        "  def __call__(self, x):\n    return hk.nets.MLP([x.shape[-1], 38])(x)\n",
    ),
)
