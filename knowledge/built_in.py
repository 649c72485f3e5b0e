"""The index of the built-in material: made once at installation, copied and kept up to date from there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.indexing import IndexReport, Progress, build_index


def installed_index() -> Path:
    """Where `make install` (or the image's build) puts the index of the built-in material."""
    return Path(sys.prefix) / "share" / "indaba-tutor" / "index"


def update_built_in_index(folder: Path, *, progress: Progress = lambda stage, done, total: None) -> IndexReport:
    """Bring the index in `folder` up to date with the built-in material.

    A first start takes over the installed index, since embedding the material takes far longer than copying it.
    Raises KnowledgeError when `folder` cannot be written.
    """
    seed = installed_index()
    if not folder.exists() and seed.is_dir() and folder != seed:
        try:
            shutil.copytree(seed, folder)
        except OSError as denied:
            raise KnowledgeError(f"{folder} cannot be written: {denied.strerror}. Set TUTOR_DATA to another.") from None
    return build_index([], folder, progress=progress)
