"""Where material comes from: files, folders and git addresses, each file with the link that opens it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from knowledge.errors import KnowledgeError

__all__ = ["BUILT_IN", "SourceFile", "gather", "is_git_address"]

BUILT_IN = Path(__file__).parents[1] / "material"
_SUFFIXES = (".ipynb", ".md")
_SKIPPED_FOLDERS = {".git", ".ipynb_checkpoints", ".venv", "node_modules", "__pycache__"}
_GIT_ADDRESS = re.compile(r"^(?:https?|ssh|git|file)://|^git@[\w.\-]+:", re.IGNORECASE)
_GITHUB = re.compile(r"^(?:https?://|ssh://git@|git@)github\.com[/:]([\w.\-]+/[\w.\-]+?)(?:\.git)?/?$", re.IGNORECASE)


@dataclass(frozen=True)
class SourceFile:
    """A file to read. `address` is what its links start from; `colab` the same in Colab, empty when unknown."""

    path: Path
    address: str
    colab: str = ""

    def cell_link(self, index: int, cell_id: str) -> str:
        """A link to one cell: by its id in Colab, else the file with the cell's 0-based index."""
        if self.colab and cell_id:
            return f"{self.colab}#scrollTo={quote(cell_id)}"
        return f"{self.address}#cell-{index}"


def is_git_address(source: str) -> bool:
    return bool(_GIT_ADDRESS.match(source))


@contextmanager
def gather(
    sources: Sequence[str | Path], *, base_url: str = "", git_seconds: float = 120
) -> Iterator[list[SourceFile]]:
    """The files of every source, in order, each once; a git address is cloned for as long as the context lasts.

    `base_url` replaces the start of every link. With no sources, the built-in material.

    Raises KnowledgeError when a source does not exist, holds no readable file, or cannot be cloned.
    """
    with tempfile.TemporaryDirectory(prefix="tutor-source-") as scratch:
        found: dict[Path, SourceFile] = {}
        for number, source in enumerate(sources or [BUILT_IN]):
            folder = Path(scratch) / str(number)
            for file in _files(source, folder, base_url, git_seconds):
                found.setdefault(file.path.resolve(), file)
        yield list(found.values())


def _files(source: str | Path, folder: Path, base_url: str, git_seconds: float) -> list[SourceFile]:
    if is_git_address(str(source)):
        _clone(str(source), folder, git_seconds)
        return _in_folder(folder, str(source), base_url, address=str(source))
    path = Path(source).expanduser()
    if path.resolve() == BUILT_IN.resolve():
        return _in_folder(path, "the built-in material", base_url, address="knowledge/material")
    if path.is_dir():
        return _in_folder(path, str(source), base_url, address="")
    if not path.exists():
        raise KnowledgeError(f"There is no {source}. Give a folder, an .ipynb or .md file, or a git address.")
    if path.suffix.lower() not in _SUFFIXES:
        raise KnowledgeError(f"{source} is neither a notebook (.ipynb) nor Markdown (.md). Give one, or a folder.")
    return [_located(path, path.name, base_url, "")]


def _in_folder(folder: Path, shown: str, base_url: str, address: str) -> list[SourceFile]:
    paths = sorted(path for path in _walk(folder) if path.suffix.lower() in _SUFFIXES)
    if not paths:
        raise KnowledgeError(f"{shown} holds no notebook (.ipynb) and no Markdown (.md). Give a folder that has some.")
    return [_located(path, path.relative_to(folder).as_posix(), base_url, address) for path in paths]


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        yield from (Path(parent) / name for name in names)


def _located(path: Path, relative: str, base_url: str, address: str) -> SourceFile:
    if address == "knowledge/material":
        return SourceFile(path, base_url + f"{address}/{quote(relative)}")
    if base_url:
        return SourceFile(path, f"{base_url.rstrip('/')}/{quote(relative)}")
    repository, branch, root = _github(path.parent)
    if repository:
        inside = quote(path.resolve().relative_to(root).as_posix())
        place = f"github.com/{repository}/blob/{branch}/{inside}"
        colab = f"https://colab.research.google.com/github/{repository}/blob/{branch}/{inside}"
        return SourceFile(path, f"https://{place}", colab if path.suffix == ".ipynb" else "")
    return SourceFile(path, f"{address.rstrip('/')}/{quote(relative)}" if address else path.as_posix())


@cache
def _github(folder: Path) -> tuple[str, str, Path]:
    """The GitHub repository that a folder was cloned from, its branch, and its root; empty texts when none."""
    if shutil.which("git") is None:
        return "", "", folder
    root = _git_says(folder, "rev-parse", "--show-toplevel")
    remote = _GITHUB.match(_git_says(folder, "remote", "get-url", "origin")) if root else None
    branch = _git_says(folder, "rev-parse", "--abbrev-ref", "HEAD") if remote else ""
    return (remote[1], "main" if branch in ("", "HEAD") else branch, Path(root)) if remote else ("", "", folder)


def _git_says(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    return ran.stdout.strip() if ran.returncode == 0 else ""


def _clone(address: str, folder: Path, seconds: float) -> None:
    if shutil.which("git") is None:
        raise KnowledgeError(f"Reading {address} needs the git program. Install git, or download the folder yourself.")
    command = ["git", "clone", "--quiet", "--depth", "1", "--", address, str(folder)]
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_LFS_SKIP_SMUDGE": "1", "GIT_SSH_COMMAND": "ssh -oBatchMode=yes"}
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, env={**os.environ, **quiet}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise KnowledgeError(f"Cloning {address} took over {seconds:g} s. Check the network and try again.") from error
    if ran.returncode != 0:
        reasons = [line for line in ran.stderr.splitlines() if line.startswith(("fatal:", "error:"))]
        said = reasons[0] if reasons else ran.stderr.strip()
        raise KnowledgeError(f"git could not clone {address} ({said}). Check the address.")
