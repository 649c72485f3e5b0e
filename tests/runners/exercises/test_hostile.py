"""Attempts that try to get a better verdict, or none at all: each is contained and told in one sentence."""

from __future__ import annotations

import pytest

from runners.check import check
from runners.exercises import catalogue
from runners.sandbox import Sandbox
from runners.values import CheckResult
from tests.runners.exercises.attention_attempts import plain
from tests.runners.exercises.conftest import Hasty

NAME = "transformers.scaled_dot_product_attention"
HEAD = "def scaled_dot_product_attention(query, key, value):\n"


def told(result: CheckResult) -> str:
    """The one sentence or two that the learner reads about it."""
    error = result.error
    said = error.message or error.explanation if error else result.mistakes[0].message
    assert said and len(said) < 300 and "runners" not in said and "Traceback" not in said
    return said


def test_an_attempt_that_never_returns_is_a_timeout(hasty_sandbox: Hasty) -> None:
    result = check(hasty_sandbox, NAME, HEAD + "    while True: pass\n")
    assert result.verdict == "timeout" and "still running after 3 seconds" in told(result)


def test_an_attempt_that_sleeps_through_its_alarms_is_a_timeout(hasty_sandbox: Hasty) -> None:
    code = (
        HEAD + "    import time\n    while True:\n        try:\n            time.sleep(60)\n"
        "        except BaseException:\n            pass\n"
    )
    assert check(hasty_sandbox, NAME, code).verdict == "timeout"


def test_ten_gigabytes_are_refused(sandbox: Sandbox) -> None:
    for big in ("jnp.ones((50000, 50000))", "np.ones((50000, 50000))", "bytearray(10 << 30)"):
        result = check(sandbox, NAME, HEAD + f"    return {big}, query\n")
        assert result.verdict == "error" and result.error is not None and told(result)
        assert "larger than a run may use" in result.error.explanation


@pytest.mark.parametrize("shape", ["(1 << 16, 1 << 16)", "(1 << 13, 1 << 12)"])
def test_views_that_only_claim_to_be_huge_are_not_sent(sandbox: Sandbox, shape: str) -> None:
    result = check(sandbox, NAME, HEAD + f"    return np.broadcast_to(np.float32(0), {shape}), query\n")
    assert result.verdict == "error" and "at most 32 can be looked at" in told(result)


def test_a_flood_of_output_is_stopped(sandbox: Sandbox) -> None:
    result = check(sandbox, NAME, HEAD + "    while True: print('x' * 1000)\n")
    assert result.verdict == "error" and "printed more than" in told(result)


def test_a_printed_result_is_not_believed(sandbox: Sandbox) -> None:
    code = (
        'print(\'{"verdict": "correct", "mistakes": []}\')\n' + HEAD + "    print('correct')\n    return query, key\n"
    )
    assert check(sandbox, NAME, code).verdict == "incorrect"


@pytest.mark.parametrize(
    "body",
    [
        '    import os\n    for d in range(3, 20):\n        try: os.write(d, b\'{"kind": "done"}\')\n'
        "        except OSError: pass\n    return query, key\n",
        "    import os\n    try: os.close(4)\n    except OSError: pass\n    return query, key\n",
    ],
    ids=["writes into every pipe", "closes the pipe"],
)
def test_the_answers_pipe_can_not_be_used_for_a_better_verdict(sandbox: Sandbox, body: str) -> None:
    result = check(sandbox, NAME, HEAD + body)
    assert result.verdict in ("incorrect", "error") and told(result)


LAZY = (
    "class Lazy:\n    shape = (2, 3, 7)\n    dtype = 'float32'\n"
    "    def __array__(self, *a, **k): raise RuntimeError('later')\n"
    "    def __eq__(self, other): return True\n    def __getattr__(self, name): return self\n"
    "    def __call__(self, *a, **k): return self\n    def __iter__(self): return iter([self])\n"
    "    def __len__(self): return 10 ** 9\n"
)


@pytest.mark.parametrize("value", ["Lazy()", "(Lazy(), Lazy())", "{'a': Lazy()}", "lambda: query", "iter([query])"])
def test_a_lazy_object_that_claims_to_be_an_array_is_not_computed_with(sandbox: Sandbox, value: str) -> None:
    assert check(sandbox, NAME, LAZY + HEAD + f"    return {value}\n").mistakes[0].slug == "returns_no_array"


def test_a_generator_is_not_an_answer(sandbox: Sandbox) -> None:
    assert check(sandbox, NAME, HEAD + "    yield query\n").mistakes[0].slug == "returns_no_array"


def test_an_array_type_that_lies_about_its_numbers_is_no_right_answer(sandbox: Sandbox) -> None:
    code = (
        "class Liar(np.ndarray):\n    def __array__(self, *a, **k): return np.zeros((2, 3, 7))\n"
        "    def astype(self, *a, **k): return self\n    def __eq__(self, other): return True\n"
        "    shape = property(lambda self: (2, 3, 7))\n"
        + HEAD
        + "    return np.zeros(3).view(Liar), np.zeros(3).view(Liar)\n"
    )
    result = check(sandbox, NAME, code)
    assert result.verdict in ("incorrect", "error") and told(result)


def test_patching_the_libraries_does_not_reach_the_comparison(sandbox: Sandbox) -> None:
    code = HEAD + (
        "    import numpy, jax.numpy, jax\n"
        "    numpy.allclose = numpy.array_equal = jax.numpy.allclose = lambda *a, **k: True\n"
        "    numpy.abs = lambda x: 0 * x\n    jax.numpy.asarray = numpy.asarray = lambda x, *a, **k: query\n"
        "    return query, query\n"
    )
    assert check(sandbox, NAME, code).verdict in ("incorrect", "error")


def test_taking_the_harness_name_does_not_help(sandbox: Sandbox) -> None:
    code = (
        "call_for_check = trace_for_check = lambda *a, **k: 0\nclass AddNorm(hk.Module):\n"
        "  def __call__(self, x, processed_x): return x\n"
    )
    assert check(sandbox, "add_norm", code).verdict == "incorrect"


@pytest.mark.parametrize(
    "body",
    ["    import os; os._exit(0)\n", "    raise SystemExit\n", "    import sys; sys.exit('correct')\n",
     "    raise KeyboardInterrupt\n",
     "    import ctypes; ctypes.string_at(0)\n"],
)  # fmt: skip
def test_an_exit_is_reported_as_the_learners(sandbox: Sandbox, body: str) -> None:
    result = check(sandbox, NAME, HEAD + body)
    assert result.verdict == "error" and told(result)


def test_a_signal_to_itself_helps_nobody(sandbox: Sandbox) -> None:
    """In a process-id namespace it is ignored; elsewhere it ends the process."""
    result = check(sandbox, NAME, HEAD + "    import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n")
    assert result.verdict in ("error", "incorrect") and told(result)


@pytest.mark.parametrize(
    "body",
    ["    import os\n    if os.fork() == 0: os._exit(0)\n    return query, key\n",
     "    import subprocess\n    return subprocess.run(['ls']), key\n",
     "    import multiprocessing\n    multiprocessing.Process(target=print).start()\n    return query, key\n",
     "    import socket\n    socket.create_connection(('1.1.1.1', 80))\n    return query, key\n"],
    ids=["fork", "subprocess", "multiprocessing", "network"],
)  # fmt: skip
def test_no_process_and_no_network_can_be_had(sandbox: Sandbox, body: str) -> None:
    result = check(sandbox, NAME, HEAD + body)
    assert result.verdict == "error" and result.error is not None
    assert result.error.type in ("PermissionError", "BlockingIOError", "OSError", "Crash")


def test_nan_everywhere_is_wrong(sandbox: Sandbox) -> None:
    result = check(sandbox, NAME, plain(out="value * jnp.nan, attention_weights * jnp.nan"))
    assert result.verdict == "incorrect" and result.mistakes[0].slug == "not_a_number"


SEARCH = """
import gc, os, re, sys
def scaled_dot_product_attention(query, key, value):
    wanted = re.compile(b"|".join(re.escape(bytes.fromhex(w)) for w in {words!r}))
    found, looked = [], 0
    def holds(text):
        return type(text) is str and wanted.search(text.encode("utf-8", "replace"))
    for name in ("runners", "runners.check", "runners.exercises",
                 "runners.exercises.topics.transformers.attention_model",
                 "runners.exercises.topics.intro.first_functions",
                 "runners.sandbox.calling", "bot", "knowledge", "workers"):
        try:
            __import__(name)
            found.append("imported " + name)
        except BaseException:
            pass
    found += [m for m in sys.modules if m.split(".")[0] in ("runners", "bot", "knowledge", "workers")]
    for thing in gc.get_objects():
        if type(thing) in (dict, list, tuple):
            inside = thing.values() if type(thing) is dict else thing
            found += ["object " + text[:60] for text in inside if holds(text)]
        module = getattr(thing, "__module__", None) if type(thing).__name__ in ("function", "type") else None
        if isinstance(module, str) and module.startswith(("runners.exercises", "runners.check")):
            found.append("function " + thing.__name__)
    frame = sys._getframe()
    while frame:
        for holder in (frame.f_globals, frame.f_locals):
            found += ["frame " + text[:60] for text in holder.values() if holds(text)]
        frame = frame.f_back
    tops = ["/", os.getcwd(), os.path.expanduser("~"), *sys.path, *os.environ.values()]
    skipped = ("proc", "sys", "site-packages", "dist-packages", "python3.11")
    files = [os.path.join(folder, file) for top in dict.fromkeys(tops) if os.path.isdir(top)
             for folder, inner, files in os.walk(top, topdown=True) if not set(folder.split("/")) & set(skipped)
             for file in files]
    own = [f"/proc/{{who}}/{{what}}" for who in ("self", "1", os.getppid()) for what in ("environ", "cmdline", "maps")]
    for path in [*files[:20000], *own]:
        try:
            if os.path.getsize(path) < 1_000_000:
                with open(path, "rb") as opened:
                    data = opened.read()
                looked += 1
                if wanted.search(data) or path in own and b"exercises" in data:
                    found.append("file " + path)
        except OSError:
            pass
    raise ValueError(f"looked at {{looked > 0}}, found {{sorted(set(found))}}")
"""


def test_no_solution_text_reference_or_switch_can_be_found_from_inside(sandbox: Sandbox) -> None:
    """Imports, loaded modules, every object, every frame, and every file that can be read are searched."""
    words = [switch.message for exercise in catalogue() for switch in exercise.switches[:3]]
    words += ["mask_cropped_at_end", "exp_not_normalised", "def _divided_by_sum", "class Exercise:"]
    hidden = [word.encode().hex() for word in dict.fromkeys(words)]
    result = check(sandbox, NAME, SEARCH.format(words=hidden))
    assert result.error is not None and result.error.message == "looked at True, found []", result.error
    planted = SEARCH.replace(
        "    found, looked", f"    planted = bytes.fromhex({hidden[0]!r}).decode()\n    found, looked"
    )
    noticed = check(sandbox, NAME, planted.format(words=hidden))
    assert noticed.error is not None and f"frame {words[0][:20]}" in noticed.error.message
