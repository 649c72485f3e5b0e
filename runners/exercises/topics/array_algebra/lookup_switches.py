"""The known mistakes of looking up cells and of ordering axes."""

from __future__ import annotations

from runners.exercises.slips import slips

_COUNT = "Rows, columns and channels are counted from 0."
_UNCHANGED = ("unchanged", "This is still the code of the cell.", "Nothing was changed yet.", "Change the indices.")

INDEX_STOPS = {"IndexError": "index_out_of_range", "not callable": "round_brackets"}
INDEX_NOTES = {
    "index_out_of_range": (
        "An index is too large.",
        "Print the shape, and compare each index with the size of its axis.",
        "Counting starts at 0, so the last index is one less than the size.",
        "Subtract one, or count from the end with a negative index.",
    ),
    "round_brackets": (
        "An array is called like a function.",
        "Look at the brackets.",
        "Round brackets call a function.",
        "Cells are looked up with square brackets.",
    ),
    "ragged_lists": (
        "The inner lists do not all have the same length.",
        "Count the numbers in each inner list.",
        "Each floor needs two streets, and each street three houses.",
        "Write both floors as two lists of three.",
    ),
    "made_to_print_4": (
        "The numbers were changed so that 4 is printed.",
        "Who lives on floor 2 of street 1, house 3?",
        "The text of the task is wrong: that cell holds 0. The 4 lives on floor 1 of street 2.",
        "Keep the numbers of the neighbourhood, and change only the order of the axes.",
    ),
}

TOP_LEFT = slips(
    "cell",
    "Which row and which column has the cell at the top left?",
    _UNCHANGED,
    ("counted_from_one", "This is the second row and column.", "The indices start at 1.", _COUNT),
    ("top_right", "This is the cell at the top right.", "The column is the last one.", "Take the first column."),
    ("bottom_left", "This is the cell at the bottom left.", "The row is the last one.", "Take the first row."),
    ("second_column", "This is the second cell of the first row.", "The column is one off.", _COUNT),
    ("whole_row", "The whole first row comes back.", "There is only one index.", "Give row and column."),
    ("whole_column", "The whole first column comes back.", "The row is not given.", "Give row and column."),
    ("slices_for_indices", "An array of one cell comes back.", "A range keeps its axis.", "Give plain numbers."),
    ("list_for_indices", "Two rows come back.", "A list inside the brackets picks rows.", "Give two plain numbers."),
)

GREEN = slips(
    "channel",
    "The axes are rows, columns, channels: which index stands in which place?",
    ("red_channel", "This is the red channel.", "Red is channel 0.", "Green is the channel after red."),
    ("blue_channel", "This is the blue channel.", "Blue is channel 2.", "Green is the channel before blue."),
    (
        "column_for_channel",
        "This is a column, not a channel.",
        "The number stands in the second place.",
        "The channels are the last axis.",
    ),
    ("row_for_channel", "This is a row, not a channel.", "It is in the first place.", "Channels are the last axis."),
    ("axis_kept", "The channel axis is still there.", "A range keeps its axis.", "Give a plain number."),
    ("several_channels", "Two channels come back.", "A range takes several.", "Give a plain number."),
    ("several_channels:after", "Two channels come back.", "A range takes several.", "Give a plain number."),
    ("transposed", "Rows and columns are swapped.", "The result is transposed.", "Leave their order as it is."),
)

GREEN_ROW = slips(
    "row",
    "Which place is for the row, and which for the channel?",
    _UNCHANGED,
    ("last_row", "This is the last row.", "-1 is the last.", "The one before it is meant."),
    ("second_row", "This is the second row from the top.", "It is counted from the start.", "Count from the end."),
    ("third_last_row", "This is the third row from the end.", "It is one too far.", "The last one is -1."),
    ("first_row", "This is the first row.", "The row was not changed.", "Count from the end."),
    ("last_two_rows", "The last two rows come back.", "A range takes several.", "Give a plain number."),
    ("row_axis_kept", "The row axis is still there.", "A range keeps its axis.", "Give a plain number."),
    ("column_for_row", "This is a column.", "The number stands in the second place.", "Rows are the first axis."),
    ("red_channel", "This is the red channel.", "Red is channel 0.", "Green is the channel after red."),
    ("blue_channel", "This is the blue channel.", "Blue is channel 2.", "Green is the channel before blue."),
    ("all_channels", "All channels come back.", "No channel is given.", "The channel stands in the last place."),
    ("column_for_channel", "A pixel comes back.", "The 1 stands for the column.", "Channels are the last axis."),
    ("both_last:red", "Row and channel are both another one.", "It is the last row, in red.", "Check both numbers."),
)

CORNER = slips(
    "corner",
    "How many rows and columns are there, and how is the last one counted?",
    _UNCHANGED,
    ("bottom_left", "This is the pixel at the bottom left.", "The column is the first.", "Take the last column."),
    ("top_right", "This is the pixel at the top right.", "The row is the first.", "Take the last row."),
    ("one_off", "Row and column are one off.", "The last one is -1.", "Go one further in both."),
    ("one_off:row", "The row is one off.", "3 is the last column, not row.", "Go one further down."),
    ("one_off:column", "The column is one off.", "The last one is -1.", "Go one further right."),
    ("axes_kept", "Row and column axis are still there.", "A range keeps its axis.", "Give plain numbers."),
    ("whole_row", "The whole last row comes back.", "No column is given.", "Give the column as well."),
    ("whole_column", "The whole last column comes back.", "No row is given.", "Give the row as well."),
    ("one_channel", "One number comes back.", "A channel is picked as well.", "Keep all channels."),
    ("channel_for_column", "A row of one channel comes back.", "The last place is for channels.", "Give the column."),
)

BLUE = slips(
    "value",
    "Which place is for the row, for the column, and for the channel?",
    _UNCHANGED,
    ("green_channel", "This is the green value.", "Green is channel 1.", "Blue is the last channel."),
    ("red_channel", "This is the red value.", "Red is channel 0.", "Blue is the last channel."),
    ("all_channels", "All three colours come back.", "No channel is given.", "Give the channel as well."),
    ("counted_from_one", "This is the second row and column.", "The indices start at 1.", _COUNT),
    ("channel_first", "The channel stands in the first place.", "That is a row.", "Channels are the last axis."),
    ("column_for_channel", "The 2 stands for the column.", "It is in the middle.", "Channels are the last axis."),
    ("top_right", "This is the pixel at the top right.", "The column is the last.", "Take the first column."),
    ("bottom_left", "This is the pixel at the bottom left.", "The row is the last.", "Take the first row."),
    ("axis_kept", "An array of one number comes back.", "A range keeps its axis.", "Give plain numbers."),
    ("whole_channel", "The whole blue channel comes back.", "No pixel is given.", "Give row and column as well."),
)

POSITIONS = slips(
    "positions",
    "There are two streets, three houses and two floors: how are they counted?",
    ("unchanged", "There is still only one position.", "Each list has only the 0.", "List all indices of each axis."),
    ("counted_from_one", "The positions start at 1.", "Indices start at 0.", "Begin each list with 0."),
    ("axes_reordered", "The axes are in another order.", "The three houses are last.", "Street, house, floor."),
    ("axes_reordered:house first", "The axes are in another order.", "The houses are first.", "Street, house, floor."),
    ("sizes_for_positions", "The sizes of the axes are listed.", "A size is no index.", "List all indices of each."),
    ("one_too_many", "Each list is one too long.", "The size itself is no index.", "Stop one before the size."),
    ("floor_axis_missing", "The floors are missing.", "There are only two lists.", "Add a list for the floors."),
    ("largest_index_only", "Only the largest indices are listed.", "The others are missing.", "List all of them."),
    ("equal_sizes", "All lists have two indices.", "There are three houses.", "Give the houses three."),
    ("equal_sizes:3", "All lists have three indices.", "Only the houses are three.", "Give the others two."),
)

SCALAR_POSITIONS = slips(
    "scalar",
    "How many axes does a scalar have, and how many lists does that need?",
    ("unchanged", "These are the positions of a 3-array.", "There are three lists.", "A scalar has fewer axes."),
    ("one_axis_left", "This is the position in a vector of one cell.", "One axis is left.", "A scalar has no axis."),
    ("two_axes_left", "This is the position in a matrix of one cell.", "Two axes are left.", "A scalar has no axis."),
    (
        "no_positions",
        "There is no position at all.",
        "An empty list among the axes has no index to choose, and then there is no cell.",
        "A scalar has one cell: let there be no list, not an empty one.",
    ),
    ("value_for_position", "This is a number, not a position.", "A position is a tuple.", "Build it with the product."),
    ("value_for_position:list", "This is a number, not a position.", "It is a tuple.", "Build it with the product."),
)

FLOORS = slips(
    "floors",
    "Write down who lives on floor 2: one list for each street.",
    ("nines_left", "The 9s are still there.", "They stand for the second floor.", "Put its numbers in."),
    ("streets_swapped", "The streets of floor 2 are swapped.", "The second one stands first.", "Street 1 comes first."),
    (
        "first_floor_repeated",
        "Floor 2 is the same as floor 1.",
        "In the array above, the second number of each house is floor 2.",
        "Gather these second numbers.",
    ),
    ("houses_mirrored", "The houses of floor 2 are reversed.", "House 3 stands first.", "House 1 comes first."),
    (
        "filled_down_the_columns",
        "The numbers of floor 2 run in the wrong direction.",
        "They were written house by house.",
        "Write all houses of street 1 first.",
    ),
    ("old_order_kept", "The axes are still street, house, floor.", "Its shape is (2, 3, 2).", "Put floors outermost."),
    ("reshaped", "The array was reshaped.", "A reshape does not move axes, it cuts anew.", "Reorder the axes instead."),
    ("floors_swapped", "The floors are swapped.", "Floor 2 stands first.", "Floor 1 comes first."),
    ("house_before_street", "The houses come before the streets.", "Its shape is (2, 3, 2).", "Floor, street, house."),
    ("house_first", "The houses come first.", "Its shape is (3, 2, 2).", "Floor, street, house."),
)

CHANNELS = slips(
    "order",
    "Pick one cell, such as red in the top right corner: where should it be, and where is it?",
    ("rows_before_columns", "The rows come before the columns.", "Each matrix has rows first.", "Turn each matrix."),
    (
        "rows_before_columns:example",
        "The rows come before the columns, as in the example above.",
        "The task asks for the columns first.",
        "Turn each of the three matrices.",
    ),
    *(
        (
            f"only_some_turned:{number}",
            "Some of the three matrices are turned, and some are not.",
            "Each channel has its own matrix, and each needs the columns first.",
            "Turn those that are left.",
        )
        for number in range(1, 7)
    ),
    ("channels_last", "The channels come last.", "It is still the picture itself.", "Put the channels first."),
    ("channels_last:columns first", "The channels come last.", "Only the others moved.", "Put the channels first."),
    ("columns_first", "The columns come first.", "The channels stand in the middle.", "Put the channels first."),
    ("rows_first", "The rows come first.", "The channels stand in the middle.", "Put the channels first."),
    ("channels_reversed", "The channels are in reverse order.", "Blue stands first.", "Red, green, blue."),
    ("mirrored", "The picture is upside down.", "The rows are reversed.", "Swap the axes, turn nothing round."),
    ("mirrored:columns", "The picture is mirrored.", "The columns are reversed.", "Swap the axes, turn nothing round."),
)

SHAPE_NOTES = {
    "indexed_axes_kept": (
        "You keep the axes that a plain number picks from.",
        "Which of the three places holds a plain number?",
        "A plain number takes its axis away; a range keeps it.",
        "Only the axes with a range are left.",
    ),
    "stop_included": (
        "You count the stop of the range.",
        "Which indices does the range in the middle take?",
        "The start is taken, the stop is not.",
        "Count the indices that are taken.",
    ),
    "shape_of_whole_array": (
        "This is the shape of the whole array.",
        "What do the three places inside the brackets do?",
        "Each of them takes a part of an axis.",
        "Go through the axes one by one.",
    ),
    "scalar_shape": (
        "You say that no axis is left.",
        "What does the range in the middle do?",
        "A range keeps its axis.",
        "One axis is left: say its size.",
    ),
    "wrong_number_of_axes": (
        "The number of axes is not right.",
        "Which of the three places holds a plain number?",
        "A plain number takes its axis away; a range keeps it.",
        "Count the ranges.",
    ),
    "wrong_size": (
        "One axis is right, but not its size.",
        "Which indices does the range in the middle take?",
        "The start is taken, the stop is not.",
        "Count the indices that are taken.",
    ),
}
