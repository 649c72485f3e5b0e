"""All exercises, and how one is found by its name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from runners.exercises.values import Exercise
from runners.values import UsageError


@cache
def catalogue() -> tuple[Exercise, ...]:
    """Every exercise, practical by practical."""
    from runners.exercises.topics import (
        array_axes,
        array_combining,
        array_lookup,
        array_pictures,
        array_step,
        attention,
        bayes_elbo,
        bayes_regression,
        diffusion_loss,
        diffusion_schedule,
        diffusion_score,
        dot_product,
        graph_add,
        graph_attention,
        graph_convolution,
        graph_definition,
        graph_networks,
        graph_tuple,
        intents,
        intro,
        intro_cells,
        intro_line,
        rl_exploration,
        rl_policy,
        rl_policy_gradient,
        rl_q_learning,
        rl_search,
        transformer_classifier,
        transformer_encoder,
        transformer_feed_forward,
        transformer_heads,
        transformer_parts,
        transformer_positions,
        transformer_projections,
        transformer_whole,
        unet,
    )

    topics = (
        intro,
        intro_cells,
        intro_line,
        array_lookup,
        array_axes,
        array_combining,
        array_pictures,
        array_step,
        rl_policy,
        rl_search,
        rl_policy_gradient,
        rl_q_learning,
        rl_exploration,
        graph_definition,
        graph_tuple,
        graph_add,
        graph_convolution,
        graph_networks,
        graph_attention,
        diffusion_schedule,
        diffusion_score,
        diffusion_loss,
        unet,
        dot_product,
        attention,
        transformer_projections,
        transformer_heads,
        transformer_parts,
        transformer_positions,
        transformer_feed_forward,
        transformer_encoder,
        transformer_whole,
        intents,
        transformer_classifier,
        bayes_regression,
        bayes_elbo,
    )
    return tuple(exercise for topic in topics for exercise in topic.EXERCISES)


def find(name: str) -> Exercise:
    """The exercise with this id (`transformers.scaled_dot_product_attention`), short name or function.

    Raises `UsageError`, naming the nearest one."""
    wanted = name.strip().strip("`").lower().replace("-", "_").replace(" ", "_")
    for exercise in catalogue():
        if wanted == exercise.id:
            return exercise
    short = [e for e in catalogue() if wanted == e.short_name]
    short = short or [e for e in catalogue() if wanted == e.function.lower()]
    if len(short) > 1:
        raise UsageError(f"There are several exercises called {wanted}: say {' or '.join(e.id for e in short)}.")
    if short:
        return short[0]
    names = {known: e.id for e in reversed(catalogue()) for known in (e.function.lower(), e.short_name, e.id)}
    near = get_close_matches(wanted, names, n=1, cutoff=0.5)
    hint = f"Did you mean {names[near[0]]}?" if near else "`tutor exercises` lists them all."
    raise UsageError(f"There is no exercise called {name.strip()[:60]!r}. {hint}")
