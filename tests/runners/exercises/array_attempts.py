"""Attempts at the tasks of Array Algebra as learners write them: expressions, variables and pictures."""

from __future__ import annotations

_PRACTICAL = "array_algebra."
_Attempts = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


def _of(attempts: _Attempts) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    return tuple((_PRACTICAL + name, slugs, code) for name, rows in attempts.items() for slugs, code in rows)


def _floors(second: str) -> str:
    return f"""matrix = np.array([
	[[1, 1, 2], [3, 0, 4]],
	{second}]
)
print("count of people in house 3 on street 1 on floor 2: ", matrix[1, 0, 2])
"""


def _censor(place: str, value: int = 0, copy: str = ".copy()") -> str:
    return (
        f"witness_protection_array = image_array{copy}\nwitness_protection_array[{place}] = {value}\n"
        "plt.imshow(witness_protection_array)\n"
    )


def _summed(first: str, second: str) -> str:
    return (
        f'summed = {first}\nprint("first sum rows: ", summed)\n\nsummed = {second}\nprint("then sum cols: ", summed)\n'
    )


def _step(value: str) -> str:
    return f"def my_step(m, n, d):\n  return {value}\n"


_CLOWN = "import scipy.misc\nimage_array = scipy.misc.face()\nclown_image_array = image_array.copy()\n"

WRONG = _of(
    {
        "top_left_cell": (
            (("round_brackets",), "matrix(0, 0)"),
            (("second_column",), "matrix[0][1]"),
            (("counted_from_one",), "matrix[1,1]"),
            (("unchanged",), "matrix[1,2]"),
            (("whole_row",), "print(matrix[0])"),
            (("index_out_of_range",), "matrix[2, 3]"),
        ),
        "floor_street_house": (
            (("nines_left",), _floors("[[9, 9, 9],\n	 [9, 9, 9]]")),
            (("streets_swapped",), _floors("[[2, 3, 1],\n	 [2, 2, 0]]")),
            (("ragged_lists",), _floors("[[2, 2],\n	 [2, 3],\n	 [0, 1]]")),
            (
                ("old_order_kept",),
                "matrix = np.array(\n	[[[1, 2], [1, 2], [2, 0]],\n 	 [[3, 2], [0, 3], [4, 1]]]\n)\n"
                'print("count: ", matrix[1, 0, 2])\n',
            ),
            (("made_to_print_4",), _floors("[[2, 2, 4],\n	 [2, 3, 1]]")),
            (("reshaped",), "matrix = matrix.reshape(2, 2, 3)"),
        ),
        "positions_3array": (
            (("counted_from_one",), "list(itertools.product([1, 2], [1, 2, 3], [1, 2]))"),
            (("axes_reordered",), "list(itertools.product([0, 1], [0, 1], [0, 1, 2]))"),
            (("unchanged",), "list(itertools.product([0], [0], [0]))"),
            (("sizes_for_positions",), "import itertools\nlist(itertools.product([2], [3], [2]))"),
            (("floor_axis_missing",), "list(itertools.product([0, 1], [0, 1, 2]))"),
        ),
        "positions_scalar": (
            (("one_axis_left",), "list(itertools.product([0]))"),
            (("no_positions",), "list(itertools.product([]))"),
            (("unchanged",), "list(itertools.product([0], [0], [0]))"),
            (("value_for_position",), "[0]"),
        ),
        "raccoon_nose": (
            (("unchanged",), "plt.imshow(image_array[250:375, 500:800])"),
            (("nothing_left",), "plt.imshow(image_array[490:420, 575:665])"),
            (("full_width_band",), "plt.imshow(image_array[420:490])"),
            (("rows_and_columns_swapped",), "plt.imshow(image_array[575:665, 420:490])"),
            (("too_much_around",), "plt.imshow(image_array[300:700, 400:900])"),
            (("colours_lost",), "plt.imshow(image_array[420:490, 575:665, 2])"),
        ),
        "pink_pixel": (
            (("still_yellow",), "plot_color(255, 255, 0)"),
            (("shown_white",), "plot_color(255.0, 192.0, 203.0)"),
            (("one_list_for_three",), "plot_color([255, 192, 203])"),
            (("red_not_pink",), "plot_color(255, 0, 0)"),
            (("too_much_blue",), "plot_color(100, 50, 255)"),
        ),
        "censor_eyes": (
            (("not_black",), _censor("280:400, 460:800, :", 255)),
            (("one_channel_only",), _censor("280:400, 460:800, 2")),
            (("original_painted",), _censor("280:400, 460:800, :", 0, "")),
            (("nose_painted",), _censor("420:490, 575:665, :")),
            (("rows_and_columns_swapped",), _censor("460:768, 280:400, :")),
            (("too_large",), _censor(":, :, :")),
        ),
        "tint_green": (
            (("blue_doubled",), "plt.imshow(clown_image_array * np.array([[[1, 1, 2]]]))"),
            (("all_doubled", "wraps_at_256"), "plt.imshow(clown_image_array * 2)"),
            (("wraps_at_256",), "img = clown_image_array.copy()\nimg[:, :, 1] *= 2\nplt.imshow(img)"),
            (("added_not_multiplied",), "plt.imshow(clown_image_array + np.array([[[0, 2, 0]]]))"),
            (("floats_shown_white",), "plt.imshow(clown_image_array * np.array([[[1., 2., 1.]]]))"),
            (("all_doubled", "original_picture"), "plt.imshow(image_array * np.array([[[2, 2, 2]]]))"),
        ),
        "blue_channel_grayscale": (
            (("green_channel",), "plot_grayscale(clown_image_array[:, :, 1])"),
            (("index_out_of_range",), "plot_grayscale(clown_image_array[:, :, 3])"),
            (("channels_summed",), "plot_grayscale(clown_image_array.sum(axis=2))"),
            (("red_channel",), "plot_grayscale(clown_image_array[:, :, 0])"),
        ),
        "mean_light_clown": (
            (("original_picture",), "image_array.mean(axis=(0,1,2))"),
            (("sum_for_mean",), "clown_image_array.sum(axis=(0,1,2))"),
            (("one_mean_a_channel",), "clown_image_array.mean(axis=(0,1))"),
            (("largest_for_mean",), "clown_image_array.max()"),
            (("one_mean_a_channel", "original_picture"), "image_array.mean(axis=(0, 1))"),
        ),
        "average_colour": (
            (("floats_shown_white",), "plot_color(*image_array.mean(axis=(0,1)))"),
            (("unchanged",), "plot_color(0, 0, 0)"),
            (("overall_mean",), "m = int(image_array.mean())\nplot_color(m, m, m)"),
            (("channels_reversed",), "r, g, b = image_array.mean(axis=(0, 1)).astype(int)\nplot_color(b, g, r)"),
            (("one_list_for_three",), "plot_color(image_array.mean(axis=(0, 1)))"),
        ),
        "green_channel": (
            (("red_channel",), "f_array[:, :, 0]"),
            (("column_for_channel",), "f_array[:, 1, :]"),
            (("row_for_channel",), "f_array[1]"),
            (("axis_kept",), "f_array[:, :, 1:2]"),
            (("index_out_of_range",), "f_array[:, :, 3]"),
        ),
        "green_second_last_row": (
            (("last_row",), "f_array[-1, :, 1]"),
            (("last_two_rows",), "f_array[-2:, :, 1]"),
            (("column_for_row",), "f_array[:, -2, 1]"),
            (("second_row",), "f_array[1, :, 1]"),
            (("all_channels",), "f_array[-2]"),
        ),
        "bottom_right_pixel": (
            (("index_out_of_range",), "f_array[4, 4, :]"),
            (("one_off",), "f_array[3, 2, :]"),
            (("bottom_left",), "f_array[-1, 0]"),
            (("axes_kept",), "f_array[-1:, -1:]"),
        ),
        "blue_top_left": (
            (("green_channel",), "f_array[0, 0, 1]"),
            (("all_channels",), "f_array[0, 0, :]"),
            (("counted_from_one",), "f_array[1, 1, 2]"),
            (("unchanged",), "f_array[2, 1, 0]"),
        ),
        "predict_slice_shape": (
            (("indexed_axes_kept",), "(1, 3, 1)"),
            (("stop_included",), "(4,)"),
            (("scalar_shape",), "()"),
            (("wrong_number_of_axes",), "(3, 1)"),
        ),
        "step_size_function": (
            (("root_not_rounded",), "import math\n" + _step("math.sqrt(m * n / d)")),
            (("root_missing",), "import math\n" + _step("math.ceil(m * n / d)")),
            (("rounded_down",), _step("int(np.sqrt(m * n / d))")),
            (("step_is_float",), _step("np.ceil(np.sqrt(m * n / d))")),
            (("larger_than_needed",), _step("int((m * n / d) ** 0.5) + 1")),
        ),
        "channels_columns_rows": (
            (
                ("rows_before_columns",),
                "np.array([\n[[0,1,0],[0,1,0],[0,1,0]],\n[[1,1,1],[0,0,0],[0,0,0]],\n[[0,0,0],[0,0,0],[1,1,1]]\n])",
            ),
            (("rows_before_columns",), "cubic_array.transpose(2, 0, 1)"),
            (
                ("only_some_turned",),
                "np.array([\n[[0,0,0],[1,1,1],[0,0,0]],\n[[1,1,1],[0,0,0],[0,0,0]],\n[[0,0,0],[0,0,0],[1,1,1]]\n])",
            ),
            (("channels_last",), "cubic_array"),
            (("columns_first",), "np.transpose(cubic_array, (1, 2, 0))"),
        ),
        "subtract_tenth": (
            (("unchanged",), "r + b"),
            (("all_of_b_subtracted",), "r - b"),
            (("tenth_of_the_difference",), "(r - b) / 10"),
            (("whole_division",), "r - b // 100"),
            (("tenth_added",), "r + 0.1 * b"),
        ),
        "add_matrices": (
            (("unchanged",), "r + b"),
            (("matrix_product",), "rm @ bm"),
            (("multiplied",), "rm * bm"),
            (("same_matrix_twice",), "rm + rm"),
        ),
        "sum_rows_then_columns": (
            (("axis_gone",), _summed("matrix.sum(axis=0)", "summed.sum(axis=1)")),
            (("columns_first",), _summed("matrix.sum(axis=1)", "summed.sum(axis=0)")),
            (("second_sum_of_the_matrix",), _summed("matrix.sum(axis=0)", "matrix.sum(axis=1)")),
            (("total_at_once",), "summed = matrix.sum()\nprint(summed)\n"),
            (("mean_for_sum",), _summed("matrix.sum(axis=0)", "summed.mean()")),
        ),
    }
)

_RIGHT = {
    "top_left_cell": ("matrix[0,0]", "matrix = np.array(\n	[[1, 2, 2],\n 	 [3, 0, 4]]\n)\nprint(matrix[0][0])"),
    "floor_street_house": (
        _floors("[[2, 2, 0],\n	 [2, 3, 1]]"),
        "matrix = np.moveaxis(matrix, -1, 0)\n",
    ),
    "positions_3array": (
        "list(itertools.product([0, 1], [0, 1, 2], [0, 1]))",
        "[(i, j, k) for i in range(2) for j in range(3) for k in range(2)]",
    ),
    "positions_scalar": ("list(itertools.product())", "[()]"),
    "raccoon_nose": ("plt.imshow(image_array[420:490, 575:665])", "image_array[400:520, 560:690, :]"),
    "pink_pixel": ("plot_color(255, 192, 203)", "plot_color(1.0, 0.4, 0.7)\nplt.show()", "plot_color(255, 105, 180)"),
    "censor_eyes": (
        _censor("290:400, 460:800, :"),
        "witness_protection_array = np.array(image_array)\nwitness_protection_array[300:390, 480:560] = 0\n"
        "witness_protection_array[280:370, 690:780] = [0, 0, 0]\n",
    ),
    "tint_green": (
        "plt.imshow(clown_image_array * np.array([[[1, 2, 1]]]))",
        _CLOWN + "clown_image_array[420:490, 575:665, 2] = 255\n"
        "img = clown_image_array.astype(int)\nimg[..., 1] *= 2\nplt.imshow(np.minimum(img, 255))\nplt.axis('off')",
    ),
    "blue_channel_grayscale": ("plot_grayscale(clown_image_array[:, :, 2])", "plt.imshow(image_array[..., -1])"),
    "mean_light_clown": ("clown_image_array.mean(axis=(0,1,2))", "np.mean(clown_image_array)"),
    "average_colour": (
        "r, g, b = image_array.mean(axis=(0, 1))\nplot_color(int(r), int(g), int(b))",
        "plot_color(*np.round(image_array.mean((0, 1))).astype(int))",
        "plot_color(*(image_array.mean((0, 1)) / 255))",
    ),
    "green_channel": ("f_array[:, :, 1]", "jnp.asarray(f_array)[..., 1]"),
    "green_second_last_row": ("f_array[-2, :, 1]", "f_array[3, :, 1]"),
    "bottom_right_pixel": ("f_array[-1, -1, :]", "f_array[4, 3]"),
    "blue_top_left": ("f_array[0, 0, 2]", "f_array[0][0][-1]"),
    "predict_slice_shape": ("(3,)", "f_array[2, 0:3, 2].shape", "3"),
    "step_size_function": (
        "import math\n" + _step("math.ceil(math.sqrt(m * n / d))"),
        "def step(m, n, d):\n  s = 1\n  while -(-m // s) * -(-n // s) > d:\n    s += 1\n  return s\n",
    ),
    "channels_columns_rows": (
        "np.array([\n[[0,0,0],[0,0,1],[0,1,1]],\n[[0,0,0],[1,0,0],[1,1,0]],\n[[1,1,0],[1,0,0],[0,0,0]]\n])",
        "np.array([\n[[0,0,0],[1,1,1],[0,0,0]],\n[[1,0,0],[1,0,0],[1,0,0]],\n[[0,0,1],[0,0,1],[0,0,1]]\n])",
        "cubic_array.T",
    ),
    "subtract_tenth": ("r - b / 10", "r - 0.1 * b", "r = np.array([1, 2, 3, 4])\na - (1/10) * b"),
    "add_matrices": ("rm + bm", "np.add(bm, rm)"),
    "sum_rows_then_columns": (
        _summed("matrix.sum(axis=0)", "summed.sum(axis=0)"),
        "summed = matrix[0]\nsummed = np.add.reduce(matrix)\nsummed = sum(summed)\n".replace(
            "summed = matrix[0]\n", ""
        ),
        "summed = matrix.sum(axis=0)\nprint(summed)\nprint(summed.sum())\n",
    ),
}
RIGHT: tuple[tuple[str, str], ...] = tuple(
    (_PRACTICAL + name, code) for name, codes in _RIGHT.items() for code in codes
)
