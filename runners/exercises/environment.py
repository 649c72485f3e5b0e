"""A small environment with the interface of gym, read from tables; its source is sent into the sandbox."""

from __future__ import annotations

from typing import Any


class TableEnvironment:
    """State `s` shows `observations[s]`, `(states, 4)`; action `a` leads to state `following[s, a]`, gives
    `rewards[s, a]` and ends the episode where `ends[s, a]`. With `gymnasium`, `reset` and `step` return what
    they do there, else what they do in gym 0.25."""

    def __init__(self, observations: Any, following: Any, rewards: Any, ends: Any, gymnasium: bool = False) -> None:
        self.tables = observations, following, rewards, ends
        self.gymnasium = gymnasium
        self.state, self.over, self.resets, self.steps = 0, True, 0, 0

    def reset(self, *, seed: Any = None, **options: Any) -> Any:
        self.state, self.over = 0, False
        self.resets += 1
        return (self.tables[0][0], {}) if self.gymnasium else self.tables[0][0]

    def seed(self, seed: Any = None) -> list[Any]:
        return [seed]

    def step(self, action: Any) -> Any:
        if self.over:
            reason = "the episode is over" if self.resets else "reset was never called"
            raise RuntimeError(f"step was called, but {reason}.")
        self.steps += 1
        if self.steps > 400:
            raise RuntimeError(f"the episode does not end: reset was called {self.resets} times.")
        if int(action) not in (0, 1):
            raise ValueError(f"the action is {action}; it must be 0 or 1.")
        observations, following, rewards, ends = self.tables
        place = self.state, int(action)
        self.state, self.over = int(following[place]), bool(ends[place])
        seen, reward = observations[self.state], float(rewards[place])
        return (seen, reward, self.over, False, {}) if self.gymnasium else (seen, reward, self.over, {})

    @property
    def action_space(self) -> Any:
        return TwoActions()


class TwoActions:
    """The actions 0 and 1."""

    n = 2

    def sample(self) -> int:
        import random

        return random.randrange(2)
