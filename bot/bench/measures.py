"""What is measured, end to end in the demo, and what it is measured against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.bench import checks, counting, experiments, hearing, snippets
from bot.bench.codes import ARRAY, ATTEMPT, FIGURE, GRAD, OWN_CHECK
from bot.bench.measure import Measure, measured, run_python, times
from bot.bench.messages import QUESTIONS
from bot.bench.room import Room, empty_folder, open_room
from bot.settings import Settings

REPEATS = 20
BASELINE_REPEATS = 5

_SHAPES = "attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8"
_OWN_SHAPES = """import jax.numpy as jnp
q, k = jnp.ones((2, 10, 64)), jnp.ones((2, 12, 64))
print((q @ jnp.swapaxes(k, -1, -2)).shape)"""

Action = Callable[[Room, int], None]

# name, what the learner does, what they would do instead, and the code of that
_IN_THE_ROOM: tuple[tuple[str, Action, str, tuple[str, ...]], ...] = (
    (
        "ask",
        lambda room, number: room.ask(QUESTIONS[number]),
        "tutor ask in a fresh process",
        ("-m", "bot.cli", "ask", QUESTIONS[0], "--index", "{folder}/data/index"),
    ),
    ("run_array", lambda room, number: room.run(_fenced(ARRAY)), "python -c, the same code", ("-c", ARRAY)),
    (
        "run_figure",
        lambda room, number: room.run(_fenced(FIGURE)),
        "python -c, the same code",
        ("-c", FIGURE),
    ),
    ("run_grad", lambda room, number: room.run(_fenced(GRAD)), "python -c, the same code", ("-c", GRAD)),
    (
        "check_exercise",
        lambda room, number: room.check(f"scaled_dot_product_attention\n{_fenced(ATTEMPT)}"),
        "python -c with a check cell (right or wrong, no diagnosis)",
        ("-c", ATTEMPT + OWN_CHECK),
    ),
    ("check_shapes", lambda room, number: room.check(_SHAPES), "python -c, printing shapes", ("-c", _OWN_SHAPES)),
    (
        "home",
        lambda room, number: room.open_home(),
        "tutor exercises in a fresh process, without one's own progress",
        ("-m", "bot.cli", "exercises"),
    ),
)

_OF_THE_ROOM = ("start_first", "start_again", *(name for name, *_ in _IN_THE_ROOM), "stop", *experiments.NAMES)
_ALONE = (snippets, checks, hearing, counting)
NAMES = (*(name for part in _ALONE for name in part.NAMES), *_OF_THE_ROOM)


def run_measures(settings: Settings, names: Sequence[str], repeats: int = REPEATS) -> Iterator[Measure]:
    """The measures of these names, in order; all when there are none."""
    for part in _ALONE:
        yield from part.run_measures([name for name in part.NAMES if _wanted(name, names)], repeats)
    if not any(_wanted(name, names) for name in _OF_THE_ROOM):
        return
    with empty_folder() as folder:
        with open_room(settings, folder / "data") as (_, seconds):
            if _wanted("start_first", names):
                yield measured("start_first", [seconds * 1000])
        with open_room(settings, folder / "data") as (room, seconds):
            if _wanted("start_again", names):
                yield measured("start_again", [seconds * 1000])
            for name, action, baseline, command in _IN_THE_ROOM:
                if _wanted(name, names):
                    yield _in_the_room(room, folder, name, action, baseline, command, repeats)
            if _wanted("stop", names):
                yield measured("stop", [room.stop() for _ in range(BASELINE_REPEATS)])
            yield from experiments.run_measures(room, folder, [n for n in experiments.NAMES if _wanted(n, names)])


def _in_the_room(
    room: Room, folder: Path, name: str, action: Action, baseline: str, command: Sequence[str], repeats: int
) -> Measure:
    arguments = [word.replace("{folder}", str(folder)) for word in command]
    taken = times(lambda number: action(room, number), repeats)
    instead = times(lambda _: run_python(*arguments), BASELINE_REPEATS)
    return measured(name, taken, baseline, instead)


def _wanted(name: str, names: Sequence[str]) -> bool:
    return not names or name in names


def _fenced(code: str) -> str:
    return f"```\n{code}\n```"
