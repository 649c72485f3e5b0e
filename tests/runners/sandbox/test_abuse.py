"""Snippets that use too much, hang, lie about their values, or break their own interpreter."""

from __future__ import annotations

import pytest

from runners.sandbox import Limits, Sandbox

pytestmark = pytest.mark.usefixtures("as_fast_afterwards", "hostile_before_kind")


@pytest.mark.parametrize(
    "code",
    [
        "import jax, jax.numpy as jnp\njax.jit(lambda x: jnp.ones((60_000, 60_000)) @ x)(jnp.ones((60_000, 9_000)))",
        "import jax, jax.numpy as jnp\njnp.ones((50_000, 1)) + jnp.ones((1, 50_000))",
        "import matplotlib.pyplot as plt\nfor n in range(10_000): plt.figure(figsize=(20, 20), dpi=200).canvas.draw()",
    ],
)
def test_memory_bomb_of_a_library(sandbox: Sandbox, code: str) -> None:
    result = sandbox.run(code, limits=Limits(memory_bytes=512 << 20, seconds=15.0))
    assert result.status in ("memory", "timeout"), result


def test_compilation_bomb(sandbox: Sandbox) -> None:
    code = "import jax\ndef f(x):\n    for n in range(20_000): x = x * n + x\n    return x\njax.jit(f)(1.0)"
    assert sandbox.run(code, limits=Limits(seconds=3.0)).status in ("timeout", "memory")


def test_thread_bomb(sandbox: Sandbox) -> None:
    code = "import threading, time\nfor n in range(5000): threading.Thread(target=time.sleep, args=(60,)).start()\n" + (
        "time.sleep(60)"
    )
    result = sandbox.run(code)
    assert result.error is not None and result.error.type in ("ThreadLimit", "MemoryLimit", "RuntimeError")


def test_ten_thousand_figures(sandbox: Sandbox) -> None:
    code = "import matplotlib.pyplot as plt\nfor n in range(10_000): plt.figure()"
    result = sandbox.run(code, limits=Limits(seconds=2.0))
    assert result.status in ("ok", "timeout", "memory") and len(result.figures) <= 6


def test_a_figure_of_a_hundred_thousand_pixels(sandbox: Sandbox) -> None:
    result = sandbox.run("import matplotlib.pyplot as plt\nplt.figure(figsize=(1000, 1000), dpi=100).gca();")
    assert result.status == "ok"
    assert all(figure.width * figure.height <= 1.05 * Limits().figure_pixels for figure in result.figures)


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.mkdir('a.png')",
        "import os\ntry: os.mkfifo('a.png')\nexcept OSError: pass",
        "import os\ntry: os.symlink('/etc/passwd', 'a.png')\nexcept OSError: pass",
        "import os\ntry: os.mknod('a.png', 0o20666, os.makedev(1, 5))\nexcept OSError: pass",
        "open('a.png', 'wb').write(b'\\x89PNG\\r\\n\\x1a\\n' + bytes(8) + bytes([255] * 64));",
        "open('a.gif', 'wb').write(b'GIF89a' + bytes([255] * 64));",
        "f = open('a.png', 'wb')\nf.truncate(30 << 20);",
        "for n in range(3000): open(f'{n}.png', 'w').close()",
    ],
)
def test_what_is_no_picture_among_the_files(sandbox: Sandbox, code: str) -> None:
    result = sandbox.run(code)
    assert result.status == "ok" and result.figures == ()


def test_many_small_files(sandbox: Sandbox) -> None:
    code = "import os\nfor n in range(200_000): os.close(os.open(f'f{n}', os.O_CREAT))"
    assert sandbox.run(code, limits=Limits(seconds=5.0)).status in ("error", "timeout")


@pytest.mark.parametrize("callback", ["jax.pure_callback", "jax.experimental.io_callback"])
def test_a_host_callback_is_inside_as_well(sandbox: Sandbox, callback: str) -> None:
    code = (
        "import jax, jax.experimental, os\ndef reach(x):\n    try: open('/etc/shadow'); print('through')\n"
        "    except OSError: print('refused')\n    try: os.fork() or os._exit(0); print('through')\n"
        "    except OSError: print('refused')\n    return x\n"
        f"jax.jit(lambda x: {callback}(reach, jax.ShapeDtypeStruct((), 'float32'), x))(1.0).block_until_ready();"
    )
    assert sandbox.run(code).stdout == "refused\nrefused\n"


def test_a_debug_callback_that_never_ends(sandbox: Sandbox) -> None:
    code = "import jax\ndef spin(x):\n    while True: pass\njax.jit(lambda x: jax.debug.callback(spin, x))(1.0)\n" + (
        "jax.effects_barrier()"
    )
    assert sandbox.run(code, limits=Limits(seconds=2.0)).status == "timeout"


NUMPY_CLASS = "import numpy as np\nclass A(np.ndarray):\n    {}\nx = np.ones(3).view(A)"
VALUES = [
    ("class A:\n    def __repr__(self): return 'x' * (1 << 31)\nA()", {"memory", "ok", "error"}),
    ("class A:\n    def __repr__(self): return 5\nA()", {"error"}),
    ("class A(str):\n    def __len__(self): return 0\n    def __repr__(self): return self\nA('x' * 10**6)", {"ok"}),
    (NUMPY_CLASS.format("size = property(lambda s: [0 for _ in iter(int, 1)])"), {"timeout", "memory", "ok"}),
    (NUMPY_CLASS.format("shape = property(lambda s: 1 / 0)"), {"ok"}),
    (NUMPY_CLASS.format("def __array__(self, *a, **k): raise SystemExit"), {"ok", "error"}),
    ("import numpy as np\nx = np.lib.stride_tricks.as_strided(np.ones(1), (1 << 40,), (0,))\nx", {"ok"}),
]


@pytest.mark.parametrize(("code", "statuses"), VALUES)
def test_a_value_that_hangs_lies_or_is_huge(sandbox: Sandbox, code: str, statuses: set[str]) -> None:
    result = sandbox.run(code, limits=Limits(seconds=4.0, memory_bytes=512 << 20))
    assert result.status in statuses
    assert result.result is None or len(result.result) < 20_000


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nsys.settrace(lambda *a: 1 / 0)\ndef f(): pass\ntry: f()\nexcept ZeroDivisionError: pass",
        "import sys\nsys.setprofile(lambda *a: sys.exit())",
        "import builtins\nbuiltins.len = builtins.isinstance = builtins.str = None",
        "import json\njson.dumps = lambda *a, **k: 'forged'",
        "import sys, os\nsys.stdout = sys.stderr = None\nos.write = None",
        "import sys\nsys.modules.clear()",
        "import gc\nfor o in gc.get_objects():\n    if isinstance(o, dict) and len(o) > 3: o.clear()",
        "import threading\nthreading.excepthook = None\nthreading._shutdown = lambda: None",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    ],
)
def test_breaking_the_own_interpreter_breaks_nothing_else(sandbox: Sandbox, code: str) -> None:
    result = sandbox.run(code, limits=Limits(seconds=4.0))
    assert (result.result, result.figures) == (None, ())
