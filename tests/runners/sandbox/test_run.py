"""What a learner gets back."""

from __future__ import annotations

import struct

import pytest

from runners.sandbox import Limits, Sandbox
from runners.values import ArraySummary, RunResult


def test_stdout_result_and_arrays(sandbox: Sandbox) -> None:
    result = sandbox.run("import jax.numpy as jnp\nx = jnp.arange(6.0).reshape(2, 3)\nprint(x.shape)\nx.sum()")
    assert (result.status, result.stdout, result.error) == ("ok", "(2, 3)\n", None)
    assert result.result == "Array(15., dtype=float32)"
    assert result.arrays == (ArraySummary("x", (2, 3), "float32", "[[0., 1., 2.], [3., 4., 5.]]"),)
    assert result.seconds.total >= result.seconds.run > 0


def test_numpy_arrays_are_listed_and_private_names_and_modules_are_not(sandbox: Sandbox) -> None:
    result = sandbox.run("import numpy as np\n_hidden = np.ones(2)\ny = np.ones((4, 1), np.int32)\nn = 3")
    assert result.arrays == (ArraySummary("y", (4, 1), "int32", "[[1], [1], [1], [1]]"),)


@pytest.mark.parametrize(
    ("code", "shown"),
    [("1 + 1", "2"), ("'a'", "'a'"), ("None", None), ("x = 3", None), ("1 + 1;", None), ("", None), ("# only", None)],
)
def test_the_last_expression_shows_as_in_a_notebook(sandbox: Sandbox, code: str, shown: str | None) -> None:
    result = sandbox.run(code)
    assert (result.status, result.result) == ("ok", shown)


def test_stdout_and_stderr_keep_their_order(sandbox: Sandbox) -> None:
    code = (
        "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c', end='')\nsys.stderr.write('d\\n');\nprint('e')"
    )
    assert sandbox.run(code).stdout == "a\nb\ncd\ne\n"


def test_terminal_escapes_and_invalid_utf8_are_made_safe(sandbox: Sandbox) -> None:
    code = "import os\nos.write(1, b'\\x1b[31mred\\x1b[0m \\x1b]0;title\\x07\\xff\\xfe ok\\n10%\\r20%\\n');"
    assert sandbox.run(code).stdout == "red \\xff\\xfe ok\n20%\n"


def test_long_output_is_cut_in_the_middle_with_the_count(sandbox: Sandbox) -> None:
    result = sandbox.run("print('a' * 5000 + 'b' * 5000)", limits=Limits(output_bytes=1000))
    assert result.status == "ok"
    assert result.stdout == "a" * 500 + "\n... 9001 bytes left out ...\n" + "b" * 499 + "\n"


def test_a_long_value_is_cut(sandbox: Sandbox) -> None:
    result = sandbox.run("'x' * 100000", limits=Limits(value_characters=100))
    assert result.result is not None and len(result.result) < 200 and "99902 characters left out" in result.result


def test_nothing_of_jax_or_matplotlib_is_printed(sandbox: Sandbox) -> None:
    code = "import jax, matplotlib.pyplot as plt\nprint(jax.devices()[0].platform)\nplt.plot([1]); plt.show()"
    assert sandbox.run(code).stdout == "cpu\n"


def test_a_warning_is_shown_without_paths(sandbox: Sandbox) -> None:
    result = sandbox.run("import jax.numpy as jnp\nx = jnp.ones(2, jnp.float64)")
    assert result.stdout.startswith("UserWarning: ") and "site-packages" not in result.stdout


def test_figures_come_as_png_with_alt_text(sandbox: Sandbox) -> None:
    code = (
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([3, 1])\nax.set_title('Loss')\n"
        "ax.set_xlabel('step')\nax.set_ylabel('loss')\nfig.suptitle('Run 7')\nplt.figure();"
    )
    first, second = sandbox.run(code).figures
    assert first.alt == "Run 7. Loss; x: step; y: loss"
    assert second.alt == "Figure 2, without a title or axis labels"
    assert struct.unpack(">II", first.data[16:24]) == (first.width, first.height)
    assert 400 < first.width < 1200


def test_figures_are_bounded_in_number_and_pixels(sandbox: Sandbox) -> None:
    code = "import matplotlib.pyplot as plt\nfor i in range(9): plt.figure(figsize=(900, 1))"
    figures = sandbox.run(code, limits=Limits(figures=3, figure_pixels=90_000)).figures
    assert len(figures) == 3
    assert all(figure.width * figure.height <= 95_000 for figure in figures)


def test_figures_drawn_before_an_exception_are_kept(sandbox: Sandbox) -> None:
    result = sandbox.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\n1 / 0")
    assert result.status == "error" and len(result.figures) == 1


def test_only_small_arrays_with_numbers_have_a_preview(sandbox: Sandbox) -> None:
    code = "import jax, jax.numpy as jnp, numpy as np\na = jnp.ones(8)\nb = jnp.ones(9)\nc = jax.random.key(0)\n" + (
        "d = np.array(['x' * 200])\ne = jnp.zeros((0, 3))"
    )
    previews = {array.name: array.preview for array in sandbox.run(code).arrays}
    assert previews == {"a": "[1., 1., 1., 1., 1., 1., 1., 1.]", "b": "", "c": "", "d": "", "e": "[]"}


def test_pictures_written_to_the_folder_are_shown(sandbox: Sandbox) -> None:
    code = (
        "from PIL import Image\nframes = [Image.new('L', (40, 30), n * 40) for n in range(5)]\n"
        "frames[0].save('walk.gif', save_all=True, append_images=frames[1:])\nframes[0].save('one.png')\n"
        "open('notes.txt', 'w').write('x')\nopen('fake.png', 'w').write('<svg>');"
    )
    one, walk = sandbox.run(code).figures
    assert (one.alt, one.width, one.height) == ("one.png, a picture that the code wrote", 40, 30)
    assert walk.data.startswith(b"GIF8") and (walk.width, walk.height) == (40, 30)


def test_a_figure_that_was_saved_and_is_still_open_is_shown_once(sandbox: Sandbox) -> None:
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('a.png')\nplt.title('Still open');"
    (figure,) = sandbox.run(code).figures
    assert figure.alt == "Still open"
    (figure,) = sandbox.run(code + "\nplt.close()").figures
    assert "a.png" in figure.alt


def test_files_are_bounded_in_number_and_bytes(sandbox: Sandbox) -> None:
    code = "from PIL import Image\nfor n in range(9): Image.new('L', (5, 5)).save(f'{n}.png')\n" + (
        "Image.effect_noise((900, 900), 90).save('noise.png')"
    )
    result = sandbox.run(code, limits=Limits(files=3))
    assert [figure.alt[:5] for figure in result.figures] == ["0.png", "1.png", "2.png"]
    result = sandbox.run(code, limits=Limits(files=20, figure_bytes=10_000))
    assert len(result.figures) == 9 and "noise.png is left out" in result.stdout


@pytest.mark.parametrize(
    ("plot", "taller"),
    [
        ("plt.plot([1, 2])", False),
        (
            "plt.plot([1, 2], label='far away')\nplt.legend(loc='upper left', bbox_to_anchor=(0, -0.4))",
            True,
        ),
        ("plt.text(0.5, -0.7, 'far below')", True),
    ],
)
def test_a_figure_is_cut_to_what_is_drawn_and_nothing_is_cut_off(sandbox: Sandbox, plot: str, taller: bool) -> None:
    (figure,) = sandbox.run(f"import matplotlib.pyplot as plt\nplt.figure(figsize=(5, 4))\n{plot};").figures
    assert 400 < figure.width < 600
    assert (figure.height > 480) == taller


def test_peak_memory_is_told(sandbox: Sandbox) -> None:
    result = sandbox.run("import numpy as np\nx = np.ones(30_000_000)\ndel x")
    assert 200 << 20 < result.memory_bytes < 400 << 20
    assert sandbox.run("1").memory_bytes < 50 << 20


def test_a_file_can_be_written_and_read_back(sandbox: Sandbox) -> None:
    code = "import os, tempfile\nopen('a.txt', 'w').write('hello')\nos.makedirs('d')\nprint(open('a.txt').read())\n" + (
        "with tempfile.NamedTemporaryFile() as f: f.write(b'x')\nsorted(os.listdir())"
    )
    result = sandbox.run(code)
    assert (result.stdout, result.result) == ("hello\n", "['a.txt', 'd']")


def test_the_next_snippet_starts_empty(sandbox: Sandbox) -> None:
    sandbox.run("import jax, numpy as np\nx = 1\nnp.pi = 4\nopen('left.txt', 'w').write('x')")
    result = sandbox.run("import os, numpy as np\nprint('x' in globals(), np.pi, os.listdir())")
    assert result.stdout == "False 3.141592653589793 []\n"


def test_numpy_random_numbers_differ_between_snippets(sandbox: Sandbox) -> None:
    code = "import numpy as np, random\n(np.random.rand(), random.random())"
    assert len({sandbox.run(code).result for _ in range(3)}) == 3


def test_libraries_of_the_practicals_are_there(sandbox: Sandbox) -> None:
    code = "import haiku, optax, jraph, networkx, matplotlib, seaborn, einops, scipy.stats, numpyro\nprint('yes')"
    assert sandbox.run(code).stdout == "yes\n"


def test_threads_work(sandbox: Sandbox) -> None:
    code = "from concurrent.futures import ThreadPoolExecutor\n" + (
        "with ThreadPoolExecutor(4) as p: print(sum(p.map(int, range(9))))"
    )
    assert sandbox.run(code).stdout == "36\n"


def test_asyncio_works(sandbox: Sandbox) -> None:
    assert sandbox.run("import asyncio\nasync def f(): return 7\nasyncio.run(f())").result == "7"


def test_the_result_survives_the_wire(sandbox: Sandbox) -> None:
    result = sandbox.run("import matplotlib.pyplot as plt\nplt.plot([1])\nx = 1 / 0")
    assert RunResult.from_dict(result.to_dict(with_data=True)) == result
