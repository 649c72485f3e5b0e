"""Parsing what a hostile child may send."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from runners.sandbox.conversation import Transcript
from runners.sandbox.encoding import BadValue, Encoder, decode, decode_array
from runners.sandbox.frames import NO_NONCE, BadFrame, Frame, FrameReader, encode
from runners.sandbox.report import call_report, excerpt, run_result
from runners.sandbox.text import Output, readable
from runners.sandbox.values import Limits

LIMITS = Limits()


def finished(*frames: Frame) -> Transcript:
    return Transcript(Output(1000), list(frames), ending="finished")


def test_frames_are_cut_from_a_stream_byte_by_byte() -> None:
    data = encode(Frame({"kind": "a"}, b"xyz")) + encode(Frame({"kind": "b"}))
    reader = FrameReader()
    frames = [frame for byte in data for frame in reader.feed(bytes([byte]))]
    assert frames == [Frame({"kind": "a"}, b"xyz"), Frame({"kind": "b"})]


@pytest.mark.parametrize(
    "data",
    [
        b"\x01" * 40,
        NO_NONCE + struct.pack("!IQ", 2**32 - 1, 0),
        NO_NONCE + struct.pack("!IQ", 2, 2**63),
        NO_NONCE + struct.pack("!IQ", 2, 0) + b"[]",
        NO_NONCE + struct.pack("!IQ", 3, 0) + b"{{{",
        NO_NONCE + struct.pack("!IQ", 100_000, 0) + b"[" * 100_000,
        NO_NONCE + struct.pack("!IQ", 2, 0) + b"\xff\xfe",
    ],
)
def test_bad_frames(data: bytes) -> None:
    with pytest.raises(BadFrame):
        list(FrameReader().feed(data))


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"kind": "result", "figures": 7, "arrays": {"a": 1}, "error": [], "result": {"x": 1}},
        {"kind": "result", "figures": [{"length": -5}, None], "arrays": [[1], ["a", [-1], "f"], ["b", [2.5], "f"]]},
        {"kind": "result", "figures": [{"length": 10**12, "alt": None}], "arrays": [["a", [1] * 1000, "f"], None]},
        {"kind": "result", "error": {"type": None, "message": {"a": 1}, "line": "7"}},
        {"kind": "result", "error": {"type": "A", "message": "m", "line": 10**9}},
    ],
)
def test_a_result_of_nonsense_is_still_a_result(header: dict[str, object]) -> None:
    result = run_result("x = 1", finished(Frame(header, b"not a picture")), LIMITS)
    assert result.figures == () and result.arrays == ()
    assert result.error is None or result.error.line is None
    assert json.dumps(result.to_dict())


def test_a_figure_must_be_a_png_of_bounded_size() -> None:
    def figure(data: bytes) -> int:
        header = {"kind": "result", "figures": [{"alt": "a", "length": len(data)}]}
        return len(run_result("", finished(Frame(header, data)), LIMITS).figures)

    good = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 10, 10) + bytes(20)
    assert figure(good) == 1
    assert figure(b"<svg onload=alert(1)>" + bytes(30)) == 0
    assert figure(good.replace(struct.pack(">II", 10, 10), struct.pack(">II", 100_000, 100_000))) == 0
    assert figure(good[:20]) == 0


def test_a_result_is_cleaned_and_bounded() -> None:
    header = {"kind": "result", "result": "\x1b[31m" + "x" * 10**6, "error": None}
    result = run_result("", finished(Frame(header)), LIMITS).result
    assert result is not None and len(result) <= LIMITS.value_characters + 100 and "\x1b" not in result


@pytest.mark.parametrize(
    "described",
    [
        None,
        {"dtype": "object", "shape": [1], "offset": 0},
        {"dtype": "float32", "shape": [-1], "offset": 0},
        {"dtype": "float32", "shape": [2**40, 2**40], "offset": 0},
        {"dtype": "float32", "shape": [3], "offset": 0},
        {"dtype": "float32", "shape": [1], "offset": -4},
        {"dtype": "float32", "shape": [True], "offset": 0},
        {"dtype": "float32", "shape": [1] * 100, "offset": 0},
    ],
)
def test_bad_arrays(described: object) -> None:
    with pytest.raises(BadValue):
        decode_array(described, bytes(8))


def test_outcomes_out_of_order_or_too_many_are_ignored() -> None:
    encoder = Encoder()
    node = encoder.array(np.ones(2))["array"]
    case = {"kind": "case", "structure": "array", "outputs": [node]}
    frames = [Frame({**case, "place": place}, bytes(encoder.payload)) for place in (1, 0, 0, 1, 2)]
    report = call_report("", "f", 2, finished(*frames, Frame({"kind": "done"})), LIMITS)
    assert len(report.outcomes) == 2


def test_values_survive_encoding() -> None:
    value = {"a": (np.arange(3), [1, None, 2.5]), "b": True, "c": 1 + 2j}
    encoder = Encoder()
    node = json.loads(json.dumps(encoder.node(value)))
    back = decode(node, bytes(encoder.payload))
    np.testing.assert_array_equal(back["a"][0], np.arange(3))
    assert back["a"][1] == [1, None, 2.5] and back["b"] is True and back["c"] == 1 + 2j


def test_an_object_has_no_encoding() -> None:
    with pytest.raises(BadValue, match="dtype object"):
        Encoder().node(object())


def test_hostile_text_is_read_in_linear_time() -> None:
    for piece in (b"\x1b]", b"\x1bP", b"\x1b[", b"x", b"\r", b"\x1b[31", b"W0101 00:00:00"):
        assert len(readable(piece * (400_000 // len(piece)))) <= 400_000


def test_excerpt_at_the_ends() -> None:
    assert excerpt("a\nb\nc", 1) == "> 1 | a\n  2 | b\n  3 | c"
    assert excerpt("\n" * 9 + "z", 10) == "   8 |\n   9 |\n> 10 | z"
    assert excerpt("a", None) == ""
