from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.index.building import build_index
from knowledge.index.built_in import update_built_in_index
from knowledge.models.minilm import Encoder, find_model
from tests.knowledge.notebooks import KITES

SAMPLE = Path(__file__).parent / "material" / "kites.md"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder(find_model())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of material: one Markdown file and one notebook."""
    material = tmp_path / "material"
    material.mkdir()
    (material / "kites.md").write_text(SAMPLE.read_text("utf-8"), "utf-8")
    (material / "kites.ipynb").write_text(KITES, "utf-8")
    return material


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample material, not to be changed."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "kites.ipynb").write_text(KITES, "utf-8")
    build_index([SAMPLE, folder / "kites.ipynb"], folder / "index")
    return folder / "index"


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Answers from the built-in material."""
    folder = tmp_path_factory.mktemp("built-in") / "index"
    update_built_in_index(folder)
    return Answerer.open(folder)
