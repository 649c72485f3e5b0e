"""The experiments of the practical Transformers & Attention, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section
from runners.experiments.transformers.intent_listing import INTENT_CLASSIFIER

PRACTICAL = "Transformers & Attention"
MATERIAL = "transformers-and-attention.md"

ATTENTION_MAP = Experiment(
    name="attention_map",
    module="runners.experiments.transformers.attention_map",
    practical=PRACTICAL,
    section=Section(MATERIAL, "Why divide by sqrt(d_k)?"),
    title="Where each token looks",
    help="Scaled dot-product attention on random tokens: the weights of each head as a heat map.",
    parameters=(
        Parameter("tokens", "int", 10, "How many tokens the sequence has.", 2, 32, example="10"),
        Parameter("d_k", "int", 64, "The size of each query and key.", 1, 512, example="64"),
        Parameter("heads", "int", 2, "How many heads, each with its own queries and keys.", 1, 8, example="4"),
        Parameter("causal", "bool", False, "Whether a token may only look at itself and earlier ones.", example="true"),
        Parameter("scaled", "bool", True, "Whether scores are divided by the square root of d_k.", example="false"),
        Parameter("temperature", "float", 1.0, "Scores are divided by it: small is sharp, large is even.", 0.05, 20.0),
        SEED,
    ),
)

EXPERIMENTS = (ATTENTION_MAP, INTENT_CLASSIFIER)
