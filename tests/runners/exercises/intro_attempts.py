"""Attempts at the tasks of Introduction to ML whose answer is a number, a list or two variables."""

from __future__ import annotations

COSINE, FIRST, THIRD = "intro.cosine_plot", "intro.derivative_by_hand_1", "intro.derivative_by_hand_3"
MIN_MAX, LINE = "intro.batch_min_max_question", "intro.fit_line_by_hand"


def _plot(x: str = "jnp.linspace(-jnp.pi, jnp.pi, 100)", y: str = "jnp.cos(x)") -> str:
    return f"""# Plot Cosine using jnp. (UPDATE ME)
x = {x}
y = {y}
plt.plot(x, y, "b", label="y=cos(x)")
plt.legend(loc="upper left")
plt.show()
"""


def _first(answer: object) -> str:
    return (
        f'answer = {answer}  # @param {{type:"integer"}}\n\ndfdx_2 = dfdx(2.0)\n\n'
        'assert (\n    answer == dfdx_2\n), "Incorrect answer"\n\nprint("Nice, you got the correct answer!")\n'
    )


def _third(answer: object) -> str:
    return f"answer = {answer}\nd3dx_2 = d3dx(2.0)\nassert answer == d3dx_2, 'Incorrect answer, hint ...'\n"


def _min_max(answer: str) -> str:
    return (
        f"batch_min_max_output = {answer}  # @param\n"
        'assert (batch_min_max_output == np.array(min_max(batched_x))).all(), "Incorrect answer."\n'
    )


def _line(b: float, w: float) -> str:
    return f"""# @title Choose model parameters. {{ run: "auto" }}
b = {b}  # @param {{type:"slider", min:-5, max:5, step:1}}
w = {w}  # @param {{type:"slider", min:-0.05, max:0.05, step:0.01}}
print("Plotting line", w, "* x +", b)
parameters = [b, w]
parameters_list.append(parameters)
plot_basic_data(parameters_list, title="Observed data and my first predictions", axis_pad=12)
"""


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (COSINE, ("in_degrees",), _plot(x="jnp.linspace(-180, 180, 100)")),
    (COSINE, ("sine_for_cosine",), _plot(y="jnp.sin(x)")),
    (COSINE, ("number_of_points",), _plot(x="jnp.linspace(-jnp.pi, jnp.pi)")),
    (COSINE, ("lengths_differ",), _plot(y="jnp.cos(x[1:])")),
    (COSINE, ("zero_to_99",), _plot(x="jnp.arange(100)")),
    (COSINE, ("in_degrees", "sine_for_cosine"), _plot("jnp.linspace(-180, 180, 100)", "jnp.sin(x)")),
    (FIRST, ("function_itself",), _first(82)),
    (FIRST, ("constant_kept",), _first(187)),
    (FIRST, ("linear_term_dropped",), _first(192)),
    (FIRST, ("at_three",), _first(639)),
    (FIRST, ("not_evaluated_at_all",), _first(0)),
    (THIRD, ("fourth_derivative",), _third(144)),
    (THIRD, ("first_derivative",), _third(183)),
    (THIRD, ("power_not_lowered",), _third("144 * 2 ** 2")),
    (THIRD, ("not_evaluated_at_all",), _third(0)),
    (MIN_MAX, ("one_pair_a_row",), _min_max("[[0,4],[5,9],[10,14]]")),
    (MIN_MAX, ("one_pair_a_column",), _min_max("[[0,10],[1,11],[2,12],[3,13],[4,14]]")),
    (MIN_MAX, ("counted_to_15",), _min_max("[0, 15]")),
    (MIN_MAX, ("largest_first",), _min_max("[14, 0]")),
    (LINE, ("slope_negative",), _line(3, -0.03)),
    (LINE, ("slope_zero",), _line(3, 0)),
    (LINE, ("line_too_high",), _line(3, 0.02)),
    (LINE, ("line_too_low",), _line(-5, 0.02)),
    (LINE, ("b_and_w_swapped",), _line(0.01, 2)),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (COSINE, _plot()),
    (COSINE, "x = np.linspace(-np.pi, np.pi, 100)\ny = np.cos(x)\n"),
    (COSINE, "x = jnp.linspace(0, 2 * jnp.pi, 100)\ny = jax.vmap(jnp.cos)(x)\n"),
    (FIRST, _first(183)),
    (FIRST, "answer = 24 * 2**3 - 9"),
    (THIRD, _third(288)),
    (THIRD, "answer = 144 * 2"),
    (MIN_MAX, _min_max("[0,14]")),
    (MIN_MAX, "batch_min_max_output = jnp.array([0, 14])"),
    (LINE, _line(0, 0.02)),
    (LINE, _line(2, 0.01)),
)
