from __future__ import annotations

import pytest

from knowledge.reading.roles import role_of_lead, role_of_title


@pytest.mark.parametrize(
    "title",
    [
        "Answer to code task (Try not to peek until you've given it a good try!')",
        "Answer  (Try not to peek until you've given it a good try!')",
        "Answer (but first try yourself)",
        "Solution exercise 3",
        "Soluction Exercise 2",
        "***Task 2: Solution***",
        "Exercise 4 - solution",
        "Exercise 3 answers",
        "Answer to BONUS math task",
        "Run me to reveal answer to optional math task above, for reference.",
        "Solutions",
        "**Sample answer:**",
    ],
)
def test_an_answer_is_recognised(title: str) -> None:
    assert role_of_title(title) == "solution"


@pytest.mark.parametrize(
    "title",
    ["Run me to test your code", "Check exercise 6", "Check if answer is correct (Run me)!", 
     "Run to test your function.",
     "Test your solution", "Run me to test your encoder"],
)  # fmt: skip
def test_a_test_is_recognised(title: str) -> None:
    assert role_of_title(title) == "test"


@pytest.mark.parametrize(
    "title", ["Task 1: Graph definition", "**Exercise 1.1 - Code Task:**", "[Optional] Math Task", "Exercises"]
)
def test_an_exercise_is_recognised(title: str) -> None:
    assert role_of_title(title) == "exercise"


@pytest.mark.parametrize(
    "title",
    ["Gradient Descent vs Analytical Solution", "Finding plausible solutions manually", "Graph Prediction Tasks",
     "Check what device you are using", "Why use gradient descent if linear regression has an exact solution?",
     "My answer looks right, but the check cell fails", "Hints of structure in the data", "Solution spaces"],
)  # fmt: skip
def test_an_explanation_is_left_alone(title: str) -> None:
    assert role_of_title(title) == "text"


@pytest.mark.parametrize(
    ("paragraph", "role"),
    [
        ("**Code task:** Write it.", "exercise"),
        ("**Answer:** It is 4.", "solution"),
        ("**Hint:**", "hint"),
        ("The answer is that we must tell numpy.", "text"),
        ("**What is JAX?** A library.", "text"),
        ("**Learning objectives:**", "outline"),
    ],
)
def test_a_bold_lead_has_a_role(paragraph: str, role: str) -> None:
    assert role_of_lead(paragraph) == role
