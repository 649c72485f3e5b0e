"""The experiments of the practical Graph Neural Networks, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section

PRACTICAL = "Graph Neural Networks"
MATERIAL = "graph-neural-networks.md"

_LEARNING_RATE = Parameter("learning_rate", "float", 0.01, "The step size of Adam.", 0.0001, 0.3)

GCN_KARATE = Experiment(
    name="gcn_karate",
    module="runners.experiments.gnn.gcn_karate",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How can a GCN learn from only two labels?"),
    title="The karate club from two labels",
    help="A GCN on Zachary's karate club: who is on which side, and what more layers do.",
    parameters=(
        Parameter(
            "layers", "int", 2, "How many GCN layers: how many friendships far a member sees.", 1, 16, example="5"
        ),
        Parameter("hidden", "int", 16, "How many features a member has between two layers.", 1, 32),
        Parameter("steps", "int", 60, "How many steps it trains, in twenties.", 20, 400),
        _LEARNING_RATE,
        SEED,
    ),
    compiling={"steps": 20},
)

EXPERIMENTS: tuple[Experiment, ...] = (GCN_KARATE,)
