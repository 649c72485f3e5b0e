"""Length-bounded frames: a nonce, a JSON header and raw bytes. Both ends of the private pipes use them."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

NONCE_BYTES = 16
NO_NONCE = bytes(NONCE_BYTES)
_LENGTHS = struct.Struct("!IQ")
_PREFIX_BYTES = NONCE_BYTES + _LENGTHS.size


class BadFrame(ValueError):
    """Bytes that are no frame of this conversation."""


@dataclass(frozen=True)
class Frame:
    """`header["kind"]` says what it is; `payload` holds the raw bytes that the header describes."""

    header: dict[str, Any]
    payload: bytes = b""

    @property
    def kind(self) -> str:
        return str(self.header.get("kind", ""))


def encode(frame: Frame, nonce: bytes = NO_NONCE) -> bytes:
    header = json.dumps(frame.header).encode("ascii")
    return nonce + _LENGTHS.pack(len(header), len(frame.payload)) + header + frame.payload


@dataclass
class FrameReader:
    """Cuts a stream into frames. Raises BadFrame on a wrong nonce, a length over its bound, or bad JSON."""

    nonce: bytes = NO_NONCE
    header_bytes: int = 4 << 20
    payload_bytes: int = 256 << 20
    _buffer: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete now; the nonce may be changed between one and the next."""
        self._buffer += data
        while (frame := self._next()) is not None:
            yield frame

    def _next(self) -> Frame | None:
        if len(self._buffer) < _PREFIX_BYTES:
            return None
        header_length, payload_length = self._lengths()
        end = _PREFIX_BYTES + header_length + payload_length
        if len(self._buffer) < end:
            return None
        header = bytes(self._buffer[_PREFIX_BYTES : _PREFIX_BYTES + header_length])
        payload = bytes(self._buffer[_PREFIX_BYTES + header_length : end])
        del self._buffer[:end]
        return Frame(_header(header), payload)

    def _lengths(self) -> tuple[int, int]:
        if bytes(self._buffer[:NONCE_BYTES]) != self.nonce:
            raise BadFrame("wrong nonce")
        header_length, payload_length = _LENGTHS.unpack_from(self._buffer, NONCE_BYTES)
        if header_length > self.header_bytes or payload_length > self.payload_bytes:
            raise BadFrame(f"frame of {header_length} + {payload_length} bytes is over its bound")
        return header_length, payload_length


def _header(data: bytes) -> dict[str, Any]:
    try:
        header = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadFrame("header is not JSON") from error
    if not isinstance(header, dict):
        raise BadFrame("header is not an object")
    return header
