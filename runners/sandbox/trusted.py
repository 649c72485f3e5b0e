"""Our own code in a child: an experiment, whose source comes with the job so that no file of ours is read."""

from __future__ import annotations

import base64
import importlib
import importlib.abc
import importlib.machinery
import io
import signal
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources.abc import ResourceReader
from typing import Any

from runners.sandbox import execution, figures
from runners.sandbox.execution import Send
from runners.sandbox.frames import Frame

OURS = ("runners", "knowledge", "bot", "workers", "celery", "redis", "slack_sdk", "slack_bolt", "sqlalchemy")


class Bundle(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports modules from their source text; their packages hold the data files, given by name in base64."""

    def __init__(self, sources: dict[str, str], data: Mapping[str, str]) -> None:
        self.sources = sources
        self.data = data

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name not in self.sources:
            return None
        is_package = any(other.startswith(name + ".") for other in self.sources)
        return importlib.machinery.ModuleSpec(name, self, is_package=is_package)

    def exec_module(self, module: types.ModuleType) -> None:
        exec(compile(self.sources[module.__name__], f"{module.__name__}.py", "exec"), module.__dict__)

    def get_resource_reader(self, package: str) -> DataFiles:
        return DataFiles(self.data)


class DataFiles(ResourceReader):
    """What `importlib.resources` reads, from memory instead of a folder."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self.data = data

    def open_resource(self, resource: str) -> io.BytesIO:
        if resource not in self.data:
            raise FileNotFoundError(f"{resource} did not come with the job, which brought: {', '.join(self.data)}")
        return io.BytesIO(base64.b64decode(self.data[resource]))

    def resource_path(self, resource: str) -> str:
        raise FileNotFoundError(f"{resource} is in memory, in no folder")

    def is_resource(self, path: str) -> bool:
        return path in self.data

    def contents(self) -> Iterator[str]:
        return iter(self.data)


class Absent(importlib.abc.MetaPathFinder):
    """Makes packages of the tutor itself look as if they were not installed."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> None:
        if name.partition(".")[0] in OURS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def forget_ourselves() -> None:
    """Before a learner's code: nothing of the tutor can be imported."""
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    sys.meta_path.insert(0, Absent())


def perform(job: Frame, progress: Callable[[float, str], bool]) -> Any:
    """What the experiment's `run` returns: how to read its figures."""
    sys.meta_path.insert(0, Bundle(job.header["modules"], job.header["data"]))
    module = importlib.import_module(job.header["module"])
    return module.run(**job.header["parameters"], progress=progress)


def run(job: Frame, send: Send) -> None:
    """Import the experiment's module, call its `run` with the parameters, send one `result` frame.

    SIGTERM asks it to finish with what there is: `progress` then answers False."""
    limits = job.header["limits"]
    asked_to_end: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked_to_end.append(number))

    def progress(done: float, text: str) -> bool:
        send({"kind": "progress", "done": done, "text": text})
        return not asked_to_end

    reading = perform(job, progress)
    sys.stdout.write(reading.text + "\n")
    drawn, payload = figures.collect(limits, reading.alts)
    moving = [{"alt": one.alt, "length": len(one.data)} for one in reading.animations]
    execution.flush()
    header = {
        "kind": "result",
        "error": None,
        "result": "\n".join(f"{name}: {value}" for name, value in reading.numbers.items()) or None,
        "figures": moving + drawn,
        "arrays": [],
        "stopped": bool(asked_to_end),
    }
    send(header, b"".join(one.data for one in reading.animations) + payload)
