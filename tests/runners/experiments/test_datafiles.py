"""Data files of an experiment: the same bytes here and in the sandbox, and nothing else of the folder."""

from __future__ import annotations

import base64
from importlib import resources
from pathlib import Path

import pytest

from runners.experiments import catalogue, datafiles
from runners.sandbox import Sandbox, SandboxError

BYTES = bytes(range(256))
READER = """
from runners.experiments import datafiles
from runners.experiments.reading import Reading

def run(*, name, progress):
    return Reading(text=repr(list(datafiles.read(__name__, name))))
"""


def _read_in_the_sandbox(sandbox: Sandbox, name: str) -> str:
    folder = Path(datafiles.__file__).parent
    shared = {f"runners.experiments.{stem}": (folder / f"{stem}.py").read_text() for stem in ("datafiles", "reading")}
    packages = {"runners": "", "runners.experiments": "", "runners.experiments.any": ""}
    module = "runners.experiments.any.reader"
    data = {"all.bin": base64.b64encode(BYTES).decode()}
    return sandbox.run_trusted({**packages, **shared, module: READER}, module, {"name": name}, data=data).stdout


def test_a_file_travels_with_the_job(sandbox: Sandbox) -> None:
    assert _read_in_the_sandbox(sandbox, "all.bin") == f"{list(BYTES)}\n"


def test_another_file_is_not_there(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match=r"reader\.py did not come with the job, which brought: all\.bin"):
        _read_in_the_sandbox(sandbox, "reader.py")


def test_the_file_beside_the_module_is_read() -> None:
    wanted = resources.files("runners.experiments").joinpath("datafiles.py").read_bytes()
    assert datafiles.read("runners.experiments.datafiles", "datafiles.py") == wanted
    with pytest.raises(FileNotFoundError):
        datafiles.read("runners.experiments.datafiles", "no.bin")


def test_what_travels_is_there_and_small() -> None:
    sizes = [len(datafiles.read(one.module, name)) for one in catalogue() for name in one.data]
    assert sizes and max(sizes) < 400_000
