"""Turns in Slack's channels, kept in Redis or Valkey, so that all processes together keep to Slack's pace.

The generic cell rate algorithm (ATM Forum, Traffic Management 4.0): each channel has the time at which it would be
empty if one message left it every `interval` seconds. A turn is given out once for each key, in the order of asking,
so whoever comes back at its turn need not queue again.
"""

from __future__ import annotations

from redis import Redis

_PREFIX = "tutor:turn:"
_TAKE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local mine = redis.call('GET', KEYS[2])
if mine then return tostring(mine - now) end
local interval, slack = tonumber(ARGV[1]), tonumber(ARGV[1]) * (tonumber(ARGV[2]) - 1)
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local turn = math.max(now, empty - slack)
local seconds = math.ceil(turn - now) + tonumber(ARGV[3])
redis.call('SET', KEYS[1], string.format('%.6f', empty + interval), 'EX', seconds)
redis.call('SET', KEYS[2], string.format('%.6f', turn), 'EX', seconds)
return tostring(turn - now)
"""
_HOLD = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local empty = now + tonumber(ARGV[1]) + tonumber(ARGV[2]) * (tonumber(ARGV[3]) - 1)
if empty > tonumber(redis.call('GET', KEYS[1]) or 0) then
  redis.call('SET', KEYS[1], string.format('%.6f', empty), 'EX', math.ceil(empty - now) + tonumber(ARGV[4]))
end
"""


class ChannelTurns:
    """The turns of one workspace: `burst` messages at once in a channel, then one every `interval` seconds.

    A turn that is not taken is forgotten `remember` seconds after it came.
    """

    def __init__(self, redis: Redis, team: str, *, interval: float = 1.0, burst: int = 4, remember: int = 300) -> None:
        self._team = team
        self._interval = interval
        self._burst = burst
        self._remember = remember
        self._take = redis.register_script(_TAKE)
        self._hold = redis.register_script(_HOLD)

    def wait(self, channel: str, key: str) -> float:
        """The seconds until the turn of `key`; at most 0 when it has come."""
        keys = [self._key(channel), self._key(f"{channel}:{key}")]
        given: bytes = self._take(keys=keys, args=[self._interval, self._burst, self._remember])
        return max(float(given), 0.0)

    def hold(self, channel: str, seconds: float) -> None:
        """Give no new turn in a channel for so many seconds."""
        self._hold(keys=[self._key(channel)], args=[seconds, self._interval, self._burst, self._remember])

    def _key(self, name: str) -> str:
        return f"{_PREFIX}{self._team}:{name}"
