"""Names and values as people type them."""

from __future__ import annotations

import pytest

from runners.experiments import Parameter, catalogue, find, parse, run_experiment
from runners.requests import ExperimentCall, read_run_request
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
        ("zzz", [], "'zzz' is not an experiment; `/run help` and `tutor experiments` list them all."),
        ("gpt", [], "'gpt' is not an experiment; did you mean char_gpt?"),
        ("DQN", [], "'DQN' is not an experiment; did you mean cartpole_dqn?"),
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


SHAPE = Parameter("a", "shape", "3,1", "A shape.", 0, 512, axes=5)
EQUATION = Parameter("e", "text", "ij->ji", "Two letters.", pattern=r"[a-z]{2}->[a-z]{2}", described="such as ij->ji")


@pytest.mark.parametrize(
    ("text", "value"),
    [("3,1", "3,1"), ("4", "4"), ("4,", "4"), ("(4,)", "4"), ("(3,1)", "3,1"), ("()", "()"), ("0,007", "0,7")],
)
def test_shapes_as_people_write_them(text: str, value: str) -> None:
    assert SHAPE.parse(text) == value == SHAPE.parse(value)


@pytest.mark.parametrize(
    "text", ["", ",", "(3", "3)", "3,,1", "3x4", "-1", "3.0", "513", "1,2,3,4,5,6", "(,)", "9" * 5000, "1," * 40]
)
def test_what_is_no_shape_gets_the_range(text: str) -> None:
    with pytest.raises(
        UsageError, match=r"^a must be a shape such as 3,4 or \(\) with at most 5 sizes from 0 to 512, "
    ):
        SHAPE.parse(text)


def test_a_text_matches_its_pattern_as_a_whole() -> None:
    assert EQUATION.parse("ab->ba") == "ab->ba"
    for text in ("ab->ba\n", "xab->ba", "", "a" * 100):
        with pytest.raises(UsageError, match=r"^e must be such as ij->ji, not "):
            EQUATION.parse(text)


def test_shapes_in_a_message() -> None:
    assert read_run_request("broadcasting a=3,1 b=4") == ExperimentCall(
        "broadcasting", {"a": "3,1", "b": "4", "seed": 0}
    )
    assert read_run_request("broadcasting a=() b=(2,3)") == ExperimentCall(
        "broadcasting", {"a": "()", "b": "2,3", "seed": 0}
    )
    assert "sizes from 0 to 512; 3,1 if not given" in find("broadcasting").guide


def test_every_default_and_example_is_within_its_range() -> None:
    for experiment in catalogue():
        assert parse(experiment.name, experiment.usage.split()[1:])
        for parameter in experiment.parameters:
            assert parameter.help.endswith(".")
            assert parse(experiment.name, [f"{parameter.name}={parameter.default}"])


def test_wrong_parameters_never_reach_the_sandbox(sandbox: Sandbox) -> None:
    with pytest.raises(UsageError):
        run_experiment(sandbox, "attention_map", {"tokens": 1000})
