"""Children that wait, warm, for one job each. One thread refills the pool and clears up behind the runs."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from runners.sandbox import folders
from runners.sandbox.cgroups import Cgroup
from runners.sandbox.handle import Child
from runners.sandbox.layers import process
from runners.sandbox.values import Layer, SandboxClosed, SandboxError
from runners.sandbox.zygote_process import Progress, ZygoteGone, ZygoteProcess

_RUNS_FIRST_SECONDS = 0.15


class Pool:
    """Hands out children, the warmest first. Thread-safe."""

    def __init__(
        self,
        make_zygote: Callable[[], ZygoteProcess],
        folder: Path,
        *,
        size: int,
        become_nobody: bool,
        cgroup: Cgroup | None = None,
    ) -> None:
        self.layers: tuple[Layer, ...] = ()
        self._make_zygote = make_zygote
        self._folder = folder
        self._size = size
        self._cgroup = cgroup
        self._owner = process.NOBODY if become_nobody else None
        self._names = itertools.count()
        self._waiting: deque[Child] = deque()
        self._retired: deque[Child] = deque()
        self._busy: set[Child] = set()
        self._changed = threading.Condition()
        self._starting = threading.Lock()
        self._zygote: ZygoteProcess | None = None
        self._open = True
        self._keeper = threading.Thread(target=self._keep, name="sandbox-pool", daemon=True)

    def start(self, on_progress: Progress, *, seconds: float = 60.0) -> None:
        """Wait for a full pool of warm children. Raises SandboxError when the first can't start."""
        self.zygote(on_progress)
        self._waiting.extend(self._fork() for _ in range(self._size))
        for place, child in enumerate(self._waiting):
            on_progress(f"warming up {place + 1} of {self._size}")
            child.wait_until_warm(seconds)
        self.layers = _first_layers(self._waiting[0])
        self._keeper.start()

    def zygote(self, on_progress: Progress | None = None) -> ZygoteProcess:
        """The running zygote; a new one when there is none or the last has ended."""
        with self._starting:
            if not self._open:
                raise SandboxClosed("the sandbox is closed")
            if self._zygote is None or not self._zygote.alive:
                fresh = self._make_zygote()
                fresh.start(on_progress)
                self._zygote = fresh
            return self._zygote

    def use_programs(self, programs: Path) -> None:
        """Give compiled programs to all later children; those that wait without them make room."""
        with contextlib.suppress(OSError):
            self.zygote().load(programs)
        with self._changed:
            self._retired.extend(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()

    @property
    def warm(self) -> int:
        """How many children are ready for a job at once."""
        with self._changed:
            return sum(bool(child.layers) or child.wait_until_warm(0) for child in self._waiting)

    def take(self) -> Child:
        """A child for one job: a warm one, else one that is warming up, else a new one."""
        with self._changed:
            if not self._open:
                raise SandboxClosed("the sandbox is closed")
            while self._waiting:
                child = self._waiting.popleft()
                self._changed.notify_all()
                if not child.ended.is_set():
                    self._busy.add(child)
                    return child
                self._retired.append(child)
        child = self._fork()
        with self._changed:
            self._busy.add(child)
        return child

    def retire(self, child: Child) -> None:
        """Kill a child; its descriptors and its folder are cleared up behind."""
        child.kill()
        with self._changed:
            self._busy.discard(child)
            self._retired.append(child)
            self._changed.notify_all()
        if not self._open:
            self._clear_up()

    def close(self) -> None:
        with self._changed:
            self._open = False
            self._retired.extend(self._waiting)
            self._waiting.clear()
            ending = [*self._retired, *self._busy]
            self._changed.notify_all()
        for child in ending:
            child.kill()
        for child in ending:
            child.ended.wait(5.0)
        if self._keeper.is_alive():
            self._keeper.join()
        self._clear_up()
        with self._starting:
            if self._zygote is not None:
                self._zygote.close()
        if self._cgroup:
            self._cgroup.close()

    def _fork(self) -> Child:
        for _ in range(3):
            name = f"run-{next(self._names)}"
            folder = folders.make(self._folder, name, owner=self._owner)
            group = self._cgroup.for_child(name) if self._cgroup else None
            with contextlib.suppress(ZygoteGone):
                return self.zygote().fork(folder, group)
            self._remove(folder)
        raise SandboxError("the sandbox's zygote ended three times in a row; look at the machine's free memory")

    def _keep(self) -> None:
        while self._open:
            self._clear_up()
            if len(self._waiting) < self._size:
                self._let_runs_go_first()
                self._refill()
            with self._changed:
                self._retire_dead()
                if self._open and not self._retired and len(self._waiting) >= self._size:
                    self._changed.wait(1.0)

    def _let_runs_go_first(self) -> None:
        """While one more child waits, short runs have the processors for themselves."""
        with self._changed:
            until = time.monotonic() + _RUNS_FIRST_SECONDS
            while self._busy and self._waiting and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)

    def _refill(self) -> None:
        """One child at a time: warming up takes a processor from the learners' runs."""
        try:
            child = self._fork()
        except SandboxClosed:
            return
        except (SandboxError, OSError):
            time.sleep(0.2)
            return
        with self._changed:
            (self._waiting if self._open else self._retired).append(child)
        while child in self._waiting and not child.ended.is_set() and not child.wait_until_warm(0.05):
            self._clear_up()

    def _retire_dead(self) -> None:
        dead = [child for child in self._waiting if child.ended.is_set()]
        for child in dead:
            self._waiting.remove(child)
        self._retired.extend(dead)

    def _clear_up(self) -> None:
        while self._retired:
            child = self._retired.popleft()
            child.kill()
            child.ended.wait(5.0)
            child.close()
            self._remove(child.folder)

    def _remove(self, folder: Path) -> None:
        """What can't be removed now goes with the sandbox's own folder at the end."""
        with contextlib.suppress(OSError):
            folders.remove(folder)
        if self._cgroup:
            self._cgroup.remove(folder.name)


def _first_layers(child: Child) -> tuple[Layer, ...]:
    if not child.is_warm():
        raise SandboxError(f"a child could not start: {child.trouble or 'it ended without a word'}")
    return child.layers
