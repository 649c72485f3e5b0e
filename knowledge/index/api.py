"""The public functions of the installed libraries, by name: what each is for, as its own docstring says.

The entries are kept apart from the practicals, in a file beside their index, and are looked up by name alone, so they
never crowd out a section. `python -m knowledge.index.api FILE` makes the file in a process of its own, because
answering must not import jax.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from knowledge.values import Passage

__all__ = ["ApiEntry", "ApiIndex", "entries", "open_api", "update_api"]

MODULES = (
    "jax", "jax.numpy", "jax.lax", "jax.nn", "jax.random", "jax.tree", "jax.scipy.special", "jax.scipy.stats.norm",
    "jax.scipy.linalg", "optax", "jraph", "haiku",
)  # fmt: skip
DISTRIBUTIONS = {"jax": "jax", "optax": "optax", "jraph": "jraph", "haiku": "dm-haiku"}
ALIASES = {"jnp": "jax.numpy", "hk": "haiku", "lax": "jax.lax", "nn": "jax.nn", "random": "jax.random"}


@dataclass(frozen=True)
class ApiEntry:
    name: str
    signature: str
    doc: str
    library: str

    def passage(self, score: float) -> Passage:
        library = self.name.split(".", 1)[0]
        page = f"https://docs.jax.dev/en/latest/_autosummary/{self.name}.html" if library == "jax" else ""
        text = f"```python\n{self.name}{self.signature}\n```\n\n{self.doc}"
        return Passage(self.library, (), (library, self.name), "api", score, page, text)

    def answer(self, *, words: int = 90) -> str:
        """The signature and the docstring's first paragraphs."""
        said: list[str] = []
        for paragraph in re.split(r"\n\s*\n", self.doc):
            if _PART.match(paragraph) or sum(len(part.split()) for part in said) + len(paragraph.split()) > words:
                break
            said.append(_readable(paragraph))
        shown = self.signature if len(self.signature) <= 200 else "(...)"
        return "\n\n".join([*(said or [_readable(self.doc)[:300]]), f"```python\n{self.name}{shown}\n```"])


def _readable(paragraph: str) -> str:
    """reStructuredText as Markdown: roles and double back quotes as code, lines joined."""
    paragraph = re.sub(r":[\w:]+:`~?([^`<]+?)(?:\s*<[^>]*>)?`", r"`\1`", paragraph).replace("``", "`")
    return re.sub(r"\s*\n\s*", " ", paragraph).strip()


class ApiIndex:
    """Entries by their full name and by their last part; of several with one last part, the first module's."""

    def __init__(self, found: Sequence[ApiEntry]) -> None:
        self.by_name = {entry.name: entry for entry in found}
        self.by_last: dict[str, ApiEntry] = {}
        for entry in found:
            self.by_last.setdefault(entry.name.rsplit(".", 1)[-1], entry)

    def find(self, question: str) -> ApiEntry | None:
        """The entry that a question names: in full, by an alias (`jnp.clip`), or as `clip(` or in back quotes."""
        for name in _NAME.findall(question):
            head, _, rest = name.partition(".")
            whole = f"{ALIASES[head]}.{rest}" if head in ALIASES else name
            if whole in self.by_name:
                return self.by_name[whole]
        bare = [*_QUOTED.findall(question), *_CALLED.findall(question), *_SNAKE.findall(question)]
        return next((self.by_last[name] for name in bare if name in self.by_last), None)


_PART = re.compile(r"\s*(?:Args|Arguments|Parameters|Returns|Raises|Examples?|Note|See also)\b.*:?\n")
_NAME = re.compile(r"\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_QUOTED = re.compile(r"`(?:\w+\.)*(\w+)(?:\(\))?`")
_CALLED = re.compile(r"\b(\w{2,})\(")
_SNAKE = re.compile(r"\b([a-z]+(?:_[a-z\d]+)+)\b")


def entries() -> Iterator[ApiEntry]:
    """The public functions and classes of the installed ones of `MODULES`; this imports them."""
    seen: set[str] = set()
    for name in MODULES:
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        library = name.split(".", 1)[0]
        shown = f"{library} {version(DISTRIBUTIONS[library])}"
        for entry in _public(module, shown):
            if entry.name not in seen:
                seen.add(entry.name)
                yield entry


def _public(module: ModuleType, library: str) -> Iterator[ApiEntry]:
    for name in dir(module):
        value = None if name.startswith("_") else getattr(module, name, None)
        doc = inspect.getdoc(value) if callable(value) else None
        if doc and not isinstance(value, ModuleType):
            yield ApiEntry(f"{module.__name__}.{name}", _signature(value), doc, library)


def _signature(value: object) -> str:
    try:
        return re.sub(r" at 0x[0-9a-f]+", "", str(inspect.signature(value)))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return "(...)"


def _versions() -> dict[str, str]:
    found = {}
    for distribution in DISTRIBUTIONS.values():
        try:
            found[distribution] = version(distribution)
        except PackageNotFoundError:
            continue
    return found


def update_api(path: Path, *, seconds: float = 120) -> bool:
    """Make or renew the file of entries when the libraries installed are others than it was made with.

    Whether there is such a file now: without the libraries, or when they cannot be read, there is none.
    """
    if not _versions():
        return path.is_file()
    if path.is_file() and json.loads(path.read_text("utf-8")).get("versions") == _versions():
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "JAX_PLATFORMS": "cpu"}
    command = [sys.executable, "-m", "knowledge.index.api", str(path)]
    try:
        subprocess.run(command, env=environment, timeout=seconds, check=True, capture_output=True)
    except (subprocess.SubprocessError, OSError):
        return path.is_file()
    return True


def open_api(path: Path) -> ApiIndex:
    """The entries in a file; none when there is no such file."""
    try:
        wire = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return ApiIndex([])
    return ApiIndex([ApiEntry(**entry) for entry in wire["entries"]])


def main(path: str) -> None:
    wire = {"versions": _versions(), "entries": [asdict(entry) for entry in entries()]}
    pending = Path(f"{path}.{os.getpid()}")
    pending.write_text(json.dumps(wire), "utf-8")
    os.replace(pending, path)


if __name__ == "__main__":
    main(sys.argv[1])
