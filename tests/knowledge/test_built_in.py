"""Taking over an index that was made at installation."""

from __future__ import annotations

from pathlib import Path

from knowledge.answering import Answerer
from knowledge.index.building import build_index
from knowledge.index.built_in import take_over
from knowledge.index.store import api_file, current_version, open_index

TEXT = "# Practical\n\n## Optimisation\n\n### Small steps\n\nGradient descent takes a small step downhill each time.\n"


def made(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "a.md").write_text(text)
    build_index([folder / "a.md"], folder / "index")
    return folder / "index"


def test_it_is_copied_with_its_docstrings_and_can_be_served(tmp_path: Path) -> None:
    seed, folder = made(tmp_path / "seed", TEXT), tmp_path / "data" / "index"
    entries = '{"versions": {}, "entries": []}'
    api_file(seed).write_text(entries)
    assert take_over(seed, folder)
    assert current_version(folder) == current_version(seed)
    assert api_file(folder).read_text() == entries
    assert Answerer.open(folder).search("small steps")[1].hits


def test_it_is_copied_once(tmp_path: Path) -> None:
    seed, folder = made(tmp_path / "seed", TEXT), tmp_path / "index"
    take_over(seed, folder)
    (tmp_path / "more.md").write_text(TEXT.replace("Small steps", "Large steps"))
    build_index([tmp_path / "more.md"], folder)
    own = current_version(folder)
    assert not take_over(seed, folder)
    assert current_version(folder) == own


def test_a_new_installation_replaces_what_an_older_one_left(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    take_over(made(tmp_path / "old", TEXT), folder)
    newer = made(tmp_path / "new", TEXT.replace("downhill", "uphill"))
    assert take_over(newer, folder)
    assert "uphill" in open_index(folder).sections[0].text


def test_an_index_of_another_format_is_replaced(tmp_path: Path) -> None:
    seed, folder = made(tmp_path / "seed", TEXT), tmp_path / "index"
    (folder / "version-old").mkdir(parents=True)
    (folder / "CURRENT").write_text("version-old")
    assert take_over(seed, folder)
    assert open_index(folder).sections


def test_without_an_installed_index_nothing_happens(tmp_path: Path) -> None:
    assert not take_over(tmp_path / "none", tmp_path / "index")
    assert not (tmp_path / "index").exists()
