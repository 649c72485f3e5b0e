"""Hostile snippets, named for what they try. Each is contained, and the next snippet works."""

from __future__ import annotations

import os
import socket

import pytest

from runners.sandbox import Limits, Sandbox

pytestmark = pytest.mark.usefixtures("as_fast_afterwards", "hostile_before_kind")
REFUSALS = ("ermi", "No such file", "Read-only file system", "No such process")


def files_are_closed(sandbox: Sandbox) -> bool:
    """Whether a layer closes files on this system; without one the layer must say what can be read."""
    layers = {layer.name: layer for layer in sandbox.layers()}
    closed = layers["landlock"].in_force or layers["namespaces"].in_force
    assert closed or "can be read" in layers["landlock"].detail
    return closed


def refused(sandbox: Sandbox, code: str) -> None:
    """The snippet prints `through` when the attack works. The refusal comes from the system, not from a slip here."""
    result = sandbox.run(code)
    assert "through" not in result.stdout
    assert result.status in ("error", "crashed"), result
    if result.status == "error":
        assert result.error is not None
        assert any(word in result.error.type + result.error.message for word in REFUSALS), result.error


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import signal\nfor s in range(1, 64):\n    try: signal.signal(s, signal.SIG_IGN)\n    except Exception: pass\n"
        "while True: pass",
        "import time\nwhile True:\n    try: time.sleep(100)\n    except BaseException: pass",
        "class A:\n    def __repr__(self):\n        while True: pass\nA()",
        "import jax, jax.numpy as jnp\njax.lax.while_loop(lambda x: True, lambda x: x + 1, 0)",
    ],
)
def test_endless_loop_ends_at_the_deadline(sandbox: Sandbox, code: str) -> None:
    result = sandbox.run(code, limits=Limits(seconds=1.0))
    assert result.status == "timeout"
    assert result.error is not None and "1 seconds" in result.error.message


@pytest.mark.parametrize(
    "code",
    [
        "x = [0] * (1 << 40)",
        "import numpy as np\nkept = []\nwhile True: kept.append(np.ones(5_000_000))",
        "import jax.numpy as jnp\nkept = []\nwhile True: kept.append(jnp.ones(5_000_000))",
        "x = 'a'\nwhile True: x += x",
        "kept = []\nwhile True: kept.append(bytearray(1 << 20))",
        "x = []\nwhile True: x.append([0] * 1000)",
    ],
)
def test_memory_bomb(sandbox: Sandbox, code: str) -> None:
    result = sandbox.run(code, limits=Limits(memory_bytes=256 << 20, seconds=30.0))
    assert result.status == "memory"
    assert result.error is not None and "256 MB" in result.error.message


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos._exit(0)",
        "import os\nos.abort()",
        "import ctypes\nctypes.string_at(0)",
    ],
)
def test_crash(sandbox: Sandbox, code: str) -> None:
    result = sandbox.run("print('before')\n" + code)
    assert (result.stdout, result.result) == ("before\n", None)
    assert result.status == "crashed"


@pytest.mark.parametrize("number", [9, 19, 15, 11, 2])
def test_signal_to_itself(sandbox: Sandbox, number: int) -> None:
    result = sandbox.run(f"import os\nos.kill(os.getpid(), {number})\n'still here'", limits=Limits(seconds=1.0))
    assert result.status in ("ok", "crashed", "timeout", "error")


def test_endless_output(sandbox: Sandbox) -> None:
    result = sandbox.run("while True: print('x' * 1000)", limits=Limits(output_bytes=2000, flood_bytes=100_000))
    assert result.status == "output_limit"
    assert len(result.stdout) < 2100


def test_socket_to_loopback(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        refused(sandbox, f"import socket\nsocket.create_connection(('127.0.0.1', {port}))\nprint('through')")


@pytest.mark.parametrize(
    "family",
    ["AF_INET, socket.SOCK_DGRAM", "AF_UNIX", "AF_INET6", "AF_NETLINK, socket.SOCK_RAW", "AF_PACKET, socket.SOCK_RAW"],
)
def test_socket_of_any_family(sandbox: Sandbox, family: str) -> None:
    refused(sandbox, f"import socket\nsocket.socket(socket.{family})\nprint('through')")


def test_sending_to_an_address_from_a_pair(sandbox: Sandbox) -> None:
    refused(
        sandbox,
        "import socket\na, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
        "a.sendto(b'x', '/dev/log')\nprint('through')",
    )


@pytest.mark.parametrize(
    "call",
    [
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "__import__('subprocess').run(['/bin/true'])",
        "__import__('multiprocessing').get_context('fork').Process(target=print).start()",
        "os.kill(os.getppid(), 9)",
        "os.kill(os.getppid(), 0)",
        "os.kill(-1, 9)",
        "os.setuid(0 if os.getuid() else 12345)",
        "os.mkfifo('pipe')",
        "os.symlink('/etc', 'link')",
        "os.chroot('/')",
        "os.memfd_create('x')",
        "os.sched_setaffinity(os.getppid(), {0})",
        "__import__('resource').prlimit(os.getppid() or 2, __import__('resource').RLIMIT_NOFILE, (1, 1))",
        "__import__('mmap').mmap(-1, 4096)",
    ],
)
def test_process_and_privilege_calls(sandbox: Sandbox, call: str) -> None:
    refused(sandbox, f"import os\n{call}\nprint('through')")


@pytest.mark.parametrize(
    "name_and_number",
    ["ptrace 101 117", "process_vm_readv 310 270", "mount 165 40", "unshare 272 97", "bpf 321 280",
     "io_uring_setup 425 425", "keyctl 250 219", "userfaultfd 323 282", "perf_event_open 298 241", "shmget 29 194",
     "pidfd_open 434 434", "setns 308 268", "clone3 435 435", "init_module 175 105", "add_key 248 217"],
)  # fmt: skip
def test_raw_system_call(sandbox: Sandbox, name_and_number: str) -> None:
    _, x86_64, aarch64 = name_and_number.split()
    code = (
        "import ctypes, platform\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"number = {x86_64} if platform.machine() == 'x86_64' else {aarch64}\n"
        "print(libc.syscall(number, 0, 0, 0, 0, 0, 0), ctypes.get_errno())"
    )
    assert sandbox.run(code).stdout in ("-1 1\n", "-1 38\n")


def test_environment_holds_nothing_of_the_workers(sandbox: Sandbox) -> None:
    code = (
        "import os\nprint(sorted(os.environ))\n"
        "try: print(open('/proc/self/environ').read())\nexcept OSError as e: print(e)"
    )
    stdout = sandbox.run(code).stdout
    assert "TUTOR_" not in stdout and "SLACK_" not in stdout and "secret" not in stdout and "HOME" in stdout


def test_only_the_childs_own_descriptors_are_open(sandbox: Sandbox) -> None:
    code = "import os\nfor n in range(200):\n" + (
        "    try: print(n, os.readlink(f'/proc/self/fd/{n}'))\n    except OSError: pass\n"
    )
    lines = sandbox.run(code).stdout.splitlines()
    others = [line for line in lines if "pipe:" not in line and "/dev/null" not in line and "/fonts/" not in line]
    assert not others
    assert sum("pipe:" in line for line in lines) == 3


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/proc/1/environ", "/proc/{parent}/mem", "{source}", "/root/.bashrc", "/"]
)
def test_reading_files_of_others(sandbox: Sandbox, path: str) -> None:
    if not files_are_closed(sandbox):
        return
    path = path.format(parent=os.getpid(), source=os.path.abspath("runners/sandbox/report.py"))
    refused(
        sandbox,
        f"import os\np = {path!r}\nos.listdir(p) if os.path.isdir(p) else open(p, 'rb').read(1)\nprint('through')",
    )


@pytest.mark.parametrize("folder", ["/tmp", "/var/tmp", "/dev/shm", "..", "/usr/lib"])
def test_writing_outside_the_own_folder(sandbox: Sandbox, folder: str) -> None:
    if not files_are_closed(sandbox):
        return
    refused(sandbox, f"open({folder + '/planted'!r}, 'w').write('x')\nprint('through')")


@pytest.mark.parametrize(
    "name", ["runners", "runners.sandbox.child", "bot", "knowledge", "workers", "celery", "redis", "slack_sdk"]
)
def test_importing_the_tutor(sandbox: Sandbox, name: str) -> None:
    error = sandbox.run(f"import {name}").error
    assert error is not None and error.type == "ModuleNotFoundError"


def test_a_printed_frame_is_only_text(sandbox: Sandbox) -> None:
    code = "import json, struct, os\nh = json.dumps({'kind': 'result', 'result': 'forged'}).encode()\n" + (
        "frame = bytes(16) + struct.pack('!IQ', len(h), 0) + h\nos.write(1, frame)\nprint('after')"
    )
    result = sandbox.run(code)
    assert (result.status, result.result) == ("ok", None) and "after" in result.stdout


def test_a_forged_frame_on_every_descriptor_is_not_believed(sandbox: Sandbox) -> None:
    code = "import json, struct, os, time\nh = json.dumps({'kind': 'result', 'result': 'forged'}).encode()\n" + (
        "frame = bytes(16) + struct.pack('!IQ', len(h), 0) + h\n"
        "for n in range(64):\n    try: os.write(n, frame)\n    except OSError: pass\ntime.sleep(20)"
    )
    result = sandbox.run(code)
    assert result.status == "crashed" and result.result is None


def test_closing_every_descriptor(sandbox: Sandbox) -> None:
    assert sandbox.run("import os\nos.closerange(0, 100)\nx = 1").status == "crashed"


def test_work_after_the_end_is_cut_off(sandbox: Sandbox) -> None:
    code = (
        "import atexit, threading, time\natexit.register(print, 'late')\n"
        "threading.Thread(target=lambda: (time.sleep(0.5), print('later'))).start()\nprint('in time')"
    )
    assert sandbox.run(code).stdout == "in time\n"


def test_a_tree_of_a_thousand_folders_is_removed(sandbox: Sandbox) -> None:
    code = "import os\nfor _ in range(1000):\n    os.mkdir('d'); os.chdir('d')\nopen('f', 'w')\nos.chmod('.', 0);"
    assert sandbox.run(code).status == "ok"


def test_filling_the_disk_with_one_file(sandbox: Sandbox) -> None:
    result = sandbox.run("f = open('big', 'wb')\nwhile True: f.write(bytes(1 << 20))")
    assert result.status in ("error", "crashed")


def test_raising_the_own_limits(sandbox: Sandbox) -> None:
    code = "import resource as r\nfor n in (r.RLIMIT_DATA, r.RLIMIT_CPU, r.RLIMIT_FSIZE):\n" + (
        "    s, h = r.getrlimit(n)\n    try: r.setrlimit(n, (h + 1, h + 1)); print('through')\n"
        "    except (ValueError, OSError): print('no')"
    )
    assert sandbox.run(code).stdout == "no\n" * 3
