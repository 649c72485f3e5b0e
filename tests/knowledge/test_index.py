from __future__ import annotations

import json
import os
import subprocess
import threading
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.index.building import build_index
from knowledge.index.store import FORMAT, current_version, open_index
from tests.knowledge.notebooks import KITES, markdown, notebook


def test_a_folder_is_indexed_with_progress(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    report = build_index([folder], tmp_path / "index", progress=lambda *step: told.append(step))
    assert (report.files, report.refused, report.reused) == (2, (), 0)
    assert ("read", 2, 2) in told
    assert told[-1] == ("embed", report.embedded, report.embedded)
    index = open_index(tmp_path / "index")
    assert len(index.sections) == report.sections
    assert index.pieces.ntotal == len(index.piece_section)
    assert index.manifest["model"]["name"] == "all-MiniLM-L6-v2"


def test_what_is_unchanged_is_not_embedded_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "index"
    first = build_index([folder], out)
    version = current_version(out)
    assert build_index([folder], out).embedded == 0
    assert current_version(out) == version
    (folder / "new.md").write_text("# Ropes\n\nA rope of nylon stretches.\n")
    second = build_index([folder], out)
    assert (second.embedded, second.reused) == (3, first.embedded)
    assert current_version(out) != version


def test_broken_files_are_refused_by_name_and_the_rest_is_indexed(folder: Path, tmp_path: Path) -> None:
    (folder / "torn.ipynb").write_text(KITES[:100])
    (folder / "picture.md").write_bytes(b"\x89PNG\x00\xff\xfe")
    (folder / "list.ipynb").write_text("[1, 2]")
    report = build_index([folder], tmp_path / "index")
    reasons = {Path(refusal.path).name: refusal.reason for refusal in report.refused}
    assert set(reasons) == {"torn.ipynb", "picture.md", "list.ipynb"}
    assert "not JSON" in reasons["torn.ipynb"]
    assert "not UTF-8" in reasons["picture.md"]
    assert report.files == 2
    assert json.loads(json.dumps(report.to_dict()))["refused"][0]["reason"]


def test_a_file_that_is_too_large_is_refused(folder: Path, tmp_path: Path) -> None:
    report = build_index([folder], tmp_path / "index", largest_file=len(KITES.encode()) - 1)
    assert [Path(refusal.path).name for refusal in report.refused] == ["kites.ipynb"]


def test_sources_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    out = tmp_path / "index"
    (tmp_path / "empty").mkdir()
    (tmp_path / "sheet.xlsx").write_bytes(b"PK")
    (tmp_path / "torn.ipynb").write_text("{")
    for source, message in [
        (tmp_path / "nowhere", "There is no .*nowhere"),
        (tmp_path / "empty", "holds no notebook"),
        (tmp_path / "sheet.xlsx", "neither a notebook"),
        (tmp_path / "torn.ipynb", "Nothing in the sources could be read .*not JSON"),
    ]:
        with pytest.raises(KnowledgeError, match=message):
            build_index([source], out)
    assert not out.exists()


def test_a_folder_with_other_files_is_not_written_to(folder: Path) -> None:
    with pytest.raises(KnowledgeError, match="holds other files"):
        build_index([folder], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["kites.ipynb", "kites.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(KnowledgeError, match="cannot be written"):
        build_index([folder], locked / "index")


def test_a_missing_a_damaged_and_an_older_index_are_told_apart(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "index"
    with pytest.raises(KnowledgeError, match="There is no index at .*tutor index"):
        open_index(out)
    build_index([folder], out)
    version = out / current_version(out)
    sections = version / "sections.json"
    good = sections.read_bytes()
    sections.write_bytes(good[:-20])
    with pytest.raises(KnowledgeError, match=r"damaged: sections\.json has changed.*Build it again with: tutor index"):
        open_index(out)
    sections.unlink()
    with pytest.raises(KnowledgeError, match=r"damaged: sections\.json is missing"):
        open_index(out)
    sections.write_bytes(good)
    manifest = json.loads((version / "manifest.json").read_text())
    (version / "manifest.json").write_text(json.dumps({**manifest, "format": FORMAT - 1}))
    with pytest.raises(KnowledgeError, match=f"has format {FORMAT - 1}, not {FORMAT}"):
        open_index(out)
    (version / "manifest.json").write_text("{")
    with pytest.raises(KnowledgeError, match="damaged: unreadable data"):
        open_index(out)
    assert build_index([folder], out).embedded > 0
    open_index(out)


def test_readers_see_the_old_index_or_the_new_one(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "index"
    build_index([folder], out)
    before, stop, seen = len(open_index(out).sections), threading.Event(), set()

    def read() -> None:
        while not stop.is_set():
            seen.add(len(open_index(out).sections))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(3):
        (folder / f"extra{number}.md").write_text(f"# Extra {number}\n\nA remark.\n")
        build_index([folder], out)
    stop.set()
    reader.join(20)
    assert not reader.is_alive()
    assert seen <= {before, before + 1, before + 2, before + 3}


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, "-C", str(folder), *arguments], check=True, capture_output=True)


def test_a_git_address_is_cloned(folder: Path, tmp_path: Path) -> None:
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "material")
    address = f"file://{folder}"
    report = build_index([address], tmp_path / "index")
    assert report.files == 2
    urls = {section.url for section in open_index(tmp_path / "index").sections}
    assert f"{address}/kites.ipynb#cell-2" in urls
    with pytest.raises(KnowledgeError, match="git could not clone file:///nowhere/at/all"):
        build_index(["file:///nowhere/at/all"], tmp_path / "other")


def test_a_checkout_of_github_links_to_colab_and_github(folder: Path, tmp_path: Path) -> None:
    git(folder, "init")
    git(folder, "remote", "add", "origin", "git@github.com:someone/kites.git")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "material")
    build_index([folder], tmp_path / "index")
    urls = {section.heading[-1]: section.url for section in open_index(tmp_path / "index").sections}
    assert urls["Wind"] == "https://colab.research.google.com/github/someone/kites/blob/main/kites.ipynb#scrollTo=wind"
    assert urls["Drag"] == "https://github.com/someone/kites/blob/main/kites.ipynb#cell-13"
    assert urls["Exercise: Tie the knot"] == (
        "https://github.com/someone/kites/blob/main/kites.md#exercise-tie-the-knot"
    )


def test_a_base_address_goes_in_front_of_every_link(folder: Path, tmp_path: Path) -> None:
    (folder / "week 1").mkdir()
    (folder / "week 1" / "a.ipynb").write_text(notebook(markdown("# A\n\nText.")))
    build_index([folder], tmp_path / "index", base_url="https://example.org/course")
    assert "https://example.org/course/week%201/a.ipynb#cell-0" in {
        section.url for section in open_index(tmp_path / "index").sections
    }
