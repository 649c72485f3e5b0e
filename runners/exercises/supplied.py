"""What an exercise supplies in the sandbox, from the texts in `inside`: given cells, doubles, harnesses.

None of it holds a solution. It is compiled under a name of its own, so that a traceback through it ends in
the learner's line."""

from __future__ import annotations

from functools import cache
from importlib import resources

from runners.exercises.values import CALLED

_FILE = "practical.py"


@cache
def given(*names: str) -> str:
    """One line that defines, in the learner's namespace, what the texts of these names define."""
    return "".join(f"exec(compile({_text(name)!r}, {_FILE!r}, 'exec'))\n" for name in names)


@cache
def harness(name: str, entry: str) -> str:
    """Code that makes `entry` of the text `name` the function to call: it is handed the learner's namespace
    and the name of the learner's function before the trial's inputs. Code that lacks it stops with a NameError."""
    return (
        "{function}\n"
        f"exec(compile({_text(name)!r}, {_FILE!r}, 'exec'), _practical := {{}})\n"
        f"{CALLED} = __import__('functools').partial(_practical[{entry!r}], globals(), '{{function}}')\n"
    )


def _text(name: str) -> str:
    return resources.files("runners.exercises.inside").joinpath(f"{name}.py").read_text("utf-8")
