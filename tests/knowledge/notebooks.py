"""A notebook with the habits of course notebooks: forms, exercises, answers in many wordings, pictures, anchors."""

from __future__ import annotations

import json
from typing import Any

SECRET = "marzipan"


def markdown(text: str, identifier: str = "") -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "metadata": {"id": identifier} if identifier else {},
        "source": text.splitlines(True),
    }


def code(text: str, identifier: str = "", **metadata: Any) -> dict[str, Any]:
    output = {"output_type": "stream", "name": "stdout", "text": ["an output nobody should read\n"]}
    names = {"id": identifier} if identifier else {}
    return {
        "cell_type": "code",
        "metadata": {**names, **metadata},
        "source": text.splitlines(True),
        "outputs": [output],
        "execution_count": 1,
    }


def notebook(*cells: dict[str, Any]) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": list(cells)})


KITES = notebook(
    markdown('# **Kites in JAX**\n<img src="x.png" alt="A red kite" width="50%">'),  # 0
    markdown(">[Wind](#scrollTo=w)\n\n>[Lift](#scrollTo=l)\n\n>[Drag](#scrollTo=d)"),  # 1
    markdown("## <font color='blue'>Wind</font> - `Beginner`\n\nThe wind $v_t$ blows the kite.", "wind"),  # 2
    code('# @title Plot the wind (Run Cell) { display-mode: "form" }\nplot(w)  # @param {type:"slider"}', "plot"),  # 3
    markdown("## Lift\n\nLift grows with the squared speed.\n\n**Exercise 1:** Write the function.", "lift"),  # 4
    code("def lift(v):\n  # YOUR CODE\n  return ...", "stub"),  # 5
    code(f"# @title Check exercise 1 (run me)\nassert lift(2) == '{SECRET}'", "check"),  # 6
    code(f"#@title Soluction Exercise 1 {{display-mode: 'form'}}\ndef lift(v): return '{SECRET}'", "answer"),  # 7
    markdown("After the exercise we know that lift needs speed. " + "A heavy kite needs more of it. " * 5),  # 8
    code(f"x = 1\n### BEGIN SOLUTION\nx = '{SECRET}'\n### END SOLUTION\nprint(x)", "marked"),  # 9
    markdown(f"<details><summary>Solution</summary>\n\nIt is {SECRET}.\n\n</details>"),  # 10
    markdown("#### Answer to the math task (Try not to peek!)"),  # 11
    markdown(f"The derivation uses {SECRET}."),  # 12
    markdown("## Drag\n\nDrag pulls the kite back."),  # 13
)  # fmt: skip
