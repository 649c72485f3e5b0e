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

POSITIONAL_ENCODING = Experiment(
    name="positional_encoding",
    module="runners.experiments.transformers.positional_encoding",
    practical=PRACTICAL,
    section=Section(MATERIAL, "Why sines, cosines and 10000 in the positional encoding?"),
    title="How a token knows its place",
    help="Sinusoidal positional encodings as a heat map, and how alike two positions are at each distance.",
    parameters=(
        Parameter("length", "int", 60, "How many positions there are.", 2, 512, example="60"),
        Parameter("d_model", "int", 64, "The size of each position's vector.", 1, 512, example="64"),
        Parameter(
            "base",
            "float",
            10_000.0,
            "Sets the slowest wave: it repeats after about 2 pi base tokens.",
            1.5,
            1e6,
            example="10",
        ),
        SEED,
    ),
)

TRANSFORMER_REVERSE = Experiment(
    name="transformer_reverse",
    module="runners.experiments.transformers.transformer_reverse",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is cross-attention?"),
    title="A transformer learns to write backwards",
    help="Trains an encoder-decoder to reverse sequences, and shows where its cross-attention looks.",
    parameters=(
        Parameter("length", "int", 10, "How many symbols each sequence has.", 4, 16, example="12"),
        Parameter("symbols", "int", 10, "How many different symbols there are.", 4, 26),
        Parameter("d_model", "choice", "32", "The size of each token vector.", choices=("16", "32", "64")),
        Parameter("heads", "choice", "2", "How many heads share d_model.", choices=("1", "2", "4", "8"), example="1"),
        Parameter("layers", "int", 1, "How many encoder and how many decoder blocks.", 1, 2),
        Parameter("learning_rate", "float", 0.005, "The largest learning rate, after the warm-up.", 1e-5, 0.3),
        Parameter("steps", "int", 300, "How many training steps, each on 64 new sequences.", 10, 400, example="100"),
        SEED,
    ),
    seconds=60.0,
    compiling={"steps": 10},
)

CHAR_GPT = Experiment(
    name="char_gpt",
    module="runners.experiments.transformers.char_gpt",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is inside a small GPT?"),
    title="A small GPT learns to write",
    help="Trains a small GPT on the characters of fables, against counting letters and pairs, and lets it write.",
    parameters=(
        Parameter("steps", "int", 500, "How many training steps, each on 16 pieces of text.", 10, 600, example="100"),
        Parameter("context", "int", 32, "How many characters it sees at most.", 2, 64, example="8"),
        Parameter("layers", "int", 1, "How many blocks.", 1, 2, example="2"),
        Parameter("d_model", "choice", "64", "The size of each character's vector.", choices=("16", "32", "64")),
        Parameter("heads", "choice", "4", "How many heads share d_model.", choices=("1", "2", "4", "8")),
        Parameter("learning_rate", "float", 0.01, "The largest learning rate, after the warm-up.", 1e-5, 0.3),
        Parameter(
            "temperature", "float", 0.7, "How it writes: small is careful, large is wild.", 0.05, 5.0, example="1.5"
        ),
        SEED,
    ),
    seconds=60.0,
    compiling={"steps": 10},
)

EXPERIMENTS = (ATTENTION_MAP, POSITIONAL_ENCODING, TRANSFORMER_REVERSE, CHAR_GPT, INTENT_CLASSIFIER)
