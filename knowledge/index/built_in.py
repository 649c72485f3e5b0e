"""The index of the built-in material: made once at installation, copied and kept up to date from there."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.index.api import update_api
from knowledge.index.building import IndexReport, Progress, build_index
from knowledge.index.store import api_file, current_version

__all__ = ["bring_api", "installed_index", "take_over", "update_built_in_index"]

_TAKEN = "INSTALLED"


def installed_index() -> Path:
    """Where `make install` (or the image's build) puts the index of the built-in material."""
    return Path(sys.prefix) / "share" / "indaba-tutor" / "index"


def update_built_in_index(folder: Path, *, progress: Progress = lambda stage, done, total: None) -> IndexReport:
    """Bring the index in `folder`, and the libraries' docstrings beside it, up to date.

    A first start, and the first one after an installation, takes over the installed index, since embedding the
    material takes far longer than copying it. Raises KnowledgeError when `folder` cannot be written.
    """
    seed = installed_index()
    if folder.resolve() != seed.resolve():
        try:
            take_over(seed, folder)
        except OSError as denied:
            raise KnowledgeError(f"{folder} cannot be written: {denied.strerror}. Set TUTOR_DATA to another.") from None
    report = build_index([], folder, progress=progress)
    bring_api(folder)
    return report


def bring_api(folder: Path) -> None:
    """Put the libraries' docstrings beside the index in `folder`: the installed ones, renewed when they are old."""
    if not api_file(folder).exists():
        _copy_api(installed_index(), folder)
    update_api(api_file(folder))


def _copy_api(seed: Path, folder: Path) -> None:
    if api_file(seed).is_file():
        shutil.copy(api_file(seed), api_file(folder))


def take_over(seed: Path, folder: Path) -> bool:
    """Copy the version in use of `seed` into `folder` and put it in use there, once for each; whether it was copied."""
    version, taken = current_version(seed), folder / _TAKEN
    if not version or (taken.is_file() and taken.read_text("utf-8") == version):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(seed / version, folder / version, dirs_exist_ok=True)
    _copy_api(seed, folder)
    for name in ("CURRENT", _TAKEN):
        fresh = folder / f"{name}.new"
        fresh.write_text(version, "utf-8")
        os.replace(fresh, folder / name)
    return True
