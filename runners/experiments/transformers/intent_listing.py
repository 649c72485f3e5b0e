"""The intent classifier, with its parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section

INTENT_CLASSIFIER = Experiment(
    name="intent_classifier",
    module="runners.experiments.transformers.intent_classifier",
    practical="Transformers & Attention",
    section=Section("transformers-and-attention.md", "How do I know whether my intent classifier is good?"),
    title="What does this message want?",
    help="A small head on frozen sentence embeddings tells what a message in a practical's room wants; it is tested "
    "on writing styles that it never saw.",
    parameters=(
        Parameter(
            "styles",
            "choice",
            "all",
            "The writing styles that it learns from; typos and second language are always left for the test.",
            choices=("all", "short", "formal", "chatty", "story"),
            example="formal",
        ),
        Parameter("share", "float", 0.75, "The share of their sentences that it learns from.", 0.1, 1.0, example="0.5"),
        Parameter(
            "hidden", "int", 0, "Hidden units between embedding and intents; 0 is a linear head.", 0, 256, example="64"
        ),
        Parameter("weight_decay", "float", 0.001, "How strongly large weights are punished.", 0.0, 1.0),
        Parameter("learning_rate", "float", 0.03, "Adam's first step size; it falls along half a cosine.", 1e-4, 1.0),
        Parameter("steps", "int", 400, "How many steps, each on all sentences that it learns from.", 50, 2000),
        SEED,
    ),
    seconds=40.0,
    compiling={"steps": 50},
    data=("intent_sentences.txt", "intent_embeddings.npy"),
)
