"""Names and values as people type them."""

from __future__ import annotations

import pytest

from runners.experiments import catalogue, parse, run_experiment
from runners.sandbox import Sandbox
from runners.values import UsageError


def test_defaults_and_given_values() -> None:
    values = parse("attention_map", ["heads=4", "causal=yes", "temperature=0.5"])
    assert values == {
        "tokens": 10, "d_k": 64, "heads": 4, "causal": True, "scaled": True, "temperature": 0.5, "seed": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("atention_map", [], "'atention_map' is not an experiment; did you mean attention_map?"),
        ("zzz", [], "'zzz' is not an experiment; there are: "),
        ("attention_map", ["head=4"], "'head' is not a parameter of attention_map; did you mean heads?"),
        ("attention_map", ["heads=99"], "heads must be a whole number from 1 to 8, not '99'."),
        ("attention_map", ["heads=2.5"], "heads must be a whole number from 1 to 8, not '2.5'."),
        ("attention_map", ["temperature=nan"], "temperature must be a number from 0.05 to 20, not 'nan'."),
        ("attention_map", ["causal=maybe"], "causal must be true or false, not 'maybe'."),
        ("attention_map", ["heads"], "Write name=value, for example 'attention_map "),
        ("attention_map", ["heads=2", "heads=3"], "heads is given twice; give it once."),
        ("attention_map", ["heads=" + "9" * 1000], "heads must be a whole number from 1 to 8, not '999"),
        ("attention_map", ["heads=" + "9" * 10000], "heads must be a whole number from 1 to 8, not '999"),
    ],
)
def test_a_wrong_word_gets_one_sentence(name: str, words: list[str], sentence: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(name, words)
    assert str(raised.value).startswith(sentence) and len(str(raised.value)) < 200


def test_every_default_and_example_is_within_its_range() -> None:
    for experiment in catalogue():
        assert parse(experiment.name, experiment.usage.split()[1:])
        for parameter in experiment.parameters:
            assert parameter.help.endswith(".")
            assert parse(experiment.name, [f"{parameter.name}={parameter.default}"])


def test_wrong_parameters_never_reach_the_sandbox(sandbox: Sandbox) -> None:
    with pytest.raises(UsageError):
        run_experiment(sandbox, "attention_map", {"tokens": 1000})
