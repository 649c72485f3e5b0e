"""The ledger's steps, in Lua: each runs alone in the store, so that no two workers see half of one.

A job whose `learner` is set stands in a line for the sandbox: one for snippets and checks, one for experiments, which
take long. A line has three parts: each learner's own waiting jobs, in their order; the learners whose turn comes
next; and the learners who have a job running. A learner has a turn when they have something waiting and nothing
running.
"""

from __future__ import annotations

JOB = "tutor:job:"
OPEN = "tutor:open"
CLOSED = "tutor:closed:"
STOPS = "tutor:stops"
EDITED = "tutor:edited"
STREAMS = "tutor:streams:"
_LINES = "tutor:line:"


def turns(line: str) -> str:
    """The list of the learners whose turn comes next."""
    return f"{_LINES}{line}:turns"


def busy(line: str) -> str:
    """The hash of the learners who have a job running, with its id."""
    return f"{_LINES}{line}:busy"


def waiting(line: str, learner: str) -> str:
    """The list of the ids of a learner's waiting jobs."""
    return f"{_LINES}{line}:of:{learner}"


_LINE = f"""
local JOB = '{JOB}'
local function turns(line) return '{_LINES}' .. line .. ':turns' end
local function busy(line) return '{_LINES}' .. line .. ':busy' end
local function waiting(line, learner) return '{_LINES}' .. line .. ':of:' .. learner end
local function place_of(id)
  local found = redis.call('HMGET', JOB .. id, 'line', 'learner')
  if not found[2] or found[2] == '' then return nil, nil end
  return found[1], found[2]
end
local function call_up(line, learner)
  if redis.call('LLEN', waiting(line, learner)) == 0 then return end
  if redis.call('HEXISTS', busy(line), learner) == 1 then return end
  if not redis.call('LPOS', turns(line), learner) then redis.call('RPUSH', turns(line), learner) end
end
local function stand_in_line(id, end_of_line)
  local line, learner = place_of(id)
  if not learner then return end
  if redis.call('HGET', busy(line), learner) == id then redis.call('HDEL', busy(line), learner) end
  if not redis.call('LPOS', waiting(line, learner), id) then redis.call(end_of_line, waiting(line, learner), id) end
  call_up(line, learner)
end
local function leave_line(id)
  local line, learner = place_of(id)
  if not learner then return end
  redis.call('LREM', waiting(line, learner), 0, id)
  if redis.call('HGET', busy(line), learner) == id then redis.call('HDEL', busy(line), learner) end
  call_up(line, learner)
end
"""

# KEYS: job, closed mark, open set. ARGV: id, job JSON, now, learner, the most of theirs, refusal JSON, line.
# 1: new; 2: new and refused, with the refusal as its result; 0: known.
ACCEPT = (
    _LINE
    + """
local id, learner = ARGV[1], ARGV[4]
if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'job', ARGV[2], 'stage', 'queued', 'tries', 0, 'accepted', ARGV[3], 'learner', '')
redis.call('ZADD', KEYS[3], ARGV[3], id)
if learner == '' then return 1 end
if redis.call('LLEN', waiting(ARGV[7], learner)) >= tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[1], 'stage', 'replying', 'result', ARGV[6])
  return 2
end
redis.call('HSET', KEYS[1], 'learner', learner, 'line', ARGV[7])
stand_in_line(id, 'RPUSH')
return 1
"""
)

# KEYS: job, open set. ARGV: id, node, now. Only a queued job can be claimed.
CLAIM = """
if redis.call('HGET', KEYS[1], 'stage') ~= 'queued' then return 0 end
redis.call('HSET', KEYS[1], 'stage', 'running', 'node', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
return redis.call('HINCRBY', KEYS[1], 'tries', 1)
"""

# KEYS: open set. ARGV: node, now, line. The job whose turn it is and the number of this try; nothing when nobody waits.
TAKE_TURN = (
    _LINE
    + """
local line = ARGV[3]
while true do
  local learner = redis.call('LPOP', turns(line))
  if not learner then return false end
  local id = redis.call('LPOP', waiting(line, learner))
  if id and redis.call('HGET', JOB .. id, 'stage') == 'queued' then
    redis.call('HSET', busy(line), learner, id)
    redis.call('HSET', JOB .. id, 'stage', 'running', 'node', ARGV[1])
    redis.call('ZADD', KEYS[1], ARGV[2], id)
    return {id, redis.call('HINCRBY', JOB .. id, 'tries', 1)}
  end
  call_up(line, learner)
end
"""
)

# KEYS: job, open set. ARGV: id, try, result JSON, now. A result of an earlier try is not taken.
FINISH = (
    _LINE
    + """
if redis.call('HGET', KEYS[1], 'stage') ~= 'running' then return 0 end
if redis.call('HGET', KEYS[1], 'tries') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'stage', 'replying', 'result', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
leave_line(ARGV[1])
return 1
"""
)

# KEYS: job, open set. ARGV: id, now. 1 when it was running and is queued again, first among its learner's.
RELEASE = (
    _LINE
    + """
if redis.call('HGET', KEYS[1], 'stage') ~= 'running' then return 0 end
redis.call('HSET', KEYS[1], 'stage', 'queued')
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
stand_in_line(ARGV[1], 'LPUSH')
return 1
"""
)

# KEYS: job, open set. ARGV: id, now, result JSON. A queued job ends with the result, a running one is marked,
# and its worker told. What it was doing, or nothing when it was over.
STOP = (
    _LINE
    + f"""
local stage = redis.call('HGET', KEYS[1], 'stage')
if stage == 'queued' then
  leave_line(ARGV[1])
  redis.call('HSET', KEYS[1], 'stage', 'replying', 'result', ARGV[3])
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
elseif stage == 'running' then
  redis.call('HSET', KEYS[1], 'stopped', 1)
  redis.call('PUBLISH', '{STOPS}', ARGV[1])
else
  return false
end
return stage
"""
)

# KEYS: job, mark of the last edit. ARGV: try, progress JSON, milliseconds between edits. 1 when it is to be told.
PROGRESS = """
if redis.call('HGET', KEYS[1], 'stage') ~= 'running' or redis.call('HGET', KEYS[1], 'tries') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'progress', ARGV[2])
if not redis.call('SET', KEYS[2], 1, 'NX', 'PX', ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], 'told', 1)
return 1
"""

# KEYS: job, mark of its last edit, count of this minute's starts, count of this minute's appends. ARGV: try, text,
# milliseconds between edits, the most starts and the most appends a minute. 1 when it is to be shown.
PARTIAL = """
if redis.call('HGET', KEYS[1], 'stage') ~= 'running' or redis.call('HGET', KEYS[1], 'tries') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'partial', ARGV[2])
if not redis.call('SET', KEYS[2], 1, 'NX', 'PX', ARGV[3]) then return 0 end
local started = redis.call('HEXISTS', KEYS[1], 'streams') == 1
local count, most = KEYS[3], ARGV[4]
if started then count, most = KEYS[4], ARGV[5] end
local so_far = redis.call('INCR', count)
if so_far == 1 then redis.call('EXPIRE', count, 60) end
if so_far > tonumber(most) then return 0 end
redis.call('HSET', KEYS[1], 'streams', 1)
return 1
"""
