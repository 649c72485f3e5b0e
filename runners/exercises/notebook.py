"""What to know about the notebooks themselves, by exercise: checks that refuse a right answer, and slips."""

from __future__ import annotations

from runners.errors.drift import THREEFRY

REFUSES_RIGHT_ANSWERS = frozenset(
    (
        "transformers.dot_product_attention",
        "transformers.sequence_to_qkv",
        "transformers.scaled_dot_product_attention",
        "transformers.masked_attention",
        "transformers.multi_head_attention",
        "transformers.encoder_block",
        "transformers.sequence_loss_fn",
        "bayes.gaussian_elbo",
        "gnn.asymmetric_normalization",
        "gnn.gat_senders_only",
        "rl.get_new_random_weights",
        "rl.rps_learn",
        "rl.random_action",
        "rl.epsilon_greedy",
    )
)
"""Exercises whose check cell compares with random numbers of an older JAX."""

OLD_NUMBERS = (
    "If the notebook's own check says otherwise: your answer is right. Its expected numbers are from an older JAX. "
    f"`{THREEFRY}` before any random call brings them back."
)

SLIPS = {
    "dgm.loss_fn": (
        "The notebook's own answer reads the global batch instead of the argument `x_0`, so training sees the first "
        "batch again and again. Use the argument."
    ),
    "transformers.encoder_block": (
        "The notebook's own answer does not pass the mask on, so its attention ignores it. The task asks for a block "
        "that uses the mask."
    ),
    "transformers.position_embeddings_lookup": (
        "The notebook's given code takes its length from the batch axis. The positions run along the sequence."
    ),
    "bayes.affine_basis": (
        "The notebook's text and its check want opposite orders of the two columns. If its check refuses your "
        "answer, swap them."
    ),
    "array_algebra.floor_street_house": (
        "The notebook's text promises a 4 at a position that holds 0. Go by the positions, not by that sentence."
    ),
    "array_algebra.channels_columns_rows": (
        "The notebook's worked example does not have the order of axes that it states. Go by the stated order."
    ),
    "array_algebra.subtract_tenth": "The notebook's text calls the first vector a; r is meant.",
    "rl.run_episode": (
        "I ran it in a small environment of my own, with the notebook's interface. In gymnasium, `reset` and `step` "
        "return more values."
    ),
    "intro.derivative_by_hand_3": (
        "The second and the third derivative at 2 are the same number here, so the notebook's check can't tell them "
        "apart. Make sure that you derived three times."
    ),
    "gnn.gat_senders_only": (
        "Without the LeakyReLU (the notebook's GAT has none) the receiver's term cancels in the softmax, so with and "
        "without it the output is the same."
    ),
    "gnn.asymmetric_normalization": (
        "In the graph of the notebook's check every node has equal in- and out-degree, so it also accepts the wrong "
        "degree. I use other graphs."
    ),
    "intro.squared_error": (
        "The notebook's check wants equal floats to the last digit. A plain Python answer may differ there and is "
        "right all the same."
    ),
}
"""A sentence or two for each slip."""

_TELLS_THE_ANSWER = frozenset(
    ("intro.derivative_by_hand_3", "gnn.gat_senders_only", "intro.squared_error", "rl.run_episode")
)
"""Slips that are told only with a right answer."""


def about_the_notebook(exercise_id: str, *, right: bool) -> tuple[str, ...]:
    """What to know about the notebook's own text, answer and check. That its check refuses right answers, and what
    would tell the answer, only if `right`."""
    slip = SLIPS.get(exercise_id) if right or exercise_id not in _TELLS_THE_ANSWER else None
    refuses = right and exercise_id in REFUSES_RIGHT_ANSWERS
    return (*((slip,) if slip else ()), *((OLD_NUMBERS,) if refuses else ()))
