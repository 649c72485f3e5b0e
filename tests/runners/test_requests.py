"""What the words after `/run` and `/check` ask for."""

from __future__ import annotations

import pytest

from runners.requests import (
    Attempt,
    CodeWalk,
    ExperimentCall,
    Guide,
    ShapesCall,
    Snippet,
    names_experiment,
    read_check_request,
    read_run_request,
)
from runners.values import UsageError

FENCE = "```"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{FENCE}\n1 + 1\n{FENCE}", "1 + 1"),
        (f"{FENCE}python\nx = 2\nx{FENCE}", "x = 2\nx"),
        ("print(6 * 7)", "print(6 * 7)"),
        ("x = 1\nx", "x = 1\nx"),
        ("1 + 1", "1 + 1"),
        (f"{FENCE}attention_map{FENCE}", "attention_map"),
    ],
)
def test_code(text: str, code: str) -> None:
    assert read_run_request(text) == Snippet(code)


def test_an_experiment_with_its_parameters() -> None:
    request = read_run_request("  attention_map tokens=4 causal=true ")
    assert isinstance(request, ExperimentCall)
    assert (request.name, request.parameters["tokens"], request.parameters["causal"]) == ("attention_map", 4, True)


def test_help() -> None:
    assert read_run_request("help") == Guide()
    assert read_run_request("attention_map help") == Guide("attention_map")


@pytest.mark.parametrize("text", ["atention_map", "attention_map tokens=0", "attention_map colour=red"])
def test_what_no_experiment_is(text: str) -> None:
    with pytest.raises(UsageError):
        read_run_request(text)


def test_shapes() -> None:
    words = ("q=2,10,64", "k=2,12,64", "heads=8")
    assert read_check_request("attention q=2,10,64 k=2,12,64 heads=8") == ShapesCall("attention", words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"shapes\n{FENCE}\nx = 1\n{FENCE}", "x = 1"),
        (f"Shapes {FENCE}x = 1{FENCE}", "x = 1"),
        (f"shapes of: {FENCE}python\nx = 1\n{FENCE}", "x = 1"),
        ("shapes\nx = 1\ny = 2", "x = 1\ny = 2"),
        ("shapes x = np.ones((2, 3))", "x = np.ones((2, 3))"),
    ],
)
def test_code_after_the_word_shapes_is_walked_through(text: str, code: str) -> None:
    assert read_check_request(text) == CodeWalk(code)


@pytest.mark.parametrize(
    "text", ["shapes = 3", "shapes(x)", "shapes.append(1)", "shape, other = x.shape, 1", "shapely"]
)
def test_code_that_only_begins_with_the_word_is_code(text: str) -> None:
    assert isinstance(read_check_request(text), Attempt)


def test_the_word_shapes_may_stand_before_an_operation() -> None:
    assert read_check_request("shapes matmul a=2,3 b=3,4") == ShapesCall("matmul", ("a=2,3", "b=3,4"))


@pytest.mark.parametrize(
    ("text", "exercise", "code"),
    [
        (f"relu_jit\n{FENCE}\ndef relu(x): ...\n{FENCE}", "relu_jit", "def relu(x): ..."),
        (f"transformers.add_norm {FENCE}x = 1{FENCE}", "transformers.add_norm", "x = 1"),
        (f"{FENCE}\ndef relu(x): ...\n{FENCE}", None, "def relu(x): ..."),
        (f"please look at this {FENCE}x = 1{FENCE}", None, "x = 1"),
        ("relu_jit\ndef relu(x): ...", "relu_jit", "def relu(x): ..."),
        ("def relu(x): ...", None, "def relu(x): ..."),
    ],
)
def test_attempts(text: str, exercise: str | None, code: str) -> None:
    assert read_check_request(text) == Attempt(exercise, code)


@pytest.mark.parametrize(
    ("text", "is_call"),
    [
        ("attention_map", True),
        ("attention_map heads=4", True),
        ("attention_map help", False),
        ("attention_map heads=99", False),
        ("atention_map", False),
        ("help", False),
        ("1 + 1", False),
        ("```\nattention_map\n```", False),
    ],
)
def test_what_calls_an_experiment(text: str, is_call: bool) -> None:
    assert names_experiment(text) == is_call
