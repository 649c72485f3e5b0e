"""Start, concurrency, restart and end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runners.sandbox import Limits, Sandbox, SandboxClosed, Stop

LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def children_of(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(folder.name))
    return found


def eventually(check: object, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def gone(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_four_threads_get_their_own_results(sandbox: Sandbox) -> None:
    def run(number: int) -> str | None:
        return sandbox.run(f"import time\ntime.sleep(0.05)\n{number} * 2").result

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(run, range(12))) == [str(2 * number) for number in range(12)]


def test_layers_are_named(sandbox: Sandbox) -> None:
    layers = {layer.name: layer for layer in sandbox.layers()}
    assert set(layers) == {"process", "limits", "namespaces", "cgroup", "user", "privileges", "landlock", "seccomp"}
    assert all(layer.detail for layer in layers.values())
    if sys.platform == "linux":
        assert layers["seccomp"].in_force and layers["privileges"].in_force


@LINUX_ONLY
def test_a_killed_zygote_is_replaced_without_the_learner_noticing() -> None:
    with Sandbox(Limits(), size=1) as sandbox:
        first = sandbox.zygote_pid
        killer = threading.Timer(0.3, os.kill, (first, signal.SIGKILL))
        killer.start()
        assert sandbox.run("import time\ntime.sleep(1.0)\nprint('done')").stdout == "done\n"
        assert sandbox.zygote_pid != first
        assert sandbox.run("1 + 1").result == "2"


@LINUX_ONLY
def test_close_ends_a_run_and_leaves_no_process_no_file_and_no_descriptor() -> None:
    before, told = len(os.listdir("/proc/self/fd")), list[str]()
    sandbox = Sandbox(Limits(), size=2).start(told.append)
    assert "importing jax" in told and told[-1] == "warming up 2 of 2"
    zygote, folder = sandbox.zygote_pid, sandbox._folder
    assert folder is not None and folder.exists()
    for _ in range(3):
        sandbox.run("open('x', 'w').write('x')")
    pids = [zygote, *children_of(zygote)]
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(sandbox.run, "import time\ntime.sleep(100)")
        time.sleep(0.5)
        sandbox.close()
        with pytest.raises(SandboxClosed):
            running.result(10)
    assert eventually(lambda: all(gone(pid) for pid in pids))
    assert not folder.exists()
    assert eventually(lambda: len(os.listdir("/proc/self/fd")) <= before)
    with pytest.raises(SandboxClosed):
        sandbox.run("1")


@pytest.mark.parametrize(
    "endless",
    [
        "while True: pass",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
        "import jax\njax.lax.while_loop(lambda x: x < 1, lambda x: x * 0.5, 0.5)",
    ],
)
def test_a_run_ends_when_its_learner_stops_it_and_shows_what_there_is(sandbox: Sandbox, endless: str) -> None:
    stop = Stop()
    assert eventually(lambda: sandbox.waiting >= 1, seconds=30)
    threading.Timer(2.0, stop.set).start()
    with sandbox.stopped_by(stop):
        result = sandbox.run("print('so far', flush=True)\n" + endless)
        assert (result.status, result.stdout) == ("stopped", "so far\n")
        assert sandbox.run("1").status == "stopped"
    assert result.seconds.total < sandbox.limits.seconds
    assert sandbox.run("1").result == "1"


def test_to_stop_one_thread_leaves_the_others_alone(sandbox: Sandbox) -> None:
    stop = Stop()

    def run(stopped: bool) -> str:
        with sandbox.stopped_by(stop if stopped else Stop()):
            return sandbox.run("import time\ntime.sleep(1)").status

    with ThreadPoolExecutor(2) as threads:
        results = threads.map(run, [True, False])
        time.sleep(0.3)
        stop.set()
    assert list(results) == ["stopped", "ok"]


@LINUX_ONLY
def test_nothing_outlives_a_worker_that_is_killed() -> None:
    code = (
        "from runners.sandbox import Sandbox\ns = Sandbox(size=1).start()\nprint(s.zygote_pid, s._folder, flush=True)\n"
        "s.run('while True: pass')"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    pid, folder = worker.stdout.readline().split()
    zygote = int(pid)
    assert eventually(lambda: len(children_of(zygote)) >= 1)
    pids = [zygote, *children_of(zygote)]
    worker.kill()
    worker.communicate()
    assert eventually(lambda: all(gone(pid) for pid in pids))
    assert not Path(folder).exists()


@LINUX_ONLY
def test_many_runs_leave_nothing_behind(sandbox: Sandbox) -> None:
    sandbox.run("1")
    assert sandbox._folder is not None
    folder = sandbox._folder
    before = len(os.listdir("/proc/self/fd"))
    for number in range(15):
        assert sandbox.run(f"open('f', 'w').write('x')\n{number}").result == str(number)
    assert eventually(lambda: len([entry for entry in folder.iterdir() if entry.name.startswith("run-")]) <= 3)
    assert eventually(lambda: len(os.listdir("/proc/self/fd")) <= before + 4)


def test_the_supervisor_imports_nothing_heavy() -> None:
    code = "import sys, runners.sandbox, runners.run, runners.experiments as e; e.catalogue(); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"jax", "numpy", "matplotlib", "torch"} & set(modules)
