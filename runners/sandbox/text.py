"""What a snippet printed, made safe and short."""

from __future__ import annotations

import re

_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[PX^_][^\x1b\n]*(?:\x1b\\)?|[ -/]*[0-~])"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LIBRARY_NOISE = re.compile(
    r"^(?:(?:WARNING: All log messages before absl|[IWEF]\d{4} \d\d:\d\d:\d\d|Fontconfig (?:error|warning):"
    r"|\[symbolize_elf\.inc|\*\*\* Check failure stack trace|    @ +0x[0-9a-f]+ ).*\n?)",
    re.MULTILINE,
)


_END_BYTES = 16_000


class Output:
    """Keeps the first and the last bytes of a stream, half of `limit` each, and counts all of them."""

    def __init__(self, limit: int) -> None:
        self.half = limit // 2
        self.total = 0
        self._head = bytearray()
        self._tail = bytearray()

    def add(self, data: bytes) -> None:
        self.total += len(data)
        room = self.half - len(self._head)
        self._head += data[:room]
        self._tail += data[room:]
        if len(self._tail) > 4 * self.half + 4096:
            del self._tail[: -self.half or None]

    def end(self) -> str:
        """The last of it as it was printed, with what libraries said while they failed."""
        return as_text(bytes(self._head + self._tail)[-_END_BYTES:])

    def text(self) -> str:
        """Readable text; a cut in the middle says how many bytes are left out."""
        tail = bytes(self._tail[-self.half :]) if self.half else b""
        left_out = self.total - len(self._head) - len(tail)
        if not left_out:
            return readable(bytes(self._head) + tail)
        return f"{readable(bytes(self._head))}\n... {left_out} bytes left out ...\n{readable(tail)}"


def as_text(data: bytes) -> str:
    """As it was printed, with what is no UTF-8 escaped."""
    return data.decode("utf-8", "backslashreplace")


def readable(data: bytes) -> str:
    """UTF-8 with terminal escapes removed, invalid bytes shown as `\\xff`, and progress bars at their last state."""
    text = _ESCAPES.sub("", as_text(data)).replace("\r\n", "\n")
    text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return _LIBRARY_NOISE.sub("", _CONTROLS.sub("", text))


def safe(text: str, characters: int) -> str:
    """One value that came from a child, without escapes, and cut."""
    return readable(text[: 2 * characters].encode("utf-8", "backslashreplace"))[:characters]
