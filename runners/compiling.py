"""Compiling what snippets usually need, at installation or behind a running sandbox."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

from runners.experiments.running import by_default
from runners.sandbox import Sandbox, SandboxClosed, SandboxError
from runners.sandbox.usual import SNIPPETS

log = logging.getLogger(__name__)


def compile_usual(sandbox: Sandbox, folder: Path, *, at_once: int | None = None) -> Path:
    """Compile with as many processes `at_once` as there are processors; the file that holds the programs.

    Raises SandboxError when that fails, OSError when the folder can't be written."""
    return sandbox.compile([*SNIPPETS, *by_default()], folder, at_once=at_once or os.cpu_count() or 1)


def compile_behind(sandbox: Sandbox, folder: Path) -> threading.Thread | None:
    """Where nothing is compiled for this machine yet, do it in a thread while learners are served already."""
    if sandbox.programs:
        return None
    thread = threading.Thread(target=_try_to_compile, args=(sandbox, folder), name="sandbox-compiling", daemon=True)
    thread.start()
    return thread


def _try_to_compile(sandbox: Sandbox, folder: Path) -> None:
    try:
        compile_usual(sandbox, folder, at_once=1)
    except SandboxClosed:
        return
    except (SandboxError, OSError) as problem:
        log.warning("Snippets run slower than they could: %s", problem)
