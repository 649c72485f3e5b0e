"""What every CartPole experiment must hand back."""

from __future__ import annotations

import io
import re

from PIL import Image

from runners.values import RunResult


def check_result(result: RunResult, *, seed: int) -> None:
    """An animation and a figure of the promised sizes, with descriptions, and a reading of two or three sentences."""
    assert result.status == "ok" and result.error is None
    animation, figure = result.figures
    assert animation.data.startswith(b"GIF8") and len(animation.data) < 2_000_000
    with Image.open(io.BytesIO(animation.data)) as moving:
        assert 400 <= moving.width <= 500 and moving.n_frames <= 100
    assert figure.data.startswith(b"\x89PNG") and 800 <= figure.width <= 860 and figure.height >= 400
    assert 50 < len(figure.alt) < 400 and 50 < len(animation.alt) < 400
    check_text(result.stdout, seed=seed)


def check_text(text: str, *, seed: int) -> None:
    assert f"seed {seed}" in text and "nan" not in text and "inf" not in text.replace("info", "")
    assert len(re.findall(r"\.(?:\s|$)", text)) in (2, 3)
