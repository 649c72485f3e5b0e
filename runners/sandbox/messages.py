"""What supervisor and zygote say to each other: short JSON messages that may carry file descriptors."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

_LENGTH = struct.Struct("!I")
_MAX_DESCRIPTORS = 4


def send(channel: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    body = json.dumps(message).encode("ascii")
    data = _LENGTH.pack(len(body)) + body
    sent = socket.send_fds(channel, [data], list(descriptors)) if descriptors else channel.send(data)
    if sent < len(data):
        channel.sendall(data[sent:])


def receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """The next message and the descriptors that came with it; None at the end of the channel."""
    prefix, descriptors, _, _ = socket.recv_fds(channel, _LENGTH.size, _MAX_DESCRIPTORS)
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    prefix += _exactly(channel, _LENGTH.size - len(prefix)) if prefix else b""
    if len(prefix) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(prefix)
    body = _exactly(channel, length)
    return (json.loads(body), descriptors) if len(body) == length else None


def _exactly(channel: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count and (chunk := channel.recv(count - len(data))):
        data += chunk
    return data
