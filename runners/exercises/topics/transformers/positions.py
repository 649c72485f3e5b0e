"""Transformers & Attention: learned positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from runners.exercises.evidence import shape
from runners.exercises.inputs import normal
from runners.exercises.supplied import harness
from runners.exercises.topics.layers import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.topics.module_reading import taken_apart
from runners.exercises.topics.transformers.feed_forward import sequences
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Property,
    Trial,
    Variant,
)


def positions(inputs: Inputs, on: On) -> Arrays:
    """The first rows of the module's table, one a position, and the table's shape."""
    batch, length, width = inputs["x"].shape
    longest = int(inputs["longest"])
    taken = batch if "rows_of_batch" in on else length
    result = np.full((taken, width), np.nan)
    right = (longest, width)
    if "table_axes_swapped" in on:
        right = (width, longest)
        result = np.full((min(taken, width), longest), np.nan)
    if "table_as_long_as_input" in on:
        right = (taken, width)
    table = inputs.get("_table", normal(590, *right))
    if table.shape == right:
        result = _rows(table, taken, inputs["x"], on)
    return result, np.array(right, np.float64)


def _rows(table: np.ndarray, taken: int, x: np.ndarray, on: On) -> np.ndarray:
    rows = table[:taken]
    changes: dict[str, Callable[[], np.ndarray]] = {
        "whole_table": lambda: table,
        "last_rows": lambda: table[-taken:],
        "one_row_too_late": lambda: table[1 : taken + 1],
        "one_row": lambda: table[taken],
        "input_added": lambda: x + rows if rows.shape[0] == x.shape[1] else rows,
        "tiled": lambda: np.broadcast_to(rows, (len(x), *rows.shape)),
        "batch_axis": lambda: rows[None],
    }
    return np.asarray(next((change() for name, change in changes.items() if name in on), rows))


def _read_positions(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    tried = taken_apart(arrays)
    table = tried.parameters[0] if tried.parameters else None
    found = np.zeros(0) if table is None else np.array(table.shape, np.float64)
    return ({**inputs, "_table": table} if table is not None else inputs), (*tried.outputs[:1], found)


def _table_evidence(exercise: Exercise, items: Sequence[Observation]) -> str:
    item = items[0]
    got = ",".join(str(int(n)) for n in item.got[-1]) if item.got[-1].size else "none at all"
    wanted = ",".join(str(int(n)) for n in item.expected[-1])
    return (
        f"With {item.trial.name}, the table has shape ({got}); it should be ({wanted}). {shape(item.got[0])} came back."
    )


_TABLE = "Print the shape of the table, and of what you return."

_ROWS = "The table has a row for each position up to the largest, and a column for each feature."

_table = partial(known, "table", evidence=_table_evidence)

_taken = partial(known, "rows")


def _no_parameter(exercise: Exercise, item: Observation) -> str:
    return "" if item.got[-1].size else f"With {item.trial.name}, your module has 0 parameters."


_POSITION_RULES = (
    Property(
        "not_learned",
        "There is no parameter: nothing can be learned.",
        (_TABLE, "The table is a plain array.", "Get the table as a parameter of the module."),
        _no_parameter,
    ),
)

_POSITION_SWITCHES = (
    _table("table_axes_swapped", "The axes of the table are swapped.", _TABLE, "Positions are its columns.", _ROWS),
    _table(
        "table_as_long_as_input",
        "The table is only as long as this sequence.",
        _TABLE,
        "A longer sequence would find no rows.",
        _ROWS,
    ),
    _taken(
        "whole_table",
        "The whole table comes back.",
        _TABLE,
        "There are rows for positions the input lacks.",
        "Take as many rows as the sequence is long.",
    ),
    _taken(
        "last_rows", "The last rows of the table come back.", _TABLE, "Position 0 has row 0.", "Take the first rows."
    ),
    _taken("one_row_too_late", "The rows are shifted by one.", _TABLE, "Position 0 has row 0.", "Take the first rows."),
    _taken("one_row", "Only one row comes back.", _TABLE, "A slice lost its colon.", "Take all rows up to the length."),
    _taken(
        "input_added",
        "The input is added to the positions.",
        _TABLE,
        "That happens outside this module.",
        "Return the rows themselves.",
    ),
)

EXERCISES = (
    Exercise(
        id="transformers.position_embeddings_lookup",
        practical=PRACTICAL,
        function="PositionEmbeddingsLookup",
        signature="class PositionEmbeddingsLookup(hk.Module): __init__(max_sequence_len, d_model), __call__(sequence)",
        task="Learn a table with one row for each position, and return the rows of the sequence's positions.",
        parameters=(Parameter("x"), Parameter("longest"), Parameter("width")),
        outputs=(Output("positions", ("position", "features")), Output("table", ("axis",), fact=True)),
        trials=lambda: (
            Trial("two sequences of 3", {**sequences(550, 2, 3, 5), "longest": 9, "width": 5}),
            Trial("a batch of one", {**sequences(551, 1, 6, 4), "longest": 7, "width": 4}),
        ),
        reference=positions,
        switches=_POSITION_SWITCHES,
        properties=_POSITION_RULES,
        harness=harness("module_checks", "check_positions"),
        read=_read_positions,
        variants=(
            Variant(
                frozenset({"rows_of_batch"}),
                "The practical's own code takes the first axis as the length: with a batch [B,T,d] it is the "
                "batch. For batches take the axis before the last.",
            ),
            Variant(frozenset({"tiled"})),
            Variant(frozenset({"batch_axis"})),
        ),
    ),
)
