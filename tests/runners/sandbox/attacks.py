"""Attacks as short pieces of code that end without an exception when they get through.

Run as a program, it tries them all as whoever starts it, and prints what got through as JSON:

    python -m tests.runners.sandbox.attacks LAYER_TO_TURN_OFF ...
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from runners.sandbox import Limits, Sandbox

LANDLOCK, SECCOMP, NAMESPACES, PLAIN = "landlock", "seccomp", "namespaces", "plain"
"""The layers that contain an attack alone; `plain` needs none that can be turned off."""

Attack = tuple[str, frozenset[str]]


def _of(*layers: str, **codes: str) -> dict[str, Attack]:
    return {name: (code, frozenset(layers)) for name, code in codes.items()}


FILES = {
    **_of(
        LANDLOCK, NAMESPACES,
        read_passwords="open('/etc/passwd').read()",
        read_a_secret_of_the_worker="open(SECRET).read()",
        read_the_source="open(SOURCE).read()",
        read_the_exercise_references="open(REFERENCES).read()",
        read_environment_of_the_worker="open(f'/proc/{WORKER}/environ', 'rb').read()",
        read_environment_of_process_1="open('/proc/1/environ', 'rb').read()[0]",
        read_memory_of_the_worker="open(f'/proc/{WORKER}/mem', 'rb').read(1)",
        read_command_line_of_the_worker="open(f'/proc/{WORKER}/cmdline', 'rb').read()[0]",
        list_descriptors_of_the_worker="os.listdir(f'/proc/{WORKER}/fd')",
        list_folders_of_other_snippets="os.listdir(os.path.dirname(HOME))[1]",
        list_the_temporary_folder="os.listdir(os.path.dirname(SECRET))[0]",
        read_through_the_parent_folder="open(os.path.join(HOME, '..', '..', '..', SECRET)).read()",
        read_through_the_root_link="open('/proc/self/root' + SECRET).read()",
        read_through_the_folder_link="open('/proc/self/cwd/' + os.path.relpath(SECRET, HOME)).read()",
        read_through_a_descriptor="os.open(SECRET, os.O_RDONLY, dir_fd=os.open('/', os.O_PATH))",
        write_to_the_temporary_folder="open(os.path.dirname(SECRET) + '/planted', 'w').write('x')",
        write_to_shared_memory="os.open('/dev/shm', os.O_TMPFILE | os.O_RDWR)",
        write_beside_the_own_folder="os.mkdir(HOME + '-planted'); os.rmdir(HOME + '-planted')",
        write_into_the_libraries="open(os.__file__, 'a').write('')",
        write_into_the_installation="os.open(os.path.dirname(os.__file__), os.O_TMPFILE | os.O_RDWR)",
        overwrite_the_secret="open(SECRET, 'w').write('x')",
        move_the_secret="os.rename(SECRET, HOME + '/secret')",
        read_the_disk="open('/dev/' + [n for n in os.listdir('/dev') if n[:2] in ('sd', 'vd', 'nv')][0], 'rb').read(1)",
    ),
    **_of(
        PLAIN,
        read_own_environment="[n for n in os.environ if n.startswith(('TUTOR_', 'SLACK_', 'AWS_'))][0]",
        read_inherited_environment="re.search(rb'(TUTOR|SLACK)_', open('/proc/self/environ', 'rb').read()).group()",
        use_an_inherited_descriptor="INHERITED[0]",
        open_a_device="os.open('/dev/mem', os.O_RDWR)",
        make_a_device="os.mknod('disk', 0o60600, os.makedev(8, 0))",
        change_the_root="os.chroot('/')",
        become_root="os.setuid(0 if os.getuid() else 12345)",
        change_the_group="os.setgid(0 if os.getgid() else 12345)",
        give_a_file_away="open('mine', 'w').close(); os.chown('mine', 12345, 12345)",
        set_the_clock="time.clock_settime(time.CLOCK_REALTIME, time.time())",
        set_the_host_name="socket.sethostname('mine')",
        lower_the_niceness="os.nice(-5)",
        load_a_kernel_module="call(175, 105, 0, 0, 0)",
        mount_a_file_system="call(165, 40, b'none', b'/', b'tmpfs', 0, 0)",
        enter_the_namespaces_of_process_1="call(308, 268, os.open('/proc/1/ns/mnt', os.O_RDONLY), 0)",
        restart_the_machine="call(169, 142, 0, 0, 0, 0)",
        raise_the_memory_limit="r.setrlimit(r.RLIMIT_DATA, (r.getrlimit(r.RLIMIT_DATA)[1] + 1,) * 2)",
        raise_the_processor_limit="r.setrlimit(r.RLIMIT_CPU, (r.getrlimit(r.RLIMIT_CPU)[1] + 1,) * 2)",
        raise_the_file_limit="r.setrlimit(r.RLIMIT_FSIZE, (r.getrlimit(r.RLIMIT_FSIZE)[1] + 1,) * 2)",
        trace_the_worker="call(101, 117, 16, WORKER, 0, 0)",
        import_the_sandbox="import runners.sandbox",
        import_the_bot="import bot",
        import_the_knowledge="import knowledge",
        import_the_workers="import workers",
        import_the_queue="import celery",
        import_the_broker="import redis",
        import_slack="import slack_sdk",
    ),
}  # fmt: skip

PROCESSES = {
    **_of(
        SECCOMP, NAMESPACES,
        signal_the_worker="os.kill(WORKER, 0)",
        signal_the_zygote="os.kill(os.getppid() or WORKER, 0)",
        limit_the_worker="r.prlimit(WORKER, r.RLIMIT_CORE)",
        bind_the_worker_to_a_processor="os.sched_setaffinity(WORKER, os.sched_getaffinity(WORKER))",
        slow_the_worker_down="os.setpriority(os.PRIO_PROCESS, WORKER, 10)",
        open_the_worker="os.pidfd_open(WORKER)",
    ),
    **_of(
        SECCOMP,
        read_the_workers_memory="call(310, 270, WORKER, 0, 0, 0, 0, 0)",
        fork="os.fork() or os._exit(0)",
        fork_by_number="call(56, 220, 17, 0, 0, 0, 0) or os._exit(0)",
        spawn="os.waitpid(os.posix_spawn('/usr/bin/env', ['env'], {}), 0)",
        subprocess="__import__('subprocess').run(['/usr/bin/env'], capture_output=True)",
        multiprocessing="__import__('multiprocessing').get_context('fork').Process(target=int).start()",
    ),
}  # fmt: skip

NETWORK = {
    **_of(
        SECCOMP, NAMESPACES, LANDLOCK,
        connect_to_the_worker_by_tcp="socket.create_connection(('127.0.0.1', PORT), 2)",
    ),
    **_of(
        SECCOMP, NAMESPACES,
        send_by_udp="socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
        ask_for_a_name="socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.53', 53))",
        connect_to_an_abstract_socket="socket.socket(socket.AF_UNIX).connect(chr(0) + ABSTRACT)",
        connect_to_a_named_socket="socket.socket(socket.AF_UNIX).connect(NAMED)",
    ),
    **_of(
        SECCOMP,
        open_a_socket="socket.socket()",
        open_a_local_socket="socket.socket(socket.AF_UNIX)",
        ask_the_routing_table="socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        open_a_vsock="socket.socket(40, socket.SOCK_STREAM)",
        send_to_an_address_from_a_pair="pair()[0].sendto(b'x', NAMED)",
    ),
    **_of(PLAIN, open_a_raw_socket="socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"),
}  # fmt: skip

KERNEL = _of(
    SECCOMP,
    io_uring="call(425, 425, 4, (ctypes.c_char * 120)())",
    userfaultfd="call(323, 282, 1)",
    add_a_key="call(248, 217, b'user', b'planted', b'x', 1, -2)",
    read_the_key_ring="call(250, 219, 0, -2, 1)",
    shared_memory_segment="call(31, 195, call(29, 194, 0, 4096, 0o1600), 0, 0)",
    message_queue="call(71, 187, call(68, 186, 0, 0o1600), 0, 0)",
    semaphore="call(66, 191, call(64, 190, 0, 1, 0o1600), 0, 0)",
    file_in_memory="os.memfd_create('x')",
    shared_anonymous_map="__import__('mmap').mmap(-1, 4096)",
    new_user_namespace="call(272, 97, 0x10000000)",
    load_a_bpf_program="call(321, 280, 0, (ctypes.c_char * 64)(1, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 1), 64)",
    change_the_personality="call(135, 92, 0x0040000)",
    watch_files="call(254 if X else 26, 26) if X else call(294, 26, 0)",
    a_pipe_in_the_folder="os.mkfifo('pipe')",
    a_link_out_of_the_folder="os.symlink('/etc', 'link')",
    a_second_name_for_a_file="open('one', 'w').close(); os.link('one', 'two')",
    another_filter="call(317, 277, 1, 0, (ctypes.c_char * 16)()) if ctypes.get_errno() != 14 else None",
)  # fmt: skip

ATTACKS: Mapping[str, Attack] = {**FILES, **PROCESSES, **NETWORK, **KERNEL}

_PRELUDE = """
import ctypes, os, re, resource as r, socket, time
HOME = os.environ['HOME']
libc = ctypes.CDLL(None, use_errno=True)
X = os.uname().machine == 'x86_64'
def call(x86_64, aarch64, *arguments):
    answer = libc.syscall(x86_64 if X else aarch64, *arguments)
    if answer == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer
def pair():
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
def readable_elsewhere(number):
    try:
        return '/fonts/' not in os.readlink(f'/proc/self/fd/{number}')
    except OSError:
        return False
INHERITED = [number for number in range(6, 128) if readable_elsewhere(number)]
through, me = [], os.getpid()
for name, code in ATTACKS.items():
    try:
        exec(code)
    except BaseException:
        continue
    if os.getpid() != me:
        os._exit(0)
    through.append(name)
print('through:', *through)
"""


@contextmanager
def surroundings() -> Iterator[dict[str, object]]:
    """Something to attack: a secret that anybody may read, and sockets that listen."""
    with tempfile.TemporaryDirectory(prefix="tutor-attacked-") as name, socket.socket(socket.AF_UNIX) as abstract:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "secret").write_text("secret")
        (folder / "secret").chmod(0o666)
        abstract.bind(f"\0tutor-{os.getpid()}")
        abstract.listen()
        with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as named:
            named.bind(str(folder / "socket"))
            (folder / "socket").chmod(0o777)
            named.listen()
            runners = Path(__file__).parents[3] / "runners"
            yield {
                "WORKER": os.getpid(),
                "SECRET": str(folder / "secret"),
                "SOURCE": str(runners / "sandbox" / "report.py"),
                "REFERENCES": str(runners / "exercises" / "topics" / "attention.py"),
                "PORT": server.getsockname()[1],
                "ABSTRACT": f"tutor-{os.getpid()}",
                "NAMED": str(folder / "socket"),
            }


def through(sandbox: Sandbox, attacks: Mapping[str, Attack]) -> set[str]:
    """The names of those that got through. They run in one snippet, each whatever came of the others."""
    with surroundings() as facts:
        codes = {name: code for name, (code, _) in attacks.items()}
        named = "".join(f"{name} = {value!r}\n" for name, value in facts.items())
        result = sandbox.run(f"{named}ATTACKS = {codes!r}\n{_PRELUDE}", limits=Limits(seconds=30.0))
    assert result.status == "ok", result
    return set(result.stdout.splitlines()[-1].removeprefix("through:").split())


def main(without: Sequence[str]) -> None:
    with Sandbox(size=1, without=without) as sandbox:  # type: ignore[arg-type]
        found = sorted(through(sandbox, ATTACKS))
        layers = {layer.name: layer.in_force for layer in sandbox.layers()}
        after = sandbox.run("6 * 7").result
    print(json.dumps({"user": os.geteuid(), "layers": layers, "through": found, "after": after}))


if __name__ == "__main__":
    main(sys.argv[1:])
