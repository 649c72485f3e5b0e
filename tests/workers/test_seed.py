"""A settings file that can't be used ends the start of the worker that reads it, with one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_the_replies_worker_says_what_is_wrong_with_the_file(broker: str, tmp_path: Path) -> None:
    file = tmp_path / "setup.toml"
    file.write_text("unclaimed_minutes = 0", encoding="utf-8")
    environment = {"TUTOR_SETUP": str(file), "TUTOR_DATA": str(tmp_path), "TUTOR_REDIS_URL": broker}
    done = subprocess.run(
        [sys.executable, "-m", "workers", "--queues", "replies", "--concurrency", "1"],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"TUTOR_SETUP='{file}', unclaimed_minutes: “0” is no whole number")
