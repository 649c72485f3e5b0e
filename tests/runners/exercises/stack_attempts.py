"""Attempts at heads, encoder block and transformer as learners write them: without the earlier tasks' classes."""

from __future__ import annotations

HEADS, ENCODER, TRANSFORMER = (
    "transformers.multi_head_attention",
    "transformers.encoder_block",
    "transformers.transformer",
)


def _heads(
    project: str = "self.sequence_to_qkv(X)",
    q: str = "Q.reshape(B, -1, self.num_heads, head_size).swapaxes(1, 2)",
    k: str = "K.reshape(B, -1, self.num_heads, head_size).swapaxes(1, 2)",
    v: str = "V.reshape(B, -1, self.num_heads, head_size).swapaxes(1, 2)",
    attend: str = "scaled_dot_product_attention(q_heads,k_heads,v_heads,mask)",
    join: str = "attention.swapaxes(1, 2).reshape(B, -1, d_m)",
    out: str = "Wo(attention)",
) -> str:
    return f"""
class MultiHeadAttention(hk.Module):
  def __init__(
      self,
      num_heads,
      d_m,
      name = None,
  ):
    super().__init__(name=name)
    self.num_heads = num_heads
    self.sequence_to_qkv = SequenceToQKV(d_m)  # Implemented in the previous exercises

  def __call__(self, X=None, Q=None, K=None, V=None, mask = None, return_weights=False):
    if None in [Q, K, V]:
      assert not X is None, 'X has to be provided if either Q,K,V not provided'

      # project all data to Q, K, V
      Q,K,V = {project}

    # get the batch size, sequence length and embedding size
    B, T, d_m = K.shape

    # calculate heads embedding size (d_m/N)
    head_size = d_m // self.num_heads

    # B,T,d_m -> B, T, N, dm//N -> B, N, T, dm//N
    q_heads = {q}
    k_heads = {k}
    v_heads = {v}

    attention, attention_weights = {attend}

    # (B, nh, T, hs) -> (B, T, nh, hs) -> (B, T, d_m) - re-assemble all head outputs
    attention = {join}

    # apply Wo
    initializer = hk.initializers.VarianceScaling(0.5)
    Wo = hk.Linear(d_m, w_init=initializer)
    X_new = {out}

    if return_weights:
      return X_new, attention_weights
    else:
      return X_new
"""


_RESHAPED = "{}.reshape(B, self.num_heads, -1, head_size)"
_STAYS = "{}.reshape(B, -1, self.num_heads, head_size)"
_INLINE = """
    scores = jnp.einsum('bhqd,bhkd->bhqk', q_heads, k_heads) / jnp.sqrt(head_size)
    if mask is not None:
      scores = jnp.where(mask[:q_heads.shape[2], :k_heads.shape[2]] == 0, -1e9, scores)
    attention_weights = jax.nn.softmax(scores)
    attention = jnp.einsum('bhqk,bhkd->bhqd', attention_weights, v_heads)
"""


def _encoder(
    positions: str = "return_frequency_pe_matrix(sequence_len, self.d_m)",
    attend: str = "self.mha(X, mask=mask, return_weights=True)",
    first: str = "self.add_norm1(X, attention)",
    projection: str = "self.MLP(X)",
    second: str = "self.add_norm2(X, projection)",
    out: str = "(X, attention_weights) if return_att_weight else X",
) -> str:
    return f"""
class EncoderBlock(hk.Module):
  def __init__(self, num_heads, d_m, widening_factor=4, name=None):
    super().__init__(name=name)

    self._num_heads = num_heads
    self.d_m = d_m
    self.mha = MultiHeadAttention(num_heads, d_m)
    self.add_norm1 = AddNorm()
    self.add_norm2 = AddNorm()
    self.MLP = FeedForwardBlock(widening_factor=widening_factor)

  def __call__(self, X, mask=None, return_att_weight=True):
    sequence_len = X.shape[-2]
    positions = {positions}
    X = X + positions
    attention, attention_weights = {attend}
    X = {first}
    projection = {projection}
    X = {second}
    return {out}
"""


def _transformer(
    encoder: str = "TransformerEncoder(num_heads, num_layers, d_m, widening_factor)",
    decoder: str = "TransformerDecoder(num_heads, num_layers, d_m, widening_factor)",
    encoded: str = "self.encoder(X_encoder, encoder_mask, return_weights)",
    decoded: str = "self.decoder(X_decoder, attention_input, decoder_mask, return_weights)",
) -> str:
    return f"""
class Transformer(hk.Module):
  def __init__(self, num_heads, num_layers, d_m, widening_factor=4, name=None):
    super().__init__(name=name)

    self.num_layers = num_layers
    self.num_heads = num_heads

    self.encoder = {encoder}
    self.decoder = {decoder}

  def __call__(self, X_encoder, X_decoder, encoder_mask, decoder_mask, return_weights):
    encoder_out = {encoded}
    attention_input = encoder_out[0] if return_weights else encoder_out
    decoder_out = {decoded}
    logits = decoder_out[0] if return_weights else decoder_out

    return logits if not return_weights else (logits, encoder_out[1], decoder_out[1])
"""


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (HEADS, ("not_moved_back",), _heads(join="attention.reshape(B, -1, d_m)")),
    (
        HEADS,
        ("heads_only_reshaped",),
        _heads(q=_RESHAPED.format("Q"), k=_RESHAPED.format("K"), v=_RESHAPED.format("V")),
    ),
    (
        HEADS,
        ("heads_not_moved",),
        _heads(q=_STAYS.format("Q"), k=_STAYS.format("K"), v=_STAYS.format("V"), join="attention.reshape(B, -1, d_m)"),
    ),
    (HEADS, ("query_shaped_like_key",), _heads(q="Q.reshape(B, T, self.num_heads, head_size).swapaxes(1, 2)")),
    (HEADS, ("not_projected",), _heads("X, X, X")),
    (HEADS, ("mask_not_passed",), _heads(attend="scaled_dot_product_attention(q_heads, k_heads, v_heads)")),
    (HEADS, ("output_layer_missing",), _heads(out="attention")),
    (HEADS, ("query_and_key_swapped",), _heads(attend="scaled_dot_product_attention(k_heads, q_heads, v_heads, mask)")),
    (HEADS, ("key_as_value",), _heads(v="k_heads")),
    (
        HEADS,
        ("not_moved_back", "mask_not_passed"),
        _heads(attend="scaled_dot_product_attention(q_heads, k_heads, v_heads)", join="attention.reshape(B, -1, d_m)"),
    ),
    (ENCODER, ("mask_dropped",), _encoder(attend="self.mha(X, mask, return_weights=True)")),
    (ENCODER, ("positions_missing",), _encoder("0.0")),
    (ENCODER, ("second_add_norm_missing",), _encoder(second="projection")),
    (ENCODER, ("feed_forward_of_attention",), _encoder(projection="self.MLP(attention)")),
    (ENCODER, ("first_add_norm_missing",), _encoder(first="attention")),
    (ENCODER, ("second_sum_only",), _encoder(second="X + projection")),
    (ENCODER, ("second_added_to_itself",), _encoder(second="self.add_norm2(projection, projection)")),
    (ENCODER, ("weights_always_returned",), _encoder(out="(X, attention_weights)")),
    (
        ENCODER,
        ("mask_dropped", "positions_missing"),
        _encoder("jnp.zeros_like(X)", "self.mha(X, mask, return_weights=True)"),
    ),
    (
        TRANSFORMER,
        ("decoder_gets_raw_input",),
        _transformer(decoded="self.decoder(X_decoder, X_encoder, decoder_mask, return_weights)"),
    ),
    (
        TRANSFORMER,
        ("masks_swapped",),
        _transformer(
            encoded="self.encoder(X_encoder, decoder_mask, return_weights)",
            decoded="self.decoder(X_decoder, attention_input, encoder_mask, return_weights)",
        ),
    ),
    (
        TRANSFORMER,
        ("decoder_gets_encoder_input",),
        _transformer(decoded="self.decoder(X_encoder, attention_input, decoder_mask, return_weights)"),
    ),
    (
        TRANSFORMER,
        ("heads_and_layers_swapped",),
        _transformer(
            "TransformerEncoder(num_layers, num_heads, d_m, widening_factor)",
            "TransformerDecoder(num_layers, num_heads, d_m, widening_factor)",
        ),
    ),
    (
        TRANSFORMER,
        ("widening_not_passed",),
        _transformer(
            "TransformerEncoder(num_heads, num_layers, d_m)", "TransformerDecoder(num_heads, num_layers, d_m)"
        ),
    ),
    (TRANSFORMER, ("encoder_mask_not_passed",), _transformer(encoded="self.encoder(X_encoder, None, return_weights)")),
    (
        TRANSFORMER,
        ("decoder_gets_raw_input", "encoder_mask_not_passed"),
        _transformer(
            encoded="self.encoder(X_encoder, None, return_weights)",
            decoded="self.decoder(X_decoder, X_encoder, decoder_mask, return_weights)",
        ),
    ),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (HEADS, _heads()),
    (
        HEADS,
        _heads(
            q="jnp.stack(jnp.split(Q, self.num_heads, axis=-1), axis=1)",
            k="einops.rearrange(K, 'b t (n d) -> b n t d', n=self.num_heads)",
            v="jnp.transpose(jnp.reshape(V, (V.shape[0], V.shape[1], self.num_heads, head_size)), (0, 2, 1, 3))",
            join="einops.rearrange(attention, 'b n t d -> b t (n d)')",
        ),
    ),
    (
        HEADS,
        _heads().replace(
            "    attention, attention_weights = scaled_dot_product_attention(q_heads,k_heads,v_heads,mask)\n", _INLINE
        ),
    ),
    (ENCODER, _encoder()),
    (ENCODER, _encoder(attend="self.mha(X=X, mask=mask, return_weights=True)", second="self.add_norm2(projection, X)")),
    (
        ENCODER,
        "class EncoderBlock(hk.Module):\n  def __init__(self, n, d, w=4, name=None):\n    super().__init__(name=name)\n"
        "    self.n, self.d, self.w = n, d, w\n  def __call__(self, X, mask=None, return_att_weight=True):\n"
        "    X = X + return_frequency_pe_matrix(X.shape[1], self.d)[None]\n"
        "    a, w = MultiHeadAttention(self.n, self.d)(X, X, X, X, mask, True)\n"
        "    h = AddNorm()(X, a)\n"
        "    h = AddNorm()(h, FeedForwardBlock(self.w)(h))\n"
        "    if return_att_weight:\n      return h, w\n    return h\n",
    ),
    (TRANSFORMER, _transformer()),
    (
        TRANSFORMER,
        _transformer(
            encoded="self.encoder(X=X_encoder, mask=encoder_mask, return_att_weights=return_weights)",
            decoded="self.decoder(X_decoder, mask=decoder_mask, encoder_output=attention_input, "
            "return_att_weights=return_weights)",
        ),
    ),
)
