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
        Parameter("hidden", "int", 16, "How many features a member has between two layers.", 1, 16, example="16"),
        Parameter("steps", "int", 60, "How many steps it trains, in twenties.", 20, 400),
        _LEARNING_RATE,
        SEED,
    ),
    compiling={"steps": 20},
)

GAT_KARATE = Experiment(
    name="gat_karate",
    module="runners.experiments.gnn.gat_karate",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is a graph attention network (GAT)?"),
    title="Attention in the karate club",
    help="A GAT of two layers on Zachary's karate club: whom each member attends to, and whether it is learned.",
    parameters=(
        Parameter("heads", "int", 8, "How many heads, each with its own W and a.", 1, 8, example="1"),
        Parameter("hidden", "int", 8, "How many features a head has in the first layer.", 1, 16),
        Parameter("layer", "int", 2, "The layer whose attention is drawn.", 1, 2, example="1"),
        Parameter("steps", "int", 60, "How many steps it trains, in twenties.", 20, 400),
        _LEARNING_RATE,
        SEED,
    ),
    seconds=60.0,
    compiling={"steps": 20},
)

GRAPH_CLASSIFICATION = Experiment(
    name="graph_classification",
    module="runners.experiments.gnn.graph_classification",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How do I classify a whole graph?"),
    title="The family of a graph",
    help="Three families of graphs with the same nodes, edges and degrees: a GCN tells them apart, counting can't.",
    parameters=(
        Parameter("layers", "int", 3, "How many GCN layers.", 1, 6, example="1"),
        Parameter("hidden", "int", 32, "How many features a node has after a layer.", 2, 64),
        Parameter("readout", "choice", "mean", "How nodes are pooled.", choices=("mean", "sum", "max"), example="sum"),
        Parameter("swaps", "float", 0.3, "The share of edges swapped at random: 1 leaves no family.", 0.0, 1.0),
        Parameter("steps", "int", 300, "How many steps it trains, in twenties.", 20, 1000),
        _LEARNING_RATE,
        SEED,
    ),
    seconds=60.0,
    compiling={"steps": 20},
)

EXPERIMENTS: tuple[Experiment, ...] = (GCN_KARATE, GAT_KARATE, GRAPH_CLASSIFICATION)
