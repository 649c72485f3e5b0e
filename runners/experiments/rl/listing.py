"""The experiments of the practical Reinforcement Learning, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import SEED, Experiment, Parameter, Section

PRACTICAL = "Reinforcement Learning"
MATERIAL = "reinforcement-learning.md"
_GAMMA = Parameter("gamma", "float", 0.99, "The discount: what a reward one step later is worth.", 0.0, 1.0)

CARTPOLE_RANDOM_SEARCH = Experiment(
    name="cartpole_random_search",
    module="runners.experiments.rl.cartpole_random_search",
    practical=PRACTICAL,
    section=Section(MATERIAL, "What is random policy search?"),
    title="Balance a pole by trying policies",
    help="Linear policies for CartPole, drawn at random or by hill climbing; the best is kept and tested again.",
    parameters=(
        Parameter("candidates", "int", 200, "How many policies are tried.", 10, 1000),
        Parameter("episodes", "int", 10, "How many episodes each policy is scored by.", 1, 50, example="1"),
        Parameter("method", "choice", "random", "Where candidates come from: anywhere, or near the best so far.",
                  choices=("random", "climb"), example="climb"),
        Parameter("sigma", "float", 0.3, "How far hill climbing steps from the best policy.", 0.001, 10.0),
        SEED,
    ),
    seconds=60.0,
    compiling={"candidates": 10},
)  # fmt: skip

CARTPOLE_REINFORCE = Experiment(
    name="cartpole_reinforce",
    module="runners.experiments.rl.cartpole_reinforce",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How does REINFORCE work, step by step?"),
    title="Balance a pole with policy gradients",
    help="REINFORCE with returns-to-go and a baseline on CartPole: the learning curve and the trained policy.",
    parameters=(
        Parameter("updates", "int", 60, "How many gradient steps, each from a fresh batch of episodes.", 5, 300),
        Parameter("episodes", "int", 32, "How many episodes a gradient step learns from.", 2, 32, example="4"),
        Parameter("learning_rate", "float", 0.01, "The size of Adam's steps.", 0.00001, 1.0),
        _GAMMA,
        Parameter("baseline", "choice", "step", "What is subtracted: nothing, the batch's mean, or its mean at a step.",
                  choices=("none", "mean", "step"), example="none"),
        Parameter("entropy_bonus", "float", 0.0, "How much a policy is paid for being random.", 0.0, 1.0),
        SEED,
    ),
    seconds=60.0,
    compiling={"updates": 5},
)  # fmt: skip

CARTPOLE_DQN = Experiment(
    name="cartpole_dqn",
    module="runners.experiments.rl.cartpole_dqn",
    practical=PRACTICAL,
    section=Section(MATERIAL, "How do I write a DQN learn step in JAX?"),
    title="Balance a pole with deep Q-learning",
    help="DQN with a replay buffer, a target network and ε-greedy actions on CartPole: learning curve and policy.",
    parameters=(
        Parameter("steps", "int", 75_000, "How many environment steps.", 2_000, 150_000),
        Parameter("learning_rate", "float", 0.004, "The size of Adam's steps.", 0.00001, 1.0),
        _GAMMA,
        Parameter("double", "bool", True, "Whether the online network chooses the action that the target one values.",
                  example="false"),
        Parameter("replay", "int", 50_000, "How many transitions the replay buffer holds.", 100, 50_000, example="500"),
        Parameter("target_every", "int", 200, "How many learning steps the target network stays fixed.", 1, 2_000),
        Parameter("epsilon_end", "float", 0.05, "The part of random actions in the end.", 0.0, 1.0),
        Parameter("epsilon_steps", "int", 20_000, "Over how many environment steps it falls there from 1.", 1, 150_000),
        SEED,
    ),
    seconds=60.0,
    compiling={"steps": 2_000},
)  # fmt: skip

EXPERIMENTS = (CARTPOLE_RANDOM_SEARCH, CARTPOLE_REINFORCE, CARTPOLE_DQN)
